"""A page read with suspicion: what in it would run, go elsewhere or post unguarded; its links and its forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.conf import settings

Attributes = dict[str, str]
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href", "ping"}
HARMLESS_SCHEMES = {"", "tel", "mailto"}
# Our own feeds, for the calendar on that phone; nobody else's.
OURS = settings.PUBLIC_HOST
NEVER = {"style", "base", "iframe", "frame", "object", "embed", "applet", "portal"}


@dataclass
class Form:
    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    name: str = ""

    @property
    def has_token(self) -> bool:
        return any(key == "csrfmiddlewaretoken" and value for key, value in self.fields)


class Page(HTMLParser):
    def __init__(self, text: str, path: str) -> None:
        super().__init__()
        self.path, self.faults = path, list[str]()
        self.links, self.forms = list[str](), list[Form]()
        self._named: dict[str, Form] = {}
        self._open: Form | None = None
        self._apart: list[tuple[str, str, str]] = []
        self._in_script = False
        self.feed(text)
        self.close()
        for owner, key, value in self._apart:
            if owner in self._named:
                self._named[owner].fields.append((key, value))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        self._look_for_what_runs(tag, at)
        for name in ADDRESSES & set(at):
            self._look_where_it_leads(tag, name, at[name])
        if tag == "a" and at.get("href") and urlsplit(at["href"]).scheme == "":
            self.links.append(urljoin(self.path, at["href"]).partition("#")[0])
        if tag == "form":
            self._open = Form(urljoin(self.path, at.get("action", "")), at.get("method", "get").lower())
            self._named[at.get("id", "")] = self._open
            self.forms.append(self._open)
        elif tag in {"input", "button", "select", "textarea", "option"}:
            self._note_field(tag, at)

    def _note_field(self, tag: str, at: Attributes) -> None:
        if tag == "select":
            self._select = at.get("name", "")
            at = {**at, "value": ""}
        name = self._select if tag == "option" else at.get("name", "")
        if not name or at.get("type") == "submit":
            return
        if "form" in at:
            self._apart.append((at["form"], name, at.get("value", "")))
        elif self._open is not None:
            self._open.fields.append((name, at.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False
        if tag == "form":
            self._open = None

    def handle_data(self, text: str) -> None:
        if self._in_script and text.strip():
            self.faults.append("a script within the page")

    def _look_for_what_runs(self, tag: str, at: Attributes) -> None:
        if tag in NEVER or (tag == "meta" and "http-equiv" in at):
            self.faults.append(f"<{tag}>")
        if tag == "script":
            self._in_script = True
            if not at.get("src"):
                self.faults.append("a script without an address of its own")
        self.faults += [f"{name}= on <{tag}>" for name in at if name == "style" or name.startswith("on")]

    def _look_where_it_leads(self, tag: str, name: str, address: str) -> None:
        # Browsers skip blanks and control characters before and within a scheme.
        plain = "".join(one for one in address if one > " ").lower()
        parts = urlsplit(plain)
        if parts.scheme == "webcal" and parts.netloc == OURS:
            return
        if parts.scheme not in HARMLESS_SCHEMES or parts.netloc or plain.startswith(("//", "\\", "/\\")):
            self.faults.append(f"{name}={address!r} on <{tag}> leads elsewhere")
