"""What a function is to the host: a definition, the rules it obeys, the names it answers to."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from peerc.host import errors

LATEST = "$LATEST"
# The service's own patterns (botocore's model and recorded refusals); texts are part of the answer.
NAME_PATTERN = (
    r"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?"
    r"(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?"
)
QUALIFIER_PATTERN = r"\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+"
QUALIFIER_LENGTH = 128
_NAME = re.compile(NAME_PATTERN)
_REGION_GROUP, _NAME_GROUP, _QUALIFIER_GROUP = 3, 11, 13
_QUALIFIER = re.compile(QUALIFIER_PATTERN)
_PLAIN_NAME = re.compile(r"[a-zA-Z0-9-_]{1,64}")
RESERVED = frozenset(
    [
        "_HANDLER",
        "_X_AMZN_TRACE_ID",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API",
        "LAMBDA_TASK_ROOT",
        "LAMBDA_RUNTIME_DIR",
    ]
)
_ENVIRONMENT_TEXT = (
    "Lambda was unable to configure your environment variables because the environment variables"
    " you have provided "
)


@dataclass(frozen=True, slots=True)
class Definition:
    """One function. `name` is what Invoke calls it, `agent` what people call it.

    `language` is python | javascript | rust; `folder` the task root; `handler` `module.function`
    for Python and JavaScript, the binary's name for Rust. `external`: the host starts no process, a
    person does (a debugger), and polls the Runtime API.
    """

    name: str
    agent: str
    language: str
    folder: Path
    handler: str
    timeout_ms: int = 3_000
    memory_mb: int = 128
    env: dict[str, str] = field(default_factory=dict)
    external: bool = False


class BadDefinition(Exception):
    """A definition the service would refuse.

    `code` is of spec/errors.json; the text is the service's.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def check(definition: Definition) -> None:
    """Raises BadDefinition: PC6005 name, PC6004 reserved variable, PC6003 over 4,096 bytes.

    AWS prints the whole map when it is too large; values may be secrets, so this names sizes only.
    """
    if not _PLAIN_NAME.fullmatch(definition.name):
        raise BadDefinition(
            "PC6005", f"the function name `{definition.name}` is not 1 to 64 of [a-zA-Z0-9-_]"
        )
    reserved = sorted(RESERVED & definition.env.keys())
    if reserved:
        text = "contains reserved keys that are currently not supported for modification."
        keys = ", ".join(reserved)
        raise BadDefinition(
            "PC6004", f"{_ENVIRONMENT_TEXT}{text} Reserved keys used in this request: {keys}"
        )
    size = environment_size(definition.env)
    if size > errors.ENVIRONMENT_LIMIT:
        raise BadDefinition(
            "PC6003", f"{_ENVIRONMENT_TEXT}exceeded the 4KB limit. Bytes measured: {size}"
        )


def environment_size(env: dict[str, str]) -> int:
    r"""Bytes as compact JSON, the larger of `\u`-escaped and raw UTF-8: AWS's choice is unknown."""
    escaped = json.dumps(env, separators=(",", ":"))
    raw = json.dumps(env, separators=(",", ":"), ensure_ascii=False)
    return max(len(escaped), len(raw.encode("utf-8", "surrogatepass")))


@dataclass(frozen=True, slots=True)
class Place:
    """Where functions live: the parts of their ARNs."""

    region: str
    account: str

    def arn(self, name: str, qualifier: str | None = None) -> str:
        """The function's ARN, with the qualifier where there is one."""
        arn = f"arn:aws:lambda:{self.region}:{self.account}:function:{name}"
        return arn if qualifier is None else f"{arn}:{qualifier}"


@dataclass(frozen=True, slots=True)
class Address:
    """A FunctionName taken apart; `qualifier` None where neither name nor query gave one."""

    name: str
    qualifier: str | None


def parse_address(text: str, qualifier: str | None, place: Place) -> Address:
    """A name, partial ARN or ARN, and the query's qualifier, judged in the service's order.

    Raises ApiError: ValidationException, InvalidParameterValueException for two qualifiers that
    differ, ResourceNotFoundException for another region.
    """
    match = _NAME.fullmatch(text)
    faults = []
    if qualifier is not None:
        constraint = _qualifier_fault(qualifier)
        if constraint:
            faults.append(_fault(qualifier, "qualifier", constraint))
    if match is None:
        faults.append(_fault(text, "functionName", _pattern_fault(NAME_PATTERN)))
    if match is None or faults:
        raise errors.validation(faults)
    in_name = match.group(_QUALIFIER_GROUP)
    if in_name and qualifier and in_name != qualifier:
        text = (
            "The derived qualifier from the function name does not match the specified qualifier."
        )
        raise errors.invalid_parameter(text)
    region = (match.group(_REGION_GROUP) or "").rstrip(":")
    if region and region != place.region:
        raise errors.wrong_region(region, place.region)
    return Address(match.group(_NAME_GROUP), in_name or qualifier)


def _qualifier_fault(qualifier: str) -> str:
    if len(qualifier) > QUALIFIER_LENGTH:
        return f"Member must have length less than or equal to {QUALIFIER_LENGTH}"
    return "" if _QUALIFIER.fullmatch(qualifier) else _pattern_fault(QUALIFIER_PATTERN)


def _pattern_fault(pattern: str) -> str:
    return f"Member must satisfy regular expression pattern: {pattern}"


def _fault(value: str, member: str, constraint: str) -> str:
    return f"Value '{value}' at '{member}' failed to satisfy constraint: {constraint}"
