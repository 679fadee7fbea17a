"""Texts that stand for something else: the formats of spec/contract.md#formats.

Straight code without `re`, `datetime` and `ipaddress`, which would cost a cold start. A reader
(`int64`, `uint64`, `base64`) gives the native value of a text, None where the text is not one.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_DIGITS = "0123456789"
_HEX = _DIGITS + "abcdefABCDEF"
_ALNUM = _DIGITS + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ATEXT = _ALNUM + "!#$%&'*+-/=?^_`{|}~"
_UNRESERVED = _ALNUM + "-._~"
_SUB_DELIMS = "!$&'()*+,;="
_USERINFO = _UNRESERVED + _SUB_DELIMS + ":"
_PCHAR = _USERINFO + "@"

_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FRACTION_MAX = 9  # digits
_DECIMAL_MAX = 40  # digits
_INT64_MAX = 2**63 - 1
_UINT64_MAX = 2**64 - 1
_UINT64_DIGITS = 20
_LOCAL_MAX = 64
_LABEL_MAX = 63
_HOSTNAME_MAX = 253


def matches(format: str, text: str) -> bool:
    """Whether the text is one of the format, any of spec/contract.md#formats."""
    return _MATCHES[format](text)


def is_date(text: str) -> bool:
    """RFC 3339 `full-date`, years 0001 to 9999, real month lengths."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return False
    if not _only(text[:4] + text[5:7] + text[8:], _DIGITS):
        return False
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    if year == 0 or not 1 <= month <= 12 or not 1 <= day <= _MONTH_DAYS[month - 1]:
        return False
    return month != 2 or day != 29 or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def is_time(text: str) -> bool:
    """`hh:mm:ss`, at most nine fraction digits, and the offset: `Z` or `±hh:mm`."""
    if not (_is_clock(text[:5]) and text[5:6] == ":" and _is_two_digits(text[6:8], 59)):
        return False
    rest = text[8:]
    if rest[:1] == ".":
        fraction = rest[1:].rstrip("Z") if rest[-1:] == "Z" else rest[1:-6]
        if not 1 <= len(fraction) <= _FRACTION_MAX or not _only(fraction, _DIGITS):
            return False
        rest = rest[1 + len(fraction) :]
    return rest == "Z" or (len(rest) == 6 and rest[0] in "+-" and _is_clock(rest[1:]))


def is_date_time(text: str) -> bool:
    """A date, `T`, a time."""
    return text[10:11] == "T" and is_date(text[:10]) and is_time(text[11:])


def is_uuid(text: str) -> bool:
    """8-4-4-4-12 hex digits, either case."""
    return (
        len(text) == 36
        and text[8] == text[13] == text[18] == text[23] == "-"
        and text.count("-") == 4
        and _only(text, _HEX + "-")
    )


def int64(text: str) -> int | None:
    """The integer of `-?(0|[1-9][0-9]*)` within -2^63..2^63-1, not `-0`."""
    digits = text[1:] if text[:1] == "-" else text
    if not _is_whole(digits) or len(digits) >= _UINT64_DIGITS or text == "-0":
        return None
    value = int(text)
    return value if -_INT64_MAX - 1 <= value <= _INT64_MAX else None


def uint64(text: str) -> int | None:
    """The integer of `0|[1-9][0-9]*` within 0..2^64-1."""
    if not _is_whole(text) or len(text) > _UINT64_DIGITS:
        return None
    value = int(text)
    return value if value <= _UINT64_MAX else None


def is_decimal(text: str) -> bool:
    """`-?(0|[1-9][0-9]*)(\\.[0-9]+)?`, at most 40 digits, not a negative zero."""
    digits = text[1:] if text[:1] == "-" else text
    whole, point, fraction = digits.partition(".")
    if not _is_whole(whole) or (point and not (fraction and _only(fraction, _DIGITS))):
        return False
    if len(whole) + len(fraction) > _DECIMAL_MAX:
        return False
    return digits is text or digits.strip("0.") != ""


def base64(text: str) -> bytes | None:
    """The bytes of padded RFC 4648 section 4 text: no white space, trailing bits zero."""
    from binascii import a2b_base64  # here: not every contract has bytes

    # Strict mode takes padding after a whole group, and leaves the last character's bits that
    # belong to no byte unseen.
    if len(text) % 4:
        return None
    if text[-1:] == "=":
        last = text[-3:-2] if text[-2:] == "==" else text[-2:-1]
        if last not in ("AQgw" if text[-2:] == "==" else "AEIMQUYcgkosw048"):
            return None
    try:
        return a2b_base64(text, strict_mode=True)
    except ValueError:
        return None


def base64_text(data: bytes) -> str:
    """The text of bytes, as `base64` reads it."""
    from binascii import b2a_base64

    return b2a_base64(data, newline=False).decode()


def is_email(text: str) -> bool:
    """An ASCII dot-atom of at most 64 characters, `@`, a hostname."""
    local, at, host = text.partition("@")
    return (
        bool(at)
        and len(local) <= _LOCAL_MAX
        and all(atom and _only(atom, _ATEXT) for atom in local.split("."))
        and is_hostname(host)
    )


def is_hostname(text: str) -> bool:
    """1 to 253 characters: labels of 1 to 63 letters, digits and inner hyphens."""
    return len(text) <= _HOSTNAME_MAX and all(
        1 <= len(label) <= _LABEL_MAX
        and label[0] != "-"
        and label[-1] != "-"
        and _only(label, _ALNUM + "-")
        for label in text.split(".")
    )


def is_ipv4(text: str) -> bool:
    """Four decimal octets without leading zeros."""
    octets = text.split(".")
    return len(octets) == 4 and all(
        len(octet) <= 3 and _is_whole(octet) and int(octet) <= 255 for octet in octets
    )


def is_ipv6(text: str) -> bool:
    """RFC 4291 section 2.2: in full, with `::`, with an IPv4 address at the end; no zone."""
    groups = 8
    head, colon, tail = text.rpartition(":")
    if "." in tail:
        if not colon or not is_ipv4(tail):
            return False
        # The address stands for two groups; its place is held by one, so that `::` stays whole.
        text, groups = head + ":0", 7
    left, gap, right = text.partition("::")
    if not gap:
        return text.count(":") == groups - 1 and _are_groups(text)
    if "::" in right or right[:1] == ":":
        return False
    sides = [side for side in (left, right) if side]
    written = sum(side.count(":") + 1 for side in sides)
    return written < groups and all(_are_groups(side) for side in sides)


def is_uri(text: str) -> bool:
    """RFC 3986 `URI`: with a scheme; IPvFuture, but no zone."""
    scheme, colon, rest = text.partition(":")
    if not colon or not scheme or scheme[0] in _DIGITS + "+-." or not _only(scheme, _ALNUM + "+-."):
        return False
    rest, _, fragment = rest.partition("#")
    rest, _, query = rest.partition("?")
    if not _is_escaped(fragment, _PCHAR + "/?") or not _is_escaped(query, _PCHAR + "/?"):
        return False
    if rest[:2] == "//":
        authority, slash, path = rest[2:].partition("/")
        if not _is_authority(authority):
            return False
        rest = slash + path
    return _is_escaped(rest, _PCHAR + "/")


def _is_authority(text: str) -> bool:
    """`[userinfo@]host[:port]`."""
    userinfo, at, rest = text.rpartition("@")
    if at and not _is_escaped(userinfo, _USERINFO):
        return False
    if rest[:1] == "[":
        literal, bracket, rest = rest[1:].partition("]")
        if not bracket or not (is_ipv6(literal) or _is_future(literal)):
            return False
        host, colon, port = "", rest[:1], rest[1:]
        if rest and colon != ":":
            return False
    else:
        host, colon, port = rest.partition(":")
    return _is_escaped(host, _UNRESERVED + _SUB_DELIMS) and _only(port, _DIGITS)


def _is_future(text: str) -> bool:
    """`v`, hex digits, `.`, an address of a kind to come."""
    version, _, address = text[1:].partition(".")
    return (
        text[:1] in ("v", "V")
        and version != ""
        and _only(version, _HEX)
        and address != ""
        and _only(address, _USERINFO)
    )


def _is_escaped(text: str, allowed: str) -> bool:
    """Characters of `allowed`, and `%` with two hex digits."""
    if "%" not in text:
        return _only(text, allowed)
    first, *escapes = text.split("%")
    return _only(first, allowed) and all(
        len(part) >= 2 and _only(part[:2], _HEX) and _only(part[2:], allowed) for part in escapes
    )


def _are_groups(text: str) -> bool:
    """One to four hex digits each, parted by `:`."""
    return all(1 <= len(group) <= 4 and _only(group, _HEX) for group in text.split(":"))


def _is_clock(text: str) -> bool:
    """`hh:mm`, 00:00 to 23:59."""
    return text[2:3] == ":" and _is_two_digits(text[:2], 23) and _is_two_digits(text[3:], 59)


def _is_two_digits(text: str, most: int) -> bool:
    return len(text) == 2 and _only(text, _DIGITS) and int(text) <= most


def _is_whole(text: str) -> bool:
    """`0`, or ASCII digits that do not begin with one."""
    return text.isdigit() and text.isascii() and (text[0] != "0" or text == "0")


def _only(text: str, allowed: str) -> bool:
    """Whether every character is one of `allowed`: the rest would stop `strip`."""
    return not text.strip(allowed)


_MATCHES: dict[str, Callable[[str], bool]] = {
    "date": is_date,
    "time": is_time,
    "date-time": is_date_time,
    "uuid": is_uuid,
    "int64": lambda text: int64(text) is not None,
    "uint64": lambda text: uint64(text) is not None,
    "decimal": is_decimal,
    "uri": is_uri,
    "email": is_email,
    "hostname": is_hostname,
    "ipv4": is_ipv4,
    "ipv6": is_ipv6,
    "base64": lambda text: base64(text) is not None,
}
