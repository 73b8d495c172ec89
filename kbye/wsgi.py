"""What a WSGI server serves: emergency sheets first, out of files; then Django, loaded for the first who needs it."""

import os
from functools import cache

from kbye.emergency_page import files, serving
from kbye.web import clock


@cache
def load() -> serving.Application:
    """Django's application. A mistake in it keeps no emergency sheet from opening."""
    from django.core.wsgi import get_wsgi_application

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kbye.settings")
    return get_wsgi_application()


application = serving.first(load, folder=files.folder_here(), now=clock.now)
