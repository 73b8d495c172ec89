"""What a browser needs to take notices: the worker that shows them, the manifest, and kbye's public key."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from kbye.outside.push_key import PushKey, new_pem, push_key_of
from kbye.web.access import Request
from kbye.web.secrets import secret_in


def push_key() -> PushKey:
    """The key by which push services know this kbye, made when it is asked for first."""
    return _key_in(settings.DATA)


@lru_cache(maxsize=4)
def _key_in(data: Path) -> PushKey:
    return push_key_of(secret_in(data, "push", make=new_pem))


def service_worker(request: Request, **where: object) -> HttpResponseBase:
    """From the top of the site, because a worker serves only what lies below it; never from a stale copy."""
    found = finders.find("kbye/sw.js")
    assert isinstance(found, str)
    return HttpResponse(
        Path(found).read_bytes(),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


def _icon(size: int, purpose: str) -> dict[str, str]:
    name = f"kbye-{size}.png" if purpose == "any" else f"kbye-{size}-{purpose}.png"
    about = {"sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
    return {"src": static(f"kbye/icons/{name}"), **about}


def manifest(request: Request, **where: object) -> HttpResponseBase:
    about = {
        "id": "/",
        "name": "kbye",
        "short_name": "kbye",
        "description": _("Decide. Tell. Go."),
        "start_url": reverse("today:page"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf8f2",
        "theme_color": "#fbf8f2",
        "icons": [
            *(_icon(size, purpose) for purpose in ("any", "maskable") for size in (192, 512)),
            {"src": static("kbye/icons/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    response = JsonResponse(about, content_type="application/manifest+json")
    response.headers["Cache-Control"] = "max-age=86400"
    return response
