"""Quiet hours, a messenger's address, and what a browser hands out."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.household.people import Member
from kbye.outside import apprise_out
from kbye.outside.apprise_out import NotAllowed
from kbye.outside.push import NotASubscription, Subscription

_LIKE_A_TIME = gettext_lazy("A time looks like 22:00.")
SERVICES = {
    "ntfy": "ntfy",
    "tgram": "Telegram",
    "matrix": "Matrix",
    "pover": "Pushover",
    "gotify": "Gotify",
    "signal": "Signal",
}


def _time_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _LIKE_A_TIME},
    )


class QuietHoursForm(forms.Form):
    quiet_from = _time_field(gettext_lazy("Quiet from"))
    quiet_to = _time_field(gettext_lazy("until"))

    @staticmethod
    def of(member: Member) -> dict[str, time | None]:
        return {"quiet_from": _time(member.quiet_from_minute), "quiet_to": _time(member.quiet_to_minute)}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        start, end = said.get("quiet_from"), said.get("quiet_to")
        if not self.errors and (start is None) != (end is None):
            missing = "quiet_to" if end is None else "quiet_from"
            self.add_error(missing, _("Please give both times, or neither."))
        elif not self.errors and start is not None and start == end:
            self.add_error("quiet_to", _("That would be a whole day. Please give two different times."))
        return said

    def answer(self) -> dict[str, int | None]:
        """`start` and `end` in minutes after midnight, or None twice."""
        return {
            "start": _minute(self.cleaned_data["quiet_from"]),
            "end": _minute(self.cleaned_data["quiet_to"]),
        }


class MessengerForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Its address"),
        max_length=500,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", "inputmode": "url"}
        ),
        error_messages={"required": gettext_lazy("Please write the address of your messenger.")},
    )
    label = forms.CharField(
        label=gettext_lazy("What to call it"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            apprise_out.check(address)
        except NotAllowed as refusal:
            raise forms.ValidationError(refusal.words) from None
        return address

    def answer(self) -> dict[str, str]:
        address = self.cleaned_data["address"]
        return {"address": address, "label": self.cleaned_data["label"] or _service(address)}


class PhoneForm(forms.Form):
    endpoint = forms.CharField(max_length=2048)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            try:
                said["subscription"] = Subscription(said["endpoint"], said["p256dh"], said["auth"])
            except NotASubscription:
                raise forms.ValidationError(
                    _("This browser hands its notices to a service kbye does not know.")
                ) from None
        return said


def browser_name(agent: str) -> str:
    """ "Firefox on Android", read off what the browser says of itself."""
    browsers = {
        "Edg": "Edge",
        "OPR": "Opera",
        "SamsungBrowser": "Samsung Internet",
        "Firefox": "Firefox",
        "FxiOS": "Firefox",
    }
    browsers |= {"CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari"}
    systems = {
        "Android": "Android",
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Mac OS X": "Mac",
        "Windows": "Windows",
        "Linux": "Linux",
    }
    browser = next((name for mark, name in browsers.items() if mark in agent), "")
    system = next((name for mark, name in systems.items() if mark in agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser")


def _service(address: str) -> str:
    scheme = address.partition("://")[0].lower()
    return SERVICES.get(scheme) or SERVICES.get(scheme.removesuffix("s")) or _("Messenger")


def _time(minute: int | None) -> time | None:
    return None if minute is None else time(minute // 60 % 24, minute % 60)


def _minute(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute
