"""Going on leads to a page of this kbye, whatever the address says."""

from __future__ import annotations

import pytest

from kbye.set_up.own_paths import own_path


@pytest.mark.parametrize("ours", ["/", "/away/", "/away/evening/?from=18", "/people/add/?kind=child#name"])
def test_own_pages_stay(ours: str) -> None:
    assert own_path(ours, otherwise="/else") == ours


@pytest.mark.parametrize(
    "theirs",
    [
        "",
        "away/",
        "https://evil.example.org",
        "http:evil.example.org",
        "//evil.example.org",
        "///evil.example.org",
        "////evil.example.org",
        "/\\evil.example.org",
        "\\\\evil.example.org",
        "/\t/evil.example.org",
        "\x00/away/",
        " //evil.example.org",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,hello",
        "@evil.example.org",
        "https:///evil.example.org",
    ],
)
def test_others_never(theirs: str) -> None:
    assert own_path(theirs, otherwise="/else") == "/else"
