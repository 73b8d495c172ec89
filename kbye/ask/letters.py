"""What goes out about a gap, through the outbox: to those asked, and to those who stay. Never to the leaver.

An emergency is different: it is loud, and until somebody has the children whoever had to leave hears of it, too.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.ask import calendar_entry
from kbye.ask.helper_link import link_until
from kbye.ask.message import hours, reader_of, time_of, write
from kbye.ask.stretch import asker_of, children_of
from kbye.household.gap import Ask, Gap
from kbye.household.language import written_for
from kbye.household.notice import LINK_HERE
from kbye.household.notices import tell
from kbye.household.people import Member
from kbye.web.links import for_message
from kbye.web.wording import names


def ask_them(ask: Ask, gap: Gap, *, now: datetime, again: bool = False) -> None:
    """The question itself, with their link; those without an address are sent it by hand."""
    link = link_until(ask.helper, gap.ends_at, now=now)
    message = write(ask, gap, link=LINK_HERE if for_message(link) else "", again=again)
    tell(
        ask.helper,
        kind="ask",
        key=f"ask:{ask.pk}:{now.isoformat()}",
        time_away=gap.time_away,
        subject=message.subject,
        body=message.body,
        link=link,
        calendar=calendar_entry.text_for(ask, gap, now=now).decode(),
        reply_to=asker_of(gap).email,
        urgent=gap.is_urgent,
        due_at=now,
    )


def it_is_covered(ask: Ask, gap: Gap, *, now: datetime) -> None:
    """To those who were asked and need not think about it any more."""
    words = gettext_lazy("Somebody has it already: %(when)s. Thank you all the same.")
    _settled(ask, gap, "covered", words, now)


def it_is_not_needed(ask: Ask, gap: Gap, *, now: datetime) -> None:
    words = gettext_lazy("You are not needed any more: %(when)s. Thank you all the same.")
    if gap.is_urgent and gap.time_away.back_at:
        words = gettext_lazy("%(leaver)s is back. Thank you for being there.")
    _settled(ask, gap, "ask_ended", words, now)


def _settled(ask: Ask, gap: Gap, kind: str, words: Promise, now: datetime) -> None:
    with written_for(ask.helper):
        about = {"when": time_of(gap.span, reader_of(gap, ask.helper)), "leaver": gap.time_away.leaver.name}
        line = str(words) % about
    tell(
        ask.helper,
        kind=kind,
        key=f"{kind}:{ask.pk}:{now.isoformat()}",
        time_away=gap.time_away,
        subject=line,
        body=f"{line}\n\n{asker_of(gap).name}",
        calendar=calendar_entry.text_for(ask, gap, now=now, is_off=True).decode(),
        urgent=gap.is_urgent,
        due_at=now,
    )


def somebody_has_it(gap: Gap, helper: Member, words: str, *, now: datetime) -> None:
    line = gettext_lazy("%(name)s has %(children)s, %(hours)s.")
    _to_those_who_stay(gap, "helper_yes", line, helper, now, said=words)


def they_have_read_it(gap: Gap, helper: Member, *, now: datetime) -> None:
    line = gettext_lazy("%(name)s has read everything for %(hours)s.")
    _to_those_who_stay(gap, "helper_has_read", line, helper, now)


def they_cannot_after_all(gap: Gap, helper: Member, words: str, *, now: datetime) -> None:
    line = gettext_lazy("%(name)s cannot after all, %(hours)s. The next one is asked.")
    _to_those_who_stay(gap, "helper_took_back", line, helper, now, said=words)


def your_turn_to_send(gap: Gap, helper: Member, *, now: datetime) -> None:
    line = gettext_lazy("It is %(name)s's turn, %(hours)s.")
    more = gettext_lazy("There is no e-mail address for %(name)s: please send the message yourself.")
    _to_those_who_stay(gap, "ask_by_hand", line, helper, now, more=more)


def nobody_can(gap: Gap, *, now: datetime) -> None:
    """Never only a no: what would help stands beside it."""
    is_silent = any(ask.state == Ask.State.ASKED for ask in gap.asks.all())
    line = (
        gettext_lazy("Nobody has said yes yet, %(hours)s.")
        if is_silent
        else gettext_lazy("Nobody can, %(hours)s.")
    )
    more = (
        gettext_lazy("Please call: whoever was asked, neighbours, friends. kbye shows the numbers.")
        if gap.is_urgent
        else gettext_lazy("What would help: ask somebody else · do it yourself · tell %(leaver)s.")
    )
    _to_those_who_stay(gap, "nobody_can", line, None, now, more=more)


def _to_those_who_stay(
    gap: Gap,
    kind: str,
    line: Promise,
    helper: Member | None,
    now: datetime,
    *,
    more: Promise | None = None,
    said: str = "",
) -> None:
    """`line` and `more` are put into each reader's own words; `said` is what the helper wrote."""
    away = gap.time_away
    for person in [away.leaver, *away.stayers] if gap.is_urgent else away.stayers:
        with written_for(person):
            about = {
                "name": helper.name if helper else "",
                "leaver": away.leaver.name,
                "children": names(children_of(gap)) or _("the children"),
                "hours": hours(gap.span, reader_of(gap, person)),
            }
            words = str(line) % about
            parts = (words, str(more) % about if more else "", said and f"“{said}”")
        tell(
            person,
            kind=kind,
            key=f"{kind}:{gap.pk}:{person.pk}:{now.isoformat()}",
            time_away=gap.time_away,
            subject=words,
            body="\n\n".join(part for part in parts if part),
            urgent=gap.is_urgent,
            due_at=now,
        )
