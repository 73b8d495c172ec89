"""XML from a machine nobody knows: what is more than it says is refused, in words."""

from __future__ import annotations

import time
from xml.etree import ElementTree

import pytest

from kbye.outside import dav_xml
from kbye.outside.dav import DavTrouble, Login, Why
from kbye.outside.dav_calendar import version_of
from tests.outside.conftest import Allow
from tests.outside.servers import Server, answer, says

MANY = " ".join(f"b{n}='c'" for n in range(10_000))
LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = {
    "laughs": f'<!DOCTYPE a [<!ENTITY l0 "lol">{LOL}]><a>&l9;</a>',
    "quadratic": f'<!DOCTYPE a [<!ENTITY b "{"b" * 50_000}">]><a>{"&b;" * 50_000}</a>',
    "one small entity": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "a file": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "a request": '<!DOCTYPE a [<!ENTITY b SYSTEM "http://127.0.0.1:9/">]><a>&b;</a>',
    "parameter": '<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///etc/passwd"> %b;]><a/>',
    "external type": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "public type": '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://127.0.0.1:9/"><html/>',
    "attribute default": '<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>',
    "in itself": '<!DOCTYPE a [<!ENTITY b "&b;">]><a>&b;</a>',
    "deep": "<a>" * 100_000 + "</a>" * 100_000,
    "wide": f"<a>{'<b/>' * (dav_xml.MAX_NODES + 1)}</a>",
    "attributes": f"<a {MANY}/>",
    "undeclared": "<a>&b;</a>",
    "no end": "<a><b>",
    "two roots": "<a/><a/>",
    "nothing": "",
    "a page": "<!doctype html><html><body>Please sign in<br></html>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_it_is_refused_at_once_and_in_words(name: str, allow: Allow) -> None:
    began = time.process_time()
    with (
        Server(says(answer(BOMBS[name].encode(), "207 Multi-Status"))) as server,
        pytest.raises(DavTrouble) as trouble,
    ):
        version_of(allow(server), Login("sam", "secret"))
    assert trouble.value.why is Why.NOT_DAV
    assert trouble.value.words == "This address answers, but not the way a calendar server does."
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "raw",
    [
        BOMBS["one small entity"].encode("utf-16"),
        '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-7"?><a>+ADw-b/+AD4-</a>',
        b"<a>\xff\xfe</a>",
        b"<a>\xc0\xbcb/></a>",
        b"<a>\x00</a>",
    ],
)
def test_what_is_not_utf_8_is_not_guessed_at(raw: bytes) -> None:
    try:
        found = dav_xml.read(raw)
    except dav_xml.NotSafe:
        return
    assert found.children == []


def test_a_naive_reader_would_have_put_the_entity_in() -> None:
    assert ElementTree.fromstring(BOMBS["one small entity"]).text == "c"  # the control
    with pytest.raises(dav_xml.NotSafe):
        dav_xml.read(BOMBS["one small entity"].encode())


def test_what_is_long_is_not_read() -> None:
    with pytest.raises(dav_xml.NotSafe):
        dav_xml.read(b"<a>" + b" " * dav_xml.MAX_BYTES + b"</a>")


def test_an_honest_document() -> None:
    found = dav_xml.read(b'<?xml version="1.0"?><a xmlns="DAV:"> x <b c="d">&lt;<![CDATA[&]]></b></a>')
    assert (found.name, found.text, found.text_at("DAV: b")) == ("DAV: a", "x", "<&")
    assert found.first("DAV: b") is not None
    assert found.children[0].attributes == {"c": "d"}
