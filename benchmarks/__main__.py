"""`make bench`: what the first screen and a notice cost against a bare Django page, and what the screen weighs."""

from __future__ import annotations

import os
import tempfile

folder = tempfile.mkdtemp(prefix="kbye-bench-")
os.environ["KBYE_DATA"] = folder
os.environ.setdefault("KBYE_PUBLIC_ADDRESS", "http://localhost")
os.environ["DJANGO_SETTINGS_MODULE"] = "kbye.settings"
os.environ.pop("KBYE_TRIPWIRE", None)


def main() -> None:
    import django

    django.setup()
    from benchmarks import live, outbox, pages, sheet, weight

    kbye = pages.signed_in()
    pages.report(kbye)
    outbox.report(kbye)
    sheet.report()
    live.report()
    weight.report()


if __name__ == "__main__":
    main()
