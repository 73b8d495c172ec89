"""A phone in somebody's hand: every tap and every filled field counts, and nothing may go wrong underneath."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

# Asked until a whole page is there: between two pages there is for a moment no document at all.
WIDTH_BEYOND = """() => document.readyState === "complete" && document.documentElement
    && [document.documentElement.scrollWidth - document.documentElement.clientWidth]"""


class Phone:
    def __init__(self, page: Page, *, whose: str, pictures: str) -> None:
        self.page, self.whose, self.pictures = page, whose, pictures
        self.inputs = 0
        self.typed = 0
        self.complaints: list[str] = []
        # Words of complaints that belong to what a test does to this phone.
        self.forgiven: tuple[str, ...] = ()
        self.asked: list[str] = []
        self.shots = 0
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._asked_for)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.text} ({message.location})")

    def _asked_for(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            self.asked.append(request.url)

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.look()

    def tap(self, words: str, *, exact: bool = False) -> None:
        """Tap the one button, link or choice with these words."""
        self.inputs += 1
        page = self.page
        target = page.get_by_role("button", name=words, exact=exact).or_(
            page.get_by_role("link", name=words, exact=exact)
        )
        self._tap(target.first)

    def choose(self, words: str) -> None:
        """Tap a chip of a question."""
        self.inputs += 1
        self._tap(
            self.page.get_by_role("radio", name=words, exact=True)
            .or_(self.page.get_by_role("checkbox", name=words, exact=True))
            .first
        )

    def unfold(self, words: str) -> None:
        self.inputs += 1
        self._tap(self.page.locator("summary", has_text=words).first)

    def _tap(self, target: Locator) -> None:
        target.click()
        self.page.wait_for_load_state("load")
        self.look()

    def write(self, label: str, text: str) -> None:
        self.inputs += 1
        self.typed += 1
        self.page.get_by_label(label, exact=False).first.fill(text)

    def sees(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("body")).to_contain_text(one, timeout=3000)

    def does_not_see(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("body")).not_to_contain_text(one)

    def look(self) -> None:
        """Nothing hangs over the side. And a picture of this step, if KBYE_PICTURES names a folder."""
        wide = self.page.wait_for_function(WIDTH_BEYOND).json_value()[0]
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the screen"
        folder = os.environ.get("KBYE_PICTURES")
        if folder:
            self.shots += 1
            Path(folder).mkdir(parents=True, exist_ok=True)
            name = f"{self.pictures}-{self.whose}-{self.shots:02}.png"
            self.page.screenshot(path=str(Path(folder) / name), full_page=True)

    def assert_clean(self, *origins: str) -> None:
        """No script error, no blocked style, and not one request to anybody else."""
        left = [one for one in self.complaints if not any(words in one for words in self.forgiven)]
        assert not left, left
        foreign = [url for url in self.asked if not url.startswith(origins)]
        assert not foreign, foreign
