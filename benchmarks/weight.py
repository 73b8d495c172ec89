"""Requests and bytes over the wire of the first screen, cold and warm, as Chromium counts them."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile

from playwright.sync_api import Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]


def report() -> None:
    if not CHROMIUM:
        print("weight            not measured: Chromium is not installed")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    surroundings = {**os.environ, "KBYE_DATA": tempfile.mkdtemp(prefix="kbye-weight-"), "PORT": str(port)}
    surroundings["KBYE_PUBLIC_ADDRESS"] = f"http://localhost:{port}"
    with subprocess.Popen(
        [sys.executable, "-m", "kbye", "serve"], env=surroundings, stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            assert running.stdout is not None
            start = next(
                found.group()
                for line in running.stdout
                if (found := re.search(r"http://\S+/start/\S+", line))
            )
            _measure(start, f"http://localhost:{port}/")
        finally:
            running.terminate()
            running.communicate()


def _measure(start: str, home: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        first = browser.new_context()
        page = first.new_page()
        page.goto(start)
        page.get_by_role("button", name="Look around a sample household").click()
        page.wait_for_url(home)
        cookies = first.cookies()
        cold = browser.new_context()
        cold.add_cookies(cookies)  # type: ignore[arg-type]
        fresh = cold.new_page()
        for name in ("cold", "warm"):
            requests, size = _count(fresh, home)
            print(f"home page {name}    {requests:4d} requests {size / 1024:7.1f} KB")
        browser.close()


def _count(page: Page, address: str) -> tuple[int, float]:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    seen: dict[str, float] = {}
    session.on(
        "Network.loadingFinished", lambda event: seen.update({event["requestId"]: event["encodedDataLength"]})
    )
    page.goto(address, wait_until="networkidle")
    session.detach()
    over_the_wire = [size for size in seen.values() if size > 0]
    return len(over_the_wire), sum(over_the_wire)
