"""The floor: a Django page that reads its session and renders one small template, and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

PAGE = "<!doctype html><title>bare</title><p>Hello, {{ who }}.</p>"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]


def page(request: HttpRequest) -> HttpResponse:
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"who": request.session.get("_auth_user_id")}, request))


urlpatterns = [path("bare/", page)]
