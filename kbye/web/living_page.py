"""The living page of components, and the sign of life for a proxy or a watchdog."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kbye.web.component_samples import samples


def components(request: HttpRequest) -> HttpResponse:
    return render(request, "components/page.html", samples())


def healthz(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("kbye\n", content_type="text/plain")
