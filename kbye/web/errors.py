"""The pages for when something is not there, not theirs, or went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/not_understood.html", {"no_account_line": False}, status=400)


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/not_there.html", {"no_account_line": False}, status=404)


def not_yours(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/not_yours.html", {"no_account_line": False}, status=403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/form_too_old.html", {"no_account_line": False}, status=403)


def went_wrong(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/went_wrong.html", {"no_account_line": False}, status=500)
