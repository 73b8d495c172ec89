"""Which questions the two minutes ask whom, and what becomes of the answers. Two minutes at most, one at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms

from kbye.come_back import telling
from kbye.come_back.question_forms import (
    FineForm,
    KnowForm,
    OurWayForm,
    RestedForm,
    TryFirstForm,
    UsedForm,
    WorriesForm,
)
from kbye.household.afterwards import Debrief, Worry
from kbye.household.away import TimeAway
from kbye.household.looking_back import TryFirst
from kbye.household.our_way import OurWay
from kbye.household.people import Member
from kbye.household.preparation import Preparation
from kbye.household.responsibility import Responsibility

THINGS_ASKED, WORRIES_ASKED = 8, 7


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """One screen. `about` is its name in addresses; `shows` the part of the template that asks it."""

    about: ClassVar[str]
    time_away: TimeAway
    me: Member
    debrief: Debrief | None

    @abstractmethod
    def form(self, data: Any) -> forms.Form: ...

    @abstractmethod
    def answer(self, form: Any, *, now: datetime) -> None: ...

    def is_asked(self) -> bool:
        return True

    def said(self, name: str) -> str:
        return str(getattr(self.debrief, name)) if self.debrief else ""

    def say(self, *, now: datetime, **answers: str) -> None:
        """Only what is new, so that looking through it again writes nothing."""
        if any(words != self.said(name) for name, words in answers.items()):
            telling.say(time_away=self.time_away, by=self.me, now=now, **answers)


class Fine(Question):
    about = "fine"

    def form(self, data: Any) -> FineForm:
        return FineForm(data, initial={"different_and_fine": self.said("different_and_fine")})

    def answer(self, form: FineForm, *, now: datetime) -> None:
        self.say(now=now, **form.cleaned_data)


class Way(Question):
    """Follows only if something was different and fine."""

    about = "way"

    def is_asked(self) -> bool:
        return bool(self.said("different_and_fine"))

    def form(self, data: Any) -> OurWayForm:
        known = OurWay.objects.of(self.me.household).filter(
            time_away=self.time_away, whose=self.me, removed_at=None
        )
        row = known.first()
        words = row.words if row else self.said("different_and_fine")[:200]
        beside = row.responsibility_id if row and row.responsibility_id else ""
        return OurWayForm(data, initial={"our_way": words, "beside": beside}, usual=self._usual())

    def answer(self, form: OurWayForm, *, now: datetime) -> None:
        telling.keep_our_way(
            time_away=self.time_away,
            words=form.cleaned_data["our_way"],
            beside=form.cleaned_data["beside"],
            by=self.me,
            now=now,
        )

    def _usual(self) -> Any:
        """What came up in this time away and can be done in many ways; how medicine is given is not one of them."""
        care = Responsibility.objects.of(self.me.household).filter(
            kind=Responsibility.Kind.CARE, removed_at=None
        )
        return care.filter(occurrences__time_away=self.time_away).distinct()


class Know(Question):
    about = "know"

    def form(self, data: Any) -> KnowForm:
        initial = {"to_know_next_time": self.said("to_know_next_time")}
        return KnowForm(data, initial=initial, leaver=self.time_away.leaver.name)

    def answer(self, form: KnowForm, *, now: datetime) -> None:
        words, before = form.cleaned_data["to_know_next_time"], self.said("to_know_next_time")
        self.say(now=now, to_know_next_time=words)
        if not words:
            return
        if form.cleaned_data["becomes"] == KnowForm.HANDBOOK:
            telling.put_in_handbook(words=words, instead_of=before, by=self.me, now=now)
        elif form.cleaned_data["becomes"] == KnowForm.ASK:
            telling.ask_the_other(
                time_away=self.time_away, words=words, instead_of=before, by=self.me, now=now
            )


class Used(Question):
    """Each is asked about what they prepared themselves. What keeps somebody safe is prepared anyway."""

    about = "used"

    def is_asked(self) -> bool:
        return bool(self._rows().exists())

    def form(self, data: Any) -> UsedForm:
        return UsedForm(data, rows=self._rows()[:THINGS_ASKED])

    def answer(self, form: UsedForm, *, now: datetime) -> None:
        for row, used in form.said():
            telling.say_used(row=row, used=used, by=self.me, now=now)

    def _rows(self) -> Any:
        rows = Preparation.objects.of(self.me.household).on_the_list().exclude(done_at=None)
        return rows.filter(time_away=self.time_away, owner=self.me, is_safety=False)


class Worries(Question):
    about = "worries"

    def is_asked(self) -> bool:
        return bool(self._rows().exists())

    def form(self, data: Any) -> WorriesForm:
        return WorriesForm(data, rows=self._rows()[:WORRIES_ASKED])

    def answer(self, form: WorriesForm, *, now: datetime) -> None:
        for worry, came_true, words in form.said():
            telling.say_whether_it_came_true(
                worry=worry, came_true=came_true, words=words, by=self.me, now=now
            )

    def _rows(self) -> Any:
        return Worry.objects.of(self.me.household).filter(time_away=self.time_away, author=self.me)


class Rested(Question):
    about = "rested"

    def form(self, data: Any) -> RestedForm:
        return RestedForm(data, initial={name: self.said(name) for name in ("rested", "switched_off")})

    def answer(self, form: RestedForm, *, now: datetime) -> None:
        self.say(now=now, **form.cleaned_data)


class Next(Question):
    """The one who stays says what could be tried first; when, is on the page after it."""

    about = "next"

    def form(self, data: Any) -> TryFirstForm:
        known = TryFirst.objects.of(self.me.household).filter(
            time_away=self.time_away, author=self.me, removed_at=None
        )
        return TryFirstForm(data, initial={"try_first": known.values_list("words", flat=True).first() or ""})

    def answer(self, form: TryFirstForm, *, now: datetime) -> None:
        telling.say_what_to_try_first(
            time_away=self.time_away, words=form.cleaned_data["try_first"], by=self.me, now=now
        )


_LEFT: tuple[type[Question], ...] = (Worries, Used, Rested)
_STAYED: tuple[type[Question], ...] = (Fine, Way, Know, Used, Worries, Next)


def questions(time_away: TimeAway, me: Member, debrief: Debrief | None) -> list[Question]:
    """In the order in which they are asked: those that there is something to ask about."""
    kinds = _LEFT if me.pk == time_away.leaver_id else _STAYED
    every = [kind(time_away=time_away, me=me, debrief=debrief) for kind in kinds]
    return [one for one in every if one.is_asked()]
