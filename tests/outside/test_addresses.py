"""The rule of where kbye may connect to, walked through by number and by spelling."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest

from kbye.outside.addresses import (
    Flaw,
    NotAnAddress,
    Place,
    Target,
    Verdict,
    is_public,
    places,
    sent_on,
    target,
    verdict,
)
from tests.outside.spellings import CLOSED, FINE, PUBLIC, REFUSED

RADICALE = Place("radicale.lan", 5232)


def naive(number: str) -> bool:
    """The check that many programs make: what is not private is public."""
    return not ip_address(number).is_private


@pytest.mark.parametrize("number", CLOSED)
def test_closed_numbers_are_closed(number: str) -> None:
    assert not is_public(number)
    assert verdict(number, Place("rebind.example", 443), ()) is Verdict.CLOSED


@pytest.mark.parametrize("number", PUBLIC)
def test_public_numbers_are_public(number: str) -> None:
    assert is_public(number)
    assert verdict(number, Place("example.com", 443), ()) is Verdict.PUBLIC


@pytest.mark.parametrize(
    "number",
    ["100.64.0.1", "192.0.0.1", "192.88.99.1", "2001:1::1", "2001:20::1", "2001:db8::1", "3fff::1", "4000::1",
     "5f00::1", "fec0::1", "64:ff9b:1::1"],
)  # fmt: skip
def test_the_rule_stands_whatever_pythons_own_list_says(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`is_global` changed between releases, and may again."""
    for kind in (IPv4Address, IPv6Address):
        monkeypatch.setattr(kind, "is_global", True)
        monkeypatch.setattr(kind, "is_reserved", False)
    assert not is_public(number)


@pytest.mark.parametrize("text", ["", "localhost", "example.com", "127.1", "1.1.1.1 ", "0x1.1.1.1"])
def test_what_is_no_number_is_not_public(text: str) -> None:
    assert not is_public(text)


def test_the_naive_rule_would_let_some_through() -> None:
    """The control: with it the table above is red."""
    assert len([number for number in CLOSED if naive(number)]) >= 5
    assert {"100.64.0.1", "224.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"} <= set(filter(naive, CLOSED))


def test_there_are_enough_spellings() -> None:
    assert len(set(CLOSED)) >= 60
    assert len(set(REFUSED)) >= 70


@pytest.mark.parametrize("text", REFUSED)
def test_odd_spellings_are_refused(text: str) -> None:
    with pytest.raises(NotAnAddress):
        target(text, ())


@pytest.mark.parametrize(("text", "meant"), FINE)
def test_good_addresses_are_read(text: str, meant: str) -> None:
    found = target(text, ())
    assert str(found) == meant
    assert target(meant, ()) == found


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("https://sam@example.com", Flaw.SECRET),
        ("http://example.com", Flaw.SCHEME),
        ("example.com", Flaw.SCHEME),
        ("https://example.com:22", Flaw.PORT),
        ("https://127.1", Flaw.SPELLING),
    ],
)
def test_the_flaw_is_named(text: str, flaw: Flaw) -> None:
    with pytest.raises(NotAnAddress) as refusal:
        target(text, ())
    assert refusal.value.flaw is flaw


@pytest.mark.parametrize("scheme", ["http", "https", "webcal"])
def test_places_allowed_by_name_may_be_odd(scheme: str) -> None:
    assert target(f"{scheme}://Radicale.lan.:5232/sam/", {RADICALE}).place == RADICALE
    for number in ("192.168.1.5", "127.0.0.1", "fe80::1%eth0"):
        assert verdict(number, RADICALE, {RADICALE}) is Verdict.NAMED


@pytest.mark.parametrize(
    "text",
    ["http://radicale.lan/", "http://radicale.lan:5233/", "http://x.radicale.lan:5232/",
     "http://radicale.lan.evil.com:5232/", "http://sam@radicale.lan:5232/", "ftp://radicale.lan:5232/",
     "file://radicale.lan:5232/"],
)  # fmt: skip
def test_only_the_very_place_is_allowed(text: str) -> None:
    with pytest.raises(NotAnAddress):
        target(text, {RADICALE})


def test_a_closed_number_is_closed_for_other_places() -> None:
    assert verdict("192.168.1.5", Place("radicale.lan", 443), {RADICALE}) is Verdict.CLOSED
    assert verdict("93.184.216.34", Place("radicale.lan", 22), {RADICALE}) is Verdict.CLOSED


def test_the_list_of_places() -> None:
    assert places("") == places(" , ") == frozenset()
    assert places("Radicale.LAN:5232, 192.168.1.5:80 [FD00:0::1]:8443") == {
        RADICALE,
        Place("192.168.1.5", 80),
        Place("fd00::1", 8443),
    }


@pytest.mark.parametrize(
    "text",
    ["radicale.lan", ":80", "a:", "a:0", "a:65536", "a:x", "*:80", "10.0.0.0/8:80", "127.1:80", "a:８０"],
)
def test_a_list_that_makes_no_sense_stops_the_start(text: str) -> None:
    with pytest.raises(ValueError, match="is not a host and a port"):
        places(text)


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("b.ics", "https://example.com/a/b.ics"),
        ("/b", "https://example.com/b"),
        ("?b", "https://example.com/a/?b"),
        ("//other.example/b", "https://other.example/b"),
        ("webcal://other.example/b", "https://other.example/b"),
        ("", "https://example.com/a/"),
    ],
)
def test_redirects_lead_on(location: str, leads_to: str) -> None:
    assert str(sent_on(target("https://example.com/a/", ()), location, ())) == leads_to


@pytest.mark.parametrize(
    "location",
    ["http://example.com/", "//sam@other.example/", "file:///etc/passwd", "/a\r\nb", "/\tb", "//127.1/",
     "\\\\other.example", "//other.example:22/", "ht\ntp://x", "//[::1/"],
)  # fmt: skip
def test_redirects_are_judged_like_any_address(location: str) -> None:
    with pytest.raises(NotAnAddress):
        sent_on(target("https://example.com/a/", ()), location, ())


def test_the_host_header_leaves_the_usual_port_out() -> None:
    assert Target("https", Place("a.example", 443), "/").authority == "a.example"
    assert Target("https", Place("fd00::1", 8443), "/").authority == "[fd00::1]:8443"
    assert Target("http", Place("a.example", 80), "/").authority == "a.example"
    assert Target("http", Place("a.example", 443), "/").authority == "a.example:443"
