"""Run with the tools' Python: what one GET of a whole calendar costs in Radicale, as a WSGI application like ours.

Arguments: a calendar file and how many rounds. Prints JSON: CPU seconds of each round, and the bytes of the answer.
"""

from __future__ import annotations

import gzip
import io
import json
import logging
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from radicale import Application, config

logging.disable(logging.CRITICAL)


def ask(application: Any, method: str, path: str, body: bytes = b"", **more: str) -> tuple[str, bytes]:
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_ACCEPT_ENCODING": "gzip",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        **more,
    }
    answer = b"".join(application(environ, lambda status, *_more: said.append(status)))
    return said[0], answer


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = config.load()
        settings.update(
            {
                "storage": {"filesystem_folder": folder},
                "auth": {"type": "none"},
                "logging": {"level": "critical"},
            },
            "bench",
            privileged=True,
        )
        settings.update({"rights": {"type": "from_file", "file": _rights(folder)}}, "bench", privileged=True)
        application = Application(settings)
        raw = Path(sys.argv[1]).read_bytes()
        ask(application, "MKCOL", "/sam/")
        status, _answer = ask(application, "PUT", "/sam/home/", raw, CONTENT_TYPE="text/calendar")
        assert status.startswith("201"), status
        found = []
        for _round in range(int(sys.argv[2]) + 1):
            began = time.process_time()
            status, answer = ask(application, "GET", "/sam/home/")
            found.append(time.process_time() - began)
            assert status.startswith("200"), status
        plain = gzip.decompress(answer) if answer[:2] == b"\x1f\x8b" else answer
        # The first one fills its cache.
        json.dump({"cpu": found[1:], "bytes": len(plain)}, sys.stdout)


def _rights(folder: str) -> str:
    path = Path(folder) / "rights"
    path.write_text("[all]\nuser: .*\ncollection: .*\npermissions: RrWw\n")
    return str(path)


main()
