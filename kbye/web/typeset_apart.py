"""The other side of `typeset`: one template and its words from standard input, a tagged PDF to standard output."""

from __future__ import annotations

import contextlib
import json
import sys

CPU_SECONDS = 15


def main() -> None:
    import typst

    _limit_this_process()
    question = json.load(sys.stdin)
    made = typst.compile(
        question["template"].encode(),
        sys_inputs={"data": json.dumps(question["data"])},
        pdf_standards=["ua-1"],
    )
    sys.stdout.buffer.write(made)


def _limit_this_process() -> None:
    try:
        import resource
    except ImportError:  # Windows has none; the caller still stops waiting
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


if __name__ == "__main__":
    main()
