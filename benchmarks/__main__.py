"""`make bench`: the first screen's cost against a bare Django page, and what it weighs in a browser."""

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
    from benchmarks import pages, weight

    pages.report()
    weight.report()


if __name__ == "__main__":
    main()
