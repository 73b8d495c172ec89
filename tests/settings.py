"""kbye's own settings, on a data folder that nobody minds, with nothing sent anywhere."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("KBYE_DATA", tempfile.mkdtemp(prefix="kbye-tests-"))
os.environ.setdefault("KBYE_TRIPWIRE", "1")
os.environ.setdefault("KBYE_PUBLIC_ADDRESS", "http://kbye.test")
os.environ.setdefault("KBYE_ALSO_ANSWER_AS", "testserver")

from kbye.settings import *  # noqa: F403
from kbye.settings import STATIC_ROOT, STORAGES

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Whoever brings a calendar file waits for it, however busy the machine is.
CALENDAR_FILE_SECONDS = 60.0
# Hashing is tested on its own; everywhere else it would only take time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
