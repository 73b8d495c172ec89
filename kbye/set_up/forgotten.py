"""Forgotten the password: a new one by a link, mailed to the account's address or printed on the console."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.household.door import SignInTry
from kbye.set_up import ways_back_in
from kbye.set_up.account_forms import ForgotForm, NewPasswordForm
from kbye.set_up.signing_in import account_of
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.machines import machine_of


def forgot(request: Request, **where: object) -> HttpResponse:
    """Whether there is such an account or not, the answer is the same."""
    form = ForgotForm(request.POST if request.method == "POST" else None)
    page = {"form": form, "sends_mail": settings.SENDS_MAIL, "is_asked": False}
    if request.method == "POST" and form.is_valid():
        _send(form.cleaned_data["email"], machine_of(request))
        page["is_asked"] = True
    return render(request, "set_up/forgot.html", page)


def _send(email: str, address: str) -> None:
    """At most ten a quarter of an hour for an account, and from an address."""
    now, account = clock.now(), f"forgot:{email}"
    if not SignInTry.too_many(account=account, address=address, now=now):
        SignInTry.note(account=account, address=address, now=now)
        ways_back_in.mail(account_of(email), now=now)


def way_in(request: Request, **where: object) -> HttpResponse:
    link = request.who.link
    assert link is not None  # the door lets in only by an open link
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user = ways_back_in.use(link=link, password=form.cleaned_data["password"], now=clock.now())
        except ways_back_in.NoLongerOpen as error:
            raise Http404 from error
        access.sign_in(request, user)
        undo.say(request, _("You are in again. Every other device is signed out."))
        return redirect("today:page")
    page = {"form": form, "person": link.member, "no_account_line": False}
    return render(request, "set_up/way_in.html", page)
