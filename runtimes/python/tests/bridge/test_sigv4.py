"""Signatures are botocore's, byte for byte, on seeded random requests."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from peercontract.bridge.sigv4 import Credentials, Signer, invoke_path

GENERATOR = Path(__file__).resolve().parents[4] / "conformance" / "sigv4" / "generate.py"
REQUESTS = 10_000


def test_authorizations_equal_those_of_botocore_byte_for_byte() -> None:
    seed = os.environ.get("SEED", str(random.SystemRandom().randrange(2**32)))
    print(f"SEED={seed}")
    command = [sys.executable, GENERATOR, "--seed", seed, "--count", str(REQUESTS)]
    lines = subprocess.run(command, check=True, capture_output=True).stdout.splitlines()
    assert len(lines) == REQUESTS
    signers: dict[str, Signer] = {}  # kept, so that cached keys meet other days and credentials
    for line in lines:
        request = json.loads(line)
        assert invoke_path(request["name"]) == request["path"]
        signer = signers.setdefault(request["region"], Signer(request["region"]))
        assert signed(signer, request) == request["authorization"], line


def signed(signer: Signer, request: dict[str, str]) -> str:
    credentials = Credentials(
        request["access_key"], request["secret_key"], request["token"] or None
    )
    headers = {
        "content-type": "application/json",
        "host": request["host"],
        "x-amz-date": request["date"],
        "x-amz-invocation-type": request["invocation_type"],
    }
    if request["token"]:
        headers["x-amz-security-token"] = request["token"]
    return signer.authorization(
        credentials,
        request["path"],
        headers,
        bytes.fromhex(request["payload_hex"]),
        request["date"],
    )
