"""The formats of spec/contract.md#formats as automata, each exactly the texts of its format."""

from __future__ import annotations

from functools import cache
from string import ascii_letters, digits

from peerc.compiler.pattern.build import build
from peerc.compiler.pattern.dfa import Dfa
from peerc.compiler.pattern.product import explored

LABEL_MAX, HOSTNAME_MAX, LOCAL_MAX = 63, 253, 64  # RFC 1035, RFC 5321
DECIMAL_DIGITS_MAX = 40

_ATOM = ascii_letters + digits + "!#$%&'*+-/=?^_`{|}~"  # RFC 5322 atext


@cache
def format_dfa(name: str) -> Dfa:
    """The automaton of a format, `base64` included. KeyError when there is no such format."""
    if name == "hostname":
        return _hostname()
    if name == "email":
        return _email()
    if name == "decimal":
        return _decimal()
    return build(f"^(?:{_PATTERNS[name]})$").dfa


def _up_to(bound: str) -> str:
    """The decimals from 0 to `bound`, without leading zeros."""
    shorter = f"[1-9][0-9]{{0,{len(bound) - 2}}}"
    equal = [
        bound[:at] + f"[{'1' if at == 0 else '0'}-{chr(ord(digit) - 1)}]" + _any(bound[at + 1 :])
        for at, digit in enumerate(bound)
        if digit > ("1" if at == 0 else "0")
    ]
    return "|".join(("0", shorter, *equal, bound))


def _any(rest: str) -> str:
    return f"[0-9]{{{len(rest)}}}" if rest else ""


def _without_zero(choices: str) -> str:
    return choices.removeprefix("0|")


# --- dates and times: RFC 3339 -------------------------------------------------------------------

_YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
_FOURTH = "(?:0[48]|[2468][048]|[13579][26])"  # the two-digit multiples of four, but for 00
_LEAP_YEAR = f"(?:[0-9]{{2}}{_FOURTH}|{_FOURTH}00)"
_DATE = (
    f"{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|{_LEAP_YEAR}-02-29"
)
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_TIME = rf"{_CLOCK}:[0-5][0-9](?:\.[0-9]{{1,9}})?(?:Z|[+\-]{_CLOCK})"

# --- addresses: RFC 4291, RFC 3986 ---------------------------------------------------------------

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_H16 = "[0-9A-Fa-f]{1,4}"
_LS32 = f"(?:{_H16}:{_H16}|{_IPV4})"
_IPV6 = "|".join(
    (
        f"(?:{_H16}:){{6}}{_LS32}",
        f"::(?:{_H16}:){{5}}{_LS32}",
        *(
            f"(?:(?:{_H16}:){{0,{5 - after - 1}}}{_H16})?::(?:{_H16}:){{{after}}}{_LS32}"
            for after in (4, 3, 2, 1, 0)
        ),
        f"(?:(?:{_H16}:){{0,5}}{_H16})?::{_H16}",
        f"(?:(?:{_H16}:){{0,6}}{_H16})?::",
    )
)

_UNRESERVED = r"0-9A-Za-z\-._~"
_SUB_DELIMS = "!$&'()*+,;="
_ESCAPED = "%[0-9A-Fa-f]{2}"
_PCHAR = f"(?:[{_UNRESERVED}{_SUB_DELIMS}:@]|{_ESCAPED})"
_QUERY = f"(?:[{_UNRESERVED}{_SUB_DELIMS}:@/?]|{_ESCAPED})*"
_IP_FUTURE = rf"[Vv][0-9A-Fa-f]+\.[{_UNRESERVED}{_SUB_DELIMS}:]+"
_HOST = rf"(?:\[(?:{_IPV6}|{_IP_FUTURE})\]|(?:[{_UNRESERVED}{_SUB_DELIMS}]|{_ESCAPED})*)"
_AUTHORITY = f"(?:(?:[{_UNRESERVED}{_SUB_DELIMS}:]|{_ESCAPED})*@)?{_HOST}(?::[0-9]*)?"
_HIERARCHY = (
    f"(?://{_AUTHORITY}(?:/{_PCHAR}*)*|/(?:{_PCHAR}+(?:/{_PCHAR}*)*)?|{_PCHAR}+(?:/{_PCHAR}*)*|)"
)
_URI = rf"[A-Za-z][0-9A-Za-z+\-.]*:{_HIERARCHY}(?:\?{_QUERY})?(?:#{_QUERY})?"

# --- the rest ------------------------------------------------------------------------------------

_HEX = "[0-9A-Fa-f]"
_B64 = "[0-9A-Za-z+/]"
_PATTERNS = {
    "base64": f"(?:{_B64}{{4}})*(?:{_B64}[AQgw]==|{_B64}{{2}}[AEIMQUYcgkosw048]=)?",
    "date": _DATE,
    "date-time": f"(?:{_DATE})T{_TIME}",
    "int64": f"{_up_to(str(2**63 - 1))}|-(?:{_without_zero(_up_to(str(2**63)))})",
    "ipv4": _IPV4,
    "ipv6": _IPV6,
    "time": _TIME,
    "uint64": _up_to(str(2**64 - 1)),
    "uri": _URI,
    "uuid": f"{_HEX}{{8}}-(?:{_HEX}{{4}}-){{3}}{_HEX}{{12}}",
}


def _alphabet(*kinds: str) -> tuple[list[int], list[int]]:
    """Class n + 1 is the ASCII characters of `kinds[n]`, class 0 all others."""
    class_of = {ord(char): number for number, kind in enumerate(kinds, 1) for char in kind}
    return list(range(129)), [class_of.get(code, 0) for code in range(129)]


# Which part is read, how many digits were, and whether so far it is a negative zero.
_Number = tuple[str, int, bool]


def _decimal() -> Dfa:
    zero, digit, minus, point = 1, 2, 3, 4

    def step(state: _Number, cls: int) -> _Number | None:
        place, count, is_nothing = state
        if cls == minus:
            return ("minus", 0, True) if place == "start" else None
        if cls == point:
            return ("point", count, is_nothing) if place in ("zero", "whole") else None
        if cls not in (zero, digit) or place == "zero" or count == DECIMAL_DIGITS_MAX:
            return None
        following = "fraction" if place in ("point", "fraction") else "whole"
        if cls == zero and place in ("start", "minus"):
            following = "zero"
        return following, count + 1, is_nothing and cls == zero

    def accepts(state: _Number) -> bool:
        return state[0] in ("zero", "whole", "fraction") and not state[2]

    return explored(("start", 0, False), step, accepts, _alphabet("0", digits[1:], "-", "."))


# A state of a hostname: characters read, of them in this label, and whether the last is a hyphen.
_Host = tuple[int, int, bool]
_HOST_START: _Host = (0, 0, False)
# Of an address: length of the local part and whether an atom is begun; after `@`, its hostname's.
_Mail = tuple[int, bool] | _Host


def _host_step(state: _Host, is_letter: bool, is_hyphen: bool, is_dot: bool) -> _Host | None:
    count, in_label, _ = state
    if count == HOSTNAME_MAX:
        return None
    if is_dot:
        return (count + 1, 0, False) if _host_accepts(state) else None
    if in_label == LABEL_MAX or not (is_letter or (is_hyphen and in_label)):
        return None
    return count + 1, in_label + 1, is_hyphen


def _host_accepts(state: _Host) -> bool:
    return state[1] > 0 and not state[2]


def _hostname() -> Dfa:
    letter, hyphen, dot = 1, 2, 3

    def step(state: _Host, cls: int) -> _Host | None:
        return _host_step(state, cls == letter, cls == hyphen, cls == dot)

    return explored(_HOST_START, step, _host_accepts, _alphabet(ascii_letters + digits, "-", "."))


def _email() -> Dfa:
    letter, hyphen, dot, at = 1, 2, 4, 5

    def step(state: _Mail, cls: int) -> _Mail | None:
        if len(state) == 3:
            return _host_step(state, cls == letter, cls == hyphen, cls == dot)
        count, is_begun = state
        if cls == at:
            return _HOST_START if is_begun else None
        if cls == 0 or count == LOCAL_MAX or (cls == dot and not is_begun):
            return None
        return count + 1, cls != dot

    def accepts(state: _Mail) -> bool:
        return len(state) == 3 and _host_accepts(state)

    others = "".join(sorted(set(_ATOM) - set(ascii_letters + digits + "-")))
    alphabet = _alphabet(ascii_letters + digits, "-", others, ".", "@")
    start: _Mail = (0, False)
    return explored(start, step, accepts, alphabet)
