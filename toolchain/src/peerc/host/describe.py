"""What GetFunction and ListFunctions say of a function: the service's documents, locally true.

Members that would be invented (code hash and size, role, layers) have fixed or derived values, so
that clients that parse the documents work; `Location` is the source folder.
"""

from __future__ import annotations

import hashlib
import sys
import uuid
from datetime import UTC, datetime

from peerc.host import errors
from peerc.host.function import LATEST, Address, Definition, Place

PAGE = 50  # functions a page, and the most a caller may ask for
MAX_ITEMS = 10_000
RUNTIMES = {
    "python": f"python{sys.version_info[0]}.{sys.version_info[1]}",
    "javascript": "nodejs24.x",
    "rust": "provided.al2023",
}


def get_function(definition: Definition, address: Address, place: Place) -> bytes:
    """The body of GetFunction; the ARN carries the qualifier that was asked for."""
    configuration = _configuration(definition, address.qualifier, place)
    code = {"RepositoryType": "S3", "Location": definition.folder.as_uri()}
    return errors.compact({"Configuration": configuration, "Code": code, "Tags": {}})


def list_functions(definitions: list[Definition], query: dict[str, str], place: Place) -> bytes:
    """One page of ListFunctions, sorted by name. `Marker` is the name that comes next.

    Raises ApiError 400 for a MaxItems that is no integer of 1 to 10,000 or an unknown
    FunctionVersion.
    """
    faults = []
    version = query.get("FunctionVersion")
    if version not in (None, "ALL"):
        constraint = "Member must satisfy enum value set: [ALL]"
        faults.append(
            f"Value '{version}' at 'functionVersion' failed to satisfy constraint: {constraint}"
        )
    text = query.get("MaxItems", str(PAGE))
    if not text.isdecimal() or not 1 <= int(text) <= MAX_ITEMS:
        constraint = f"Member must be between 1 and {MAX_ITEMS}"
        faults.append(f"Value '{text}' at 'maxItems' failed to satisfy constraint: {constraint}")
    if faults:
        raise errors.validation(faults)
    marker = query.get("Marker", "")
    rest = sorted((d for d in definitions if d.name >= marker), key=lambda d: d.name)
    size = min(int(text), PAGE)
    qualifier = LATEST if version == "ALL" else None
    page: dict[str, object] = {
        "Functions": [_configuration(d, qualifier, place) for d in rest[:size]]
    }
    if len(rest) > size:
        page["NextMarker"] = rest[size].name
    return errors.compact(page)


def _configuration(
    definition: Definition, qualifier: str | None, place: Place
) -> dict[str, object]:
    name = definition.name
    facts = repr(definition).encode()
    modified = datetime.fromtimestamp(definition.folder.stat().st_mtime, UTC)
    return {
        "FunctionName": name,
        "FunctionArn": place.arn(name, qualifier),
        "Runtime": RUNTIMES[definition.language],
        "Role": f"arn:aws:iam::{place.account}:role/{name}",
        "Handler": definition.handler,
        "CodeSize": 0,
        "CodeSha256": "",
        "Description": "",
        "Timeout": max(1, -(-definition.timeout_ms // 1000)),
        "MemorySize": definition.memory_mb,
        "LastModified": modified.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
        "Version": LATEST,
        "Environment": {"Variables": definition.env},
        "TracingConfig": {"Mode": "PassThrough"},
        "RevisionId": str(uuid.UUID(hashlib.sha256(facts).hexdigest()[:32])),
        "State": "Active",
        "LastUpdateStatus": "Successful",
        "PackageType": "Zip",
        "Architectures": ["x86_64"],
        "EphemeralStorage": {"Size": 512},
        "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
        "LoggingConfig": {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{name}"},
    }
