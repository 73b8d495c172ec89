"""Can other phones open kbye's links? What is known, a test, and how to change it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kbye.outside.reach import Answer, answer_at
from kbye.set_up.reach_words import WHO_CAN_OPEN
from kbye.web.access import Request
from kbye.web.reach import Reach, reach_of

WORDS: dict[Answer, str | Promise] = {
    Answer.KBYE: _("kbye answers at this address, asked from this computer."),
    Answer.SOMETHING_ELSE: _("Something answers at this address, but it is not kbye."),
    Answer.SENDS_ELSEWHERE: _("This address sends visitors on to another one. Please set that one instead."),
    Answer.NOBODY: _("Nobody answers at this address, asked from this computer."),
    Answer.TOO_SLOW: _("No answer came from this address within five seconds."),
    Answer.NOT_TRUSTED: _("The certificate at this address is not one that phones trust."),
    Answer.NO_ADDRESS: _("This is not an address that a phone can open."),
}


def page(request: Request, **where: object) -> HttpResponse:
    answer = answer_at(settings.PUBLIC_ADDRESS) if request.method == "POST" else None
    reach = reach_of(settings.PUBLIC_ADDRESS)
    return render(
        request,
        "set_up/address.html",
        {
            "place": "more",
            "address": settings.PUBLIC_ADDRESS,
            "who_can_open": WHO_CAN_OPEN[reach],
            "opens_only_here": reach is Reach.THIS_COMPUTER,
            "opens_anywhere": reach is Reach.ANYWHERE,
            "is_https": settings.IS_HTTPS,
            "port": settings.PORT,
            "found": WORDS[answer] if answer else "",
            "is_well": answer is Answer.KBYE,
        },
    )
