"""What stands on the page "How kbye reaches you": each way, whether it is on, and what came of the last notice."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from kbye.household.channel import Channel
from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.outside import apprise_out
from kbye.set_up.channels_actions import TRY
from kbye.set_up.channels_form import QuietHoursForm
from kbye.web.push_files import push_key
from kbye.web.wording import clock_time, day


class State(NamedTuple):
    words: str
    is_trouble: bool = False
    is_on_its_way: bool = False


class Row(NamedTuple):
    channel: Channel | None
    icon: str
    title: str
    note: str
    is_on: bool
    state: State


def channels_page(me: Member, form: QuietHoursForm, *, now: datetime) -> dict[str, Any]:
    """`me` with its household."""
    channels = list(Channel.objects.to(me))
    others = [channel for channel in channels if channel.kind != Channel.Kind.MAIL]
    rows = [_mail(me, channels, others, now), *(_row(channel, me, now) for channel in others)]
    return {
        "place": "more",
        "rows": rows,
        "is_any_on_its_way": any(row.state.is_on_its_way for row in rows),
        "gone": list(_gone(me)),
        "form": form,
        "push_key": push_key().public,
        "has_phone": any(one.kind == Channel.Kind.PUSH for one in others),
        "known": " ".join(one.fingerprint for one in others if one.kind == Channel.Kind.PUSH),
        "can_message": apprise_out.is_there(),
    }


def _mail(me: Member, channels: list[Channel], others: list[Channel], now: datetime) -> Row:
    rests = any(one.kind == Channel.Kind.MAIL and not one.is_on for one in channels)
    if not me.email:
        note = _("There is no address of yours yet.")
    elif rests and any(one.is_on for one in others):
        note = _("Only what somebody counts on, to %(email)s.") % {"email": me.email}
    else:
        note = _("To %(email)s.") % {"email": me.email}
    if me.email and not settings.SENDS_MAIL:
        note += " " + _("This kbye has no mail server yet, so letters stay in its own mailbox.")
    return Row(None, "envelope", _("Mail"), note, not rests, _state(me, None, now))


def _row(channel: Channel, me: Member, now: datetime) -> Row:
    icon = "phone" if channel.kind == Channel.Kind.PUSH else "share"
    with_names, without = _("With names on the locked screen."), _("Without names on the locked screen.")
    note = (with_names if me.names_in_push else without) if channel.kind == Channel.Kind.PUSH else ""
    return Row(channel, icon, channel.label, note, channel.is_on, _state(me, channel, now))


def _gone(me: Member) -> Any:
    """Phones that went by themselves, with why; what was removed by hand is nobody's news."""
    rows = Channel.objects.of(me.household).filter(member=me).exclude(gone_at=None).exclude(trouble="")
    return rows.order_by("-gone_at")[:3]


def _state(me: Member, channel: Channel | None, now: datetime) -> State:
    rows = Notice.objects.of(me.household).filter(person=me, channel=channel)
    waiting = rows.filter(state=Notice.State.WAITING)
    if waiting.filter(kind=TRY, attempts=0).exists():
        return State(_("On its way …"), is_on_its_way=True)
    stuck = waiting.exclude(trouble="").order_by("-attempts").first()
    if stuck is not None:
        words = _("Not delivered yet: %(why)s kbye tries again %(when)s.")
        return State(
            words % {"why": _sentence(stuck.trouble), "when": _when(stuck.due_at, now)}, is_trouble=True
        )
    last = rows.filter(state=Notice.State.SENT).order_by(F("sent_at").desc()).first()
    lost = rows.filter(state=Notice.State.GAVE_UP).order_by("-due_at").first()
    if lost is not None and (last is None or last.sent_at is None or lost.due_at > last.sent_at):
        return State(_("Not delivered: %(why)s") % {"why": _sentence(lost.trouble)}, is_trouble=True)
    if last is None or last.sent_at is None:
        return State(_("Nothing was sent yet."))
    return State(_("The last one went through %(when)s.") % {"when": _when(last.sent_at, now)})


def _when(at: datetime, now: datetime) -> str:
    return _("%(day)s, %(time)s") % {"day": day(at, now=now), "time": clock_time(at)}


def _sentence(words: str) -> str:
    return words if words.endswith(".") else f"{words}."
