"""Mistakes in formats, and in what stands in a string."""

from __future__ import annotations

import binascii
from collections.abc import Callable
from typing import Any

from peercontract.core import formats

from .patch import bug, rewrite_stubs

Test = Callable[[str], Any]


def reads(name: str, keys: tuple[str, ...], change: Callable[[Test, str], Any]) -> None:
    """Replaces a reader or test of the formats `keys` by `change(original, text)`."""
    original = getattr(formats, name)

    def changed(text: str) -> Any:
        return change(original, text)

    setattr(formats, name, changed)
    for key in keys:
        formats._MATCHES[key] = lambda text: changed(text) not in (None, False)


@bug
def leap_second_ok(_: Any) -> None:
    reads("is_time", ("time",), lambda original, text: original(text.replace(":60", ":59")))


@bug
def lower_case_t_and_z(_: Any) -> None:
    reads("is_time", ("time",), lambda original, text: original(text.upper()))


@bug
def any_fraction_digits(_: Any) -> None:
    formats._FRACTION_MAX = 99


@bug
def every_fourth_year_leaps(_: Any) -> None:
    def date(original: Test, text: str) -> Any:
        is_29_february = text[4:] == "-02-29" and text[:4].isdigit() and int(text[:4]) % 4 == 0
        return is_29_february or original(text)

    reads("is_date", ("date",), date)


@bug
def year_zero(_: Any) -> None:
    reads("is_date", ("date",), lambda old, text: old(text.replace("0000-", "0004-")))


@bug
def int64_minus_zero(_: Any) -> None:
    reads("int64", ("int64",), lambda old, text: 0 if text == "-0" else old(text))


@bug
def int64_through_double(_: Any) -> None:
    def through(original: Test, text: str) -> Any:
        found = original(text)
        return found if found is None else min(int(float(found)), 2**63 - 1)

    reads("int64", ("int64",), through)


@bug
def uint64_beyond(_: Any) -> None:
    reads("uint64", ("uint64",), lambda old, text: old(text) if len(text) < 20 else 2**64 - 1)


@bug
def decimal_minus_zero(_: Any) -> None:
    is_zero = {"-0", "-0.0", "-0.000"}.__contains__
    reads("is_decimal", ("decimal",), lambda old, text: is_zero(text) or old(text))


@bug
def decimal_40_characters(_: Any) -> None:
    reads("is_decimal", ("decimal",), lambda old, text: len(text) <= 40 and old(text))


@bug
def uuid_dashes_anywhere(_: Any) -> None:
    def anywhere(_original: Test, text: str) -> bool:
        hexadecimal = text.replace("-", "")
        return len(hexadecimal) == 32 and hexadecimal.isalnum() and hexadecimal.isascii()

    reads("is_uuid", ("uuid",), anywhere)


@bug
def uuid_keeps_its_case(_: Any) -> None:
    rewrite_stubs(r"\.lower\(\)", "")


@bug
def hostname_of_255(_: Any) -> None:
    formats._HOSTNAME_MAX = 255


@bug
def hostname_underscore(_: Any) -> None:
    reads("is_hostname", ("hostname",), lambda old, text: old(text.replace("_", "x")))


@bug
def email_by_the_last_at(_: Any) -> None:
    def loose(_original: Test, text: str) -> bool:
        local, at, host = text.rpartition("@")
        return at != "" and local != "" and formats.is_hostname(host)

    reads("is_email", ("email",), loose)


@bug
def ipv4_leading_zeros(_: Any) -> None:
    def stripped(original: Test, text: str) -> Any:
        return original(".".join(octet.lstrip("0") or octet[-1:] for octet in text.split(".")))

    reads("is_ipv4", ("ipv4",), stripped)


@bug
def ipv6_colons_for_nothing(_: Any) -> None:
    """A double colon may stand for no group at all."""

    def loose(original: Test, text: str) -> Any:
        return original(text) or (text.count(":") == 8 and original(text.replace("::", ":")))

    reads("is_ipv6", ("ipv6",), loose)


@bug
def ipv6_zone(_: Any) -> None:
    reads("is_ipv6", ("ipv6",), lambda old, text: old(text.partition("%")[0]))


@bug
def uri_by_its_scheme(_: Any) -> None:
    reads("is_uri", ("uri",), lambda old, text: old(text) or text.startswith("http://"))


@bug
def base64_lax(_: Any) -> None:
    """What a decoder does when nobody told it to be strict."""

    def lax(original: Test, text: str) -> Any:
        try:
            return binascii.a2b_base64(text)
        except ValueError:
            return original(text)

    reads("base64", ("base64",), lax)


@bug
def base64_trailing_bits(_: Any) -> None:
    def lax(original: Test, text: str) -> Any:
        try:
            return binascii.a2b_base64(text, strict_mode=True)
        except ValueError:
            return original(text)

    reads("base64", ("base64",), lax)


@bug
def base64_url_alphabet(_: Any) -> None:
    reads("base64", ("base64",), lambda old, text: old(text.replace("-", "+").replace("_", "/")))
