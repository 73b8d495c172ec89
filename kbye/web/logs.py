"""Logs without secrets: what opens a link or a set-up never stands in one."""

from __future__ import annotations

import logging
import re

_PATHS = re.compile(r"\b(l|h|c|f|e|s|invitation|way-in|start)/[\w-]{16,}")
_NAMED = re.compile(r"(['\"](?:token|code)['\"]: ['\"])[\w-]{16,}")
_plainly = logging.Formatter()


def without_links(text: str) -> str:
    return _NAMED.sub(r"\1…", _PATHS.sub(r"\1/…", text))


class WithoutLinks(logging.Filter):
    """Takes them out of the line, and out of the error that may come with it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_links(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = _plainly.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_links(record.exc_text)
        return True
