"""The formats of spec/contract.md#formats, each on its own, with the standard library's help."""

from __future__ import annotations

import base64
import datetime
import ipaddress
import re
import string
from collections.abc import Callable

DIGITS = set(string.digits)
LETTERS = set(string.ascii_letters) | DIGITS
ATOM = LETTERS | set("!#$%&'*+-/=?^_`{|}~")
UNRESERVED = LETTERS | set("-._~")
SUB_DELIMS = set("!$&'()*+,;=")
USERINFO = UNRESERVED | SUB_DELIMS | {":"}
PCHAR = USERINFO | {"@"}
LOCAL_MAX, HOST_MAX, LABEL_MAX, DECIMAL_MAX, FRACTION_MAX = 64, 253, 63, 40, 9


def fits(name: str, text: str) -> bool:
    """Whether the text has the format; `base64` is the content encoding."""
    return CHECKS[name](text)


def only(text: str, allowed: set[str]) -> bool:
    return set(text) <= allowed


def date(text: str) -> bool:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        datetime.date(*map(int, text.split("-")))
    except ValueError:  # year 0000, month 13, 30 February
        return False
    return True


def time(text: str) -> bool:
    clock, offset = (text[:-1], "+00:00") if text.endswith("Z") else (text[:-6], text[-6:])
    whole, dot, fraction = clock.partition(".")
    if dot and not (1 <= len(fraction) <= FRACTION_MAX and only(fraction, DIGITS)):
        return False
    if offset[0] not in "+-" if offset else True:
        return False
    return below(whole, 24, 60, 60) and below(offset[1:], 24, 60)


def below(text: str, *limits: int) -> bool:
    """Numbers of two digits each, parted by colons, each below its limit."""
    parts = text.split(":")
    if len(parts) != len(limits):
        return False
    pairs = zip(parts, limits, strict=True)
    return all(len(p) == 2 and only(p, DIGITS) and int(p) < limit for p, limit in pairs)


def date_time(text: str) -> bool:
    return date(text[:10]) and text[10:11] == "T" and time(text[11:])


def uuid(text: str) -> bool:
    parts = text.split("-")
    lengths = [len(part) for part in parts] == [8, 4, 4, 4, 12]
    return lengths and only("".join(parts), set(string.hexdigits))


def whole(text: str) -> bool:
    """`0|[1-9][0-9]*`"""
    return text == "0" or (text != "" and only(text, DIGITS) and text[0] != "0")


def int64(text: str) -> bool:
    digits = text.removeprefix("-")
    return whole(digits) and text != "-0" and -(2**63) <= int(text) < 2**63


def uint64(text: str) -> bool:
    return whole(text) and int(text) < 2**64


def decimal(text: str) -> bool:
    digits, dot, fraction = text.removeprefix("-").partition(".")
    if not whole(digits) or not only(fraction, DIGITS) or (dot and not fraction):
        return False
    negative_zero = text.startswith("-") and not (set(digits + fraction) - {"0"})
    return len(digits + fraction) <= DECIMAL_MAX and not negative_zero


def hostname(text: str) -> bool:
    labels = text.split(".")
    return len(text) <= HOST_MAX and all(map(label, labels))


def label(text: str) -> bool:
    inner = only(text, LETTERS | {"-"}) and not text.startswith("-") and not text.endswith("-")
    return inner and 1 <= len(text) <= LABEL_MAX


def email(text: str) -> bool:
    local, at, host = text.rpartition("@")
    atoms = all(atom and only(atom, ATOM) for atom in local.split("."))
    return bool(at) and len(local) <= LOCAL_MAX and atoms and hostname(host)


def ipv4(text: str) -> bool:
    octets = text.split(".")
    return len(octets) == 4 and all(whole(octet) and int(octet) < 256 for octet in octets)


def ipv6(text: str) -> bool:
    if not only(text, set(string.hexdigits) | set(":.")):
        return False
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True


def uri(text: str) -> bool:
    """RFC 3986 appendix A, `URI`."""
    scheme, colon, rest = text.partition(":")
    if not colon or not re.fullmatch("[A-Za-z][A-Za-z0-9+.-]*", scheme):
        return False
    rest, _, fragment = rest.partition("#")
    path, _, query = rest.partition("?")
    if not (encoded(fragment, PCHAR | set("/?")) and encoded(query, PCHAR | set("/?"))):
        return False
    if path.startswith("//"):
        power, slash, path = path[2:].partition("/")
        return authority(power) and encoded(slash + path, PCHAR | {"/"})
    return encoded(path, PCHAR | {"/"})


def encoded(text: str, allowed: set[str]) -> bool:
    """Only these characters and percent escapes."""
    return only(re.sub("%[0-9A-Fa-f]{2}", "", text), allowed)


def authority(text: str) -> bool:
    user, at, place = text.rpartition("@")
    if at and not encoded(user, USERINFO):
        return False
    if place.startswith("["):
        inner, bracket, port = place[1:].partition("]")
        future = re.fullmatch("[vV][0-9A-Fa-f]+[.](.+)", inner)
        literal = only(future[1], USERINFO) if future else ipv6(inner)
        return bool(bracket) and literal and re.fullmatch("(:[0-9]*)?", port) is not None
    host, _, port = place.partition(":")
    return encoded(host, UNRESERVED | SUB_DELIMS) and only(port, DIGITS)


def base64_text(text: str) -> bool:
    """The one spelling of some bytes: decoding and encoding again gives the same text."""
    try:
        return base64.b64encode(base64.b64decode(text, validate=True)).decode() == text
    except ValueError:
        return False


CHECKS: dict[str, Callable[[str], bool]] = {
    "date": date,
    "time": time,
    "date-time": date_time,
    "uuid": uuid,
    "int64": int64,
    "uint64": uint64,
    "decimal": decimal,
    "uri": uri,
    "email": email,
    "hostname": hostname,
    "ipv4": ipv4,
    "ipv6": ipv6,
    "base64": base64_text,
}
