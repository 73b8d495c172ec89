"""`make bench-calendars`: what calendars cost, coming in and going out, against other programs in the same run."""

from __future__ import annotations

from benchmarks import calendars_reading


def main() -> None:
    calendars_reading.report()


if __name__ == "__main__":
    main()
