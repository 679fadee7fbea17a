"""Formats (spec/contract.md#formats): each against texts at its edges, and where there is one,
against a module of the standard library."""

from __future__ import annotations

import base64
import datetime
import ipaddress
import random
import time

import pytest
from peercontract.core import formats

FITTING = {
    "date": ["0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29", "2023-02-28"],
    "time": [
        "00:00:00Z",
        "23:59:59+23:59",
        "12:00:00-00:00",
        "12:00:00.1Z",
        "12:00:00.123456789+05:30",
    ],
    "date-time": ["2024-02-29T23:59:59Z", "1985-04-12T23:20:50.52+01:00"],
    "uuid": ["123e4567-e89b-12d3-a456-426614174000", "ABCDEF00-0000-0000-0000-abcdef000000"],
    "int64": ["0", "7", "-7", "9223372036854775807", "-9223372036854775808"],
    "uint64": ["0", "18446744073709551615"],
    "decimal": ["0", "-1", "0.0", "10.50", "-0.1", "9" * 40, "0." + "1" * 39],
    "uri": [
        "a:",
        "http://a.b/c?d=e&f#g",
        "HTTP://u:p@h:80/",
        "urn:isbn:1",
        "mailto:a@b.c",
        "file:///etc",
        "http://[::1]:8/",
        "http://[v1f.a:b]/",
        "x+y-z.1:%41%ff",
        "a://",
        "a:/b//c",
        "http://h:/",
    ],
    "email": ["a@b", "a.b+c@d-e.f", "!#$%&'*+-/=?^_`{|}~@x", "a" * 64 + "@b"],
    "hostname": ["a", "a-b.c1", "1.2", "x" * 63, ".".join(["x" * 61] * 4) + ".abcd", "xn--a"],
    "ipv4": ["0.0.0.0", "255.255.255.255", "1.20.0.199"],
    "ipv6": [
        "::",
        "::1",
        "1::",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "AbCd::0012",
        "::1.2.3.4",
        "1:2:3:4:5:6:1.2.3.4",
        "1::5:1.2.3.4",
        "1:2:3:4:5::1.2.3.4",
    ],
    "base64": ["", "AA==", "AAA=", "AAAA", "+/+/", "aGk="],
}
REFUSED = {
    "date": [
        "",
        "0000-01-01",
        "2023-02-29",
        "1900-02-29",
        "2024-04-31",
        "2024-13-01",
        "2024-00-01",
        "2024-01-00",
        "2024-1-01",
        "24-01-01",
        "+024-01-01",
        "2024-01-01Z",
        "２024-01-01",
        "2024/01/01",
        "2024-01-01\n",
    ],
    "time": [
        "12:00:00",
        "24:00:00Z",
        "12:60:00Z",
        "12:00:60Z",
        "12:00:00z",
        "12:00:00.Z",
        "12:00:00.1234567890Z",
        "12:00:00+24:00",
        "12:00:00+05:60",
        "12:00:00+0530",
        "12:00Z",
        "12:00:00.1ZZ",
        "12:00:00Z ",
        "1:00:00Z",
        "12:00:00,5Z",
        "12:00:00.+05:30",
        "12:00:00.5",
        "12:00:00.٣Z",
        "12:00:00~05:30",
    ],
    "date-time": [
        "2024-02-29t23:59:59Z",
        "2024-02-29 23:59:59Z",
        "2023-02-29T00:00:00Z",
        "2024-02-29T23:59:60Z",
        "2024-02-29",
        "2024-02-29T",
    ],
    "uuid": [
        "",
        "123e4567e89b12d3a456426614174000",
        "123e4567-e89b-12d3-a456-42661417400g",
        "123e4567-e89b-12d3-a456-4266141740000",
        "123e4567e-89b-12d3-a456-426614174000",
        "{23e4567-e89b-12d3-a456-42661417400}",
        "-23e4567-e89b-12d3-a456-426614174000",
    ],
    "int64": [
        "",
        "-0",
        "+1",
        "01",
        "-01",
        "1.0",
        "1e2",
        " 1",
        "1_0",
        "٣",
        "-",
        "9223372036854775808",
        "-9223372036854775809",
        "9" * 5000,
    ],
    "uint64": ["", "-1", "-0", "01", "18446744073709551616", "9" * 5000, "²"],
    "decimal": [
        "",
        "-",
        ".5",
        "5.",
        "-0",
        "-0.00",
        "01",
        "1e5",
        "+1",
        "1.2.3",
        "9" * 41,
        "1,5",
        "0." + "1" * 40,
        "٣",
    ],
    "uri": [
        "",
        "a",
        "//a/b",
        "1a:b",
        ":a",
        "a b:c",
        "http://a b",
        "http://[::1",
        "a:[",
        "a:%4",
        "a:%zz",
        "a:b#c#d",
        "http://h:8a",
        "http://[fe80::1%25en0]/",
        "http://u@v@h",
        "é:b",
        "a:é",
        "http://[v.a]/",
        "http://[vg.a]/",
        "http://[::1]a",
        "a:\\",
        'a:"',
        "a_b:c",
    ],
    "email": [
        "",
        "a",
        "a@",
        "@b",
        "a@b@c",
        ".a@b",
        "a.@b",
        "a..b@c",
        '"a"@b',
        "a@[1.2.3.4]",
        "a b@c",
        "é@b",
        "a@b..c",
        "a" * 65 + "@b",
    ],
    "hostname": [
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        "-a",
        "a-",
        "a_b",
        "é",
        "x" * 64,
        "a b",
        ".".join(["x" * 61] * 4) + ".abcdef",
    ],
    "ipv4": [
        "",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3.4 ",
        "1.2.3.٤",
        "1..2.3",
        "0x1.2.3.4",
        "1.2.3.4/8",
    ],
    "ipv6": [
        "",
        ":",
        ":::",
        "1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "12345::",
        "1:2:3:4:5:6:7:8::",
        "::g",
        "fe80::1%en0",
        "::1.2.3",
        "::1.2.3.256",
        "1.2.3.4",
        "1::/8",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:6::1.2.3.4",
        ":1::",
        "::1:",
        "::1.2.3.4:5",
        "[::1]",
    ],
    "base64": [
        "A",
        "AA",
        "AAA",
        "AA=",
        "AB==",
        "AAB=",
        "====",
        "=AAA",
        "A===",
        "AA==AA==",
        "AA AA",
        "AAAA\n",
        "-_-_",
        "AAAA=",
        "AA==\n",
        "é===",
        "AAAA====",
    ],
}


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, ts in FITTING.items() for t in ts])
def test_a_text_of_the_format_matches(name: str, text: str) -> None:
    assert formats.matches(name, text)


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, ts in REFUSED.items() for t in ts])
def test_a_text_that_is_not_of_the_format_does_not_match(name: str, text: str) -> None:
    assert not formats.matches(name, text)


def test_readers_give_the_native_value() -> None:
    assert formats.int64("-5") == -5
    assert formats.uint64("18446744073709551615") == 2**64 - 1
    assert formats.base64("aGk=") == b"hi"
    assert formats.base64_text(b"hi") == "aGk="
    assert (formats.int64("x"), formats.uint64("-1"), formats.base64("x")) == (None, None, None)


def test_base64_is_what_encodes_back_to_itself(chance: random.Random) -> None:
    for _ in range(50_000):
        text = "".join(chance.choices("AQgwEI4+/=\n -", k=chance.randrange(10)))
        try:
            data = base64.b64decode(text)
        except ValueError:
            data = None
        is_canonical = data is not None and base64.b64encode(data).decode() == text
        assert formats.base64(text) == (data if is_canonical else None), text


def test_dates_are_those_of_the_calendar() -> None:
    day, last = datetime.date(1890, 1, 1), datetime.date(2110, 1, 1)
    found = set()
    while day < last:
        found.add(day.isoformat())
        day += datetime.timedelta(days=1)
    for year in range(1890, 2110):
        for month in range(14):
            for number in range(33):
                text = f"{year:04}-{month:02}-{number:02}"
                assert formats.is_date(text) == (text in found), text


@pytest.mark.parametrize(
    ("name", "alphabet", "oracle"),
    [("ipv4", "0125.", ipaddress.IPv4Address), ("ipv6", "01a::.", ipaddress.IPv6Address)],
)
def test_addresses_are_those_of_the_standard_library(
    name: str, alphabet: str, oracle: type, chance: random.Random
) -> None:
    matched = 0
    for _ in range(60_000):
        text = "".join(chance.choices(alphabet, k=chance.randrange(18)))
        try:
            oracle(text)
            wanted = True
        except ValueError:
            wanted = False
        matched += wanted
        assert formats.matches(name, text) == wanted, text
    assert matched > 20


@pytest.mark.parametrize("name", FITTING)
def test_a_long_text_is_judged_in_linear_time(name: str) -> None:
    texts = ("a" * 200_000, "1" * 200_000, ":" * 200_000, "a." * 100_000, "a:%41" * 40_000)
    start = time.process_time()
    for text in texts:
        formats.matches(name, text)
    assert time.process_time() - start < 1
