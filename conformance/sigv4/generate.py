"""Writes seeded Invoke requests as NDJSON, each with the Authorization that botocore gives it.

    python conformance/sigv4/generate.py [--seed 4711] [--count 10000] > requests.ndjson

Every language has a small checker that reads these lines and signs each request with its own run
time: `node conformance/sigv4/check.js < requests.ndjson`. A line:

    {"access_key", "secret_key", "token", "region", "host", "name", "invocation_type", "date",
     "payload_hex", "path", "authorization"}

`token` is "" where the request has none; `path` is the percent-encoded path of function `name` as
it stands on the wire; `date` is the value of `x-amz-date`. The service is always `lambda`.
"""

from __future__ import annotations

import argparse
import json
import random
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ALNUM = string.ascii_letters + string.digits
REGIONS = ("us-east-1", "eu-central-1", "ap-southeast-4", "us-gov-west-1", "cn-north-1")
HOSTS = ("127.0.0.1:9001", "localhost:4566", "[::1]:8080", "lambda.internal")
QUALIFIERS = ("", "", "", ":$LATEST", ":1", ":live", ":blue-green_2")
INVOCATIONS = ("RequestResponse", "Event", "DryRun")
ODD_NAMES = ("a b", "100%", "%2F", "é", "漢字", "😀", "a+b", "a=b&c", "~x", "it's", "(x)!*", "a;b")


def main() -> int:
    """Writes the lines; the seed goes to stderr, so that a failure can be repeated."""
    parser = argparse.ArgumentParser(description="seeded Invoke requests signed by botocore")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--count", type=int, default=10_000)
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if options.seed is None else options.seed
    sys.stderr.write(f"sigv4 seed {seed}\n")
    for request in requests(seed, options.count):
        sys.stdout.write(json.dumps(request) + "\n")
    return 0


def requests(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """`count` requests with their signatures; the same seed gives the same ones."""
    chance = random.Random(seed)
    for _ in range(count):
        request = _request(chance)
        yield request | {"authorization": _authorization(request)}


def _request(chance: random.Random) -> dict[str, Any]:
    region = chance.choice(REGIONS)
    name = _name(chance, region)
    regional = f"lambda.{region}.amazonaws.com"
    return {
        "access_key": "AKIA" + _text(chance, string.ascii_uppercase + string.digits, 16),
        "secret_key": _text(chance, ALNUM + "/+", 40),
        "token": _text(chance, ALNUM + "/+=", chance.choice((0, 0, 16, 700))),
        "region": region,
        "host": chance.choice((regional, regional, *HOSTS)),
        "name": name,
        "invocation_type": chance.choice(INVOCATIONS),
        "date": _date(chance),
        "payload_hex": chance.randbytes(chance.choice((0, 1, 64, 900))).hex(),
        "path": f"/2015-03-31/functions/{quote(name, safe='')}/invocations",
    }


def _name(chance: random.Random, region: str) -> str:
    """A name, a full or partial ARN, and sometimes what only a path can carry."""
    plain = _text(chance, ALNUM + "-_", chance.randint(1, 64)) + chance.choice(QUALIFIERS)
    account = _text(chance, string.digits, 12)
    forms = (
        plain,
        plain,
        f"{account}:function:{plain}",
        f"arn:aws:lambda:{region}:{account}:function:{plain}",
        chance.choice(ODD_NAMES),
    )
    return chance.choice(forms)


def _date(chance: random.Random) -> str:
    """Any second since 2020, midnight's neighbours more often than the others."""
    day = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=chance.randrange(6_000))
    second = chance.choice((0, 86_399, chance.randrange(86_400), chance.randrange(86_400)))
    return (day + timedelta(seconds=second)).strftime("%Y%m%dT%H%M%SZ")


def _text(chance: random.Random, alphabet: str, length: int) -> str:
    return "".join(chance.choices(alphabet, k=length))


def _authorization(request: dict[str, Any]) -> str:
    """botocore's signature at the request's own time: its steps one by one, without its clock."""
    keys = Credentials(request["access_key"], request["secret_key"], request["token"] or None)
    signer = SigV4Auth(keys, "lambda", request["region"])
    signed = AWSRequest(
        method="POST",
        url=f"http://{request['host']}{request['path']}",
        data=bytes.fromhex(request["payload_hex"]),
        headers={
            "content-type": "application/json",
            "host": request["host"],
            "x-amz-date": request["date"],
            "x-amz-invocation-type": request["invocation_type"],
        },
    )
    if request["token"]:
        signed.headers["x-amz-security-token"] = request["token"]
    signed.context["timestamp"] = request["date"]
    to_sign = signer.string_to_sign(signed, signer.canonical_request(signed))
    signer._inject_signature_to_request(signed, signer.signature(to_sign, signed))
    return str(signed.headers["Authorization"])


if __name__ == "__main__":
    sys.exit(main())
