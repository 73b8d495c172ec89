"""`make pictures`: the pictures in README, taken from the sample household as it runs."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
SIZE: ViewportSize = {"width": 390, "height": 844}
PAPER: ViewportSize = {"width": 794, "height": 1123}  # A4 at 96 dots an inch


def main() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    surroundings = {**os.environ, "KBYE_DATA": tempfile.mkdtemp(prefix="kbye-pictures-"), "PORT": str(port)}
    surroundings["KBYE_PUBLIC_ADDRESS"] = f"http://localhost:{port}"
    command = [sys.executable, "-m", "kbye", "serve"]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            lines = (re.search(r"http://\S+/start/\S+", line) for line in running.stdout)
            take_all(next(found.group() for found in lines if found))
        finally:
            running.terminate()
            running.communicate()


def take_all(start: str) -> None:
    home = start.split("/start/")[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport=SIZE, reduced_motion="reduce", locale="en-GB")
        page = context.new_page()
        page.goto(start)
        take(page, "welcome")
        page.get_by_role("button", name="Look around a sample household").click()
        page.goto(f"{home}/")
        take(page, "today")
        page.get_by_role("link", name="an evening").click()
        take(page, "times")
        page.get_by_role("button", name="Go", exact=True).first.click()
        link = page.locator("#link, details").filter(has_text="/l/").locator("p").first.text_content() or ""
        page.get_by_role("button", name="I've told Alex").click()
        alex = browser.new_context(
            viewport=SIZE, reduced_motion="reduce", locale="en-GB", color_scheme="dark"
        )
        other = alex.new_page()
        other.goto(link)
        take(other, "answer")
        page.get_by_role("button", name=re.compile("Leave now|K, bye")).click()
        page.goto(page.url)
        take(page, "off")
        other.goto(link + "sheet/")
        other.get_by_role("button", name="Open it here").click()
        take(other, "sheet")
        take_on_paper(other, "sheet-on-paper")
        page.goto(f"{home}/leave-now/")
        take(page, "emergency")
        page.goto(f"{home}/emergency-sheet/")
        page.get_by_role("link", name="Open my sheet").click()
        page.get_by_role("button").click()
        take_on_paper(page, "emergency-sheet-on-paper")
        browser.close()


def take_on_paper(page: Page, name: str) -> None:
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size(PAPER)
    take(page, name)


def take(page: Page, name: str) -> None:
    path = PICTURES / f"{name}.png"
    page.screenshot(path=str(path))
    with Image.open(path) as picture:
        picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(path, optimize=True)


if __name__ == "__main__":
    main()
