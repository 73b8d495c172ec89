"""How kbye reaches you: mail, this phone, a messenger; when it is quiet; and trying each of them out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.household.channel import Channel
from kbye.outside import apprise_out
from kbye.set_up import channels_actions as actions
from kbye.set_up.channels_form import MessengerForm, PhoneForm, QuietHoursForm, browser_name
from kbye.set_up.channels_page import channels_page
from kbye.web import access, clock, undo
from kbye.web.access import Request


def page(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    form = QuietHoursForm(request.POST or None, initial=QuietHoursForm.of(me))
    if request.method == "POST" and form.is_valid():
        event = actions.set_quiet_hours(member=me, now=clock.now(), **form.answer())
        undo.say(request, _("Saved."), undo=event)
        return redirect("set_up:channels")
    return render(request, "set_up/channels.html", channels_page(me, form, now=clock.now()))


def add_push(request: Request, **where: object) -> HttpResponse:
    form = PhoneForm(request.POST)
    if not form.is_valid():
        why = form.non_field_errors() or [_("This browser did not say where to send notices.")]
        undo.say(request, str(why[0]))
        return redirect("set_up:channels")
    agent = request.headers.get("User-Agent", "")
    actions.add_phone(
        member=access.me(request),
        subscription=form.cleaned_data["subscription"],
        label=browser_name(agent),
        now=clock.now(),
    )
    undo.say(request, _("Notices come to this phone, too."))
    return redirect("set_up:channels")


def add_messenger(request: Request, **where: object) -> HttpResponse:
    form = MessengerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        channel = actions.add_messenger(member=access.me(request), now=clock.now(), **form.answer())
        undo.say(request, _("%(name)s is in. Try it out.") % {"name": channel.label})
        return redirect("set_up:channels")
    context = {"form": form, "can_message": apprise_out.is_there(), "place": "more"}
    return render(request, "set_up/channels_messenger.html", context)


def names_in_push(request: Request, **where: object) -> HttpResponse:
    shown = request.POST.get("is_on") == "1"
    event = actions.show_names_in_push(member=access.me(request), shown=shown, now=clock.now())
    words = _("Notices on your phones carry names from now on.") if shown else _("Without names again.")
    undo.say(request, words, undo=event)
    return redirect("set_up:channels")


def try_out(request: Request, **where: object) -> HttpResponse:
    sent = actions.try_out(member=access.me(request), channel=_channel(request, where), now=clock.now())
    undo.say(request, _("On its way. This page says what comes of it.") if sent else _("Nothing was sent."))
    return redirect("set_up:channels")


def switch(request: Request, **where: object) -> HttpResponse:
    is_on = request.POST.get("is_on") == "1"
    event = actions.switch(
        member=access.me(request), channel=_channel(request, where), is_on=is_on, now=clock.now()
    )
    undo.say(request, _("Turned on.") if is_on else _("Turned off."), undo=event)
    return redirect("set_up:channels")


def remove(request: Request, **where: object) -> HttpResponse:
    channel = _channel(request, where)
    assert channel is not None
    event = actions.remove(channel=channel, by=access.me(request), now=clock.now())
    undo.say(request, _("%(name)s is removed.") % {"name": channel.label}, undo=event)
    return redirect("set_up:channels")


def _channel(request: Request, where: dict[str, object]) -> Channel | None:
    """One's own, or None for mail; another's is not there."""
    if "channel" not in where:
        return None
    return access.one_of(request, Channel.objects.to(access.me(request)), where["channel"])
