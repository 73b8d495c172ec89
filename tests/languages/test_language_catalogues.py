"""A language is shipped when all that readers on a link may see is translated, and can be shown as it is."""

from __future__ import annotations

import gettext
from io import BytesIO

import pytest
from django.conf import settings

from tests.languages import po
from tests.languages.catalogues import COMPLETE, faults, languages, missing, mo_of, po_of
from tests.languages.readers import on_a_link
from tests.languages.texts import Place, Text, everything, texts_of

CATALOGUES = {language: po.read(po_of(language)) for language in languages()}


def test_the_settings_offer_what_is_shipped() -> None:
    assert {code for code, _name in settings.LANGUAGES} == {"en", *CATALOGUES}


@pytest.mark.parametrize("language", CATALOGUES)
def test_what_django_reads_is_what_was_written(language: str) -> None:
    assert mo_of(language).read_bytes() == po.compiled(CATALOGUES[language], language), "make languages"


@pytest.mark.parametrize("language", CATALOGUES)
def test_nothing_is_missing_for_a_reader_on_a_link(language: str) -> None:
    assert missing(CATALOGUES[language], on_a_link()) == [], "make languages"


@pytest.mark.parametrize("language", COMPLETE)
def test_nothing_at_all_is_missing(language: str) -> None:
    assert missing(CATALOGUES[language], everything()) == [], "make languages"


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_translation_can_be_shown(language: str) -> None:
    assert list(faults(CATALOGUES[language], language)) == []


def test_a_missing_one_is_noticed() -> None:
    asked = Text("Could you take %(children)s?")
    assert asked in on_a_link()
    without = {text: words for text, words in CATALOGUES["de"].items() if text != asked}
    assert missing(without, on_a_link()) == [asked]
    assert missing({**without, asked: ("",)}, on_a_link()) == [asked]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (Text("Hi %(name)s,"), ("Hallo,",)),
        (Text("Hi %(name)s,"), ("Hallo %(child)s,",)),
        (Text("a\nb"), ("a b",)),
        (Text("%(n)d night", "%(n)d nights"), ("%(n)d Nacht",)),
    ],
)
def test_a_wrong_one_is_noticed(text: Text, words: tuple[str, ...]) -> None:
    assert list(faults({text: words}, "de"))


def test_what_is_found_is_what_is_said() -> None:
    """In the code a page reaches, in the templates it includes, counted, with a context, and in a tag."""
    found = on_a_link()
    assert Text("%(count)d hour", "%(count)d hours") in found
    assert Text("Next", context="the next question") in found
    assert Text("Three questions, if you like") in found  # in a tag, in a template that another one includes
    assert (
        Text("Which number is the one for an emergency?") in found
    )  # in a generator, three calls below the view
    alone = texts_of([Place("kbye.ask.read_back", "_where_is_the_medicine")])
    assert {Text("Where is the medicine?"), Text("Where is %(name)s's medicine?")} <= alone
    assert Text("Where is it?") not in alone


def test_plain_gettext_reads_what_is_compiled() -> None:
    """Counted in three forms, with a context, over two lines; what is empty is not there."""
    catalogue: po.Catalogue = {
        Text("%(n)d day", "%(n)d days"): ("%(n)d dzień", "%(n)d dni", "%(n)d dnia"),
        Text("More", context="place"): ("Więcej",),
        Text("a\n“b”"): ('a\n"b" ő',),
        Text("nothing"): ("",),
    }
    read = gettext.GNUTranslations(BytesIO(po.compiled(catalogue, "pl")))
    assert [read.ngettext("%(n)d day", "%(n)d days", n) for n in (1, 3, 5, 22)] == [
        "%(n)d dzień",
        "%(n)d dni",
        "%(n)d dnia",
        "%(n)d dni",
    ]
    assert read.pgettext("place", "More") == "Więcej"
    assert read.gettext("a\n“b”") == 'a\n"b" ő'
    assert read.gettext("nothing") == "nothing"
