"""A long message, pasted: split into lines to tick and edit. Nothing is kept unseen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.handbook import actions
from kbye.handbook.forms import KINDS, is_a_number
from kbye.handbook.guessing import as_guess, hints
from kbye.handbook.splitting import CONTACT, LONGEST, MOST, name_before, phone_in, split
from kbye.household.knowledge import Fact
from kbye.household.people import Member
from kbye.web import access, clock, undo
from kbye.web.access import Request

LONGEST_MESSAGE = 12_000


class PasteForm(forms.Form):
    text = forms.CharField(
        max_length=LONGEST_MESSAGE,
        label=gettext_lazy("The message"),
        widget=forms.Textarea({"rows": 8}),
        error_messages={
            "required": gettext_lazy("Paste something first."),
            "max_length": gettext_lazy("That is very long. Paste it in two or three parts."),
        },
    )


class LineForm(forms.Form):
    """One line as it might be kept."""

    take = forms.BooleanField(label=gettext_lazy("Keep it"), required=False)
    words = forms.CharField(
        max_length=LONGEST,
        required=False,
        label=gettext_lazy("Words"),
        widget=forms.Textarea({"rows": 2}),
    )
    child = forms.ModelChoiceField(
        Member.objects.none(),
        label=gettext_lazy("About whom?"),
        required=False,
        empty_label=gettext_lazy("all of them"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("That is"), choices=[*KINDS, (CONTACT, gettext_lazy("somebody to call"))]
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("take") and not said.get("words") and "words" not in self.errors:
            self.add_error("words", _("A few words are enough."))
        elif said.get("take") and said.get("kind") == CONTACT and not _contact(said):
            self.add_error("words", _("Please write a name and a number, like “Grandma +49 30 23125 014”."))
        return said


LineForms = forms.formset_factory(LineForm, extra=0, max_num=MOST, absolute_max=MOST)


def paste(request: Request, **where: object) -> HttpResponse:
    """The message comes in, its lines go out; nothing is changed by it."""
    form = PasteForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"place": "handbook", "form": form}
        return render(request, "handbook/paste.html", context, status=422 if form.is_bound else 200)
    children = list(Member.objects.of(access.household(request)).children())
    proposals = split(form.cleaned_data["text"], children=[one.name for one in children], hints=hints())
    guesses = [as_guess(one, children, with_contacts=True) for one in proposals]
    lines = [{"take": True, "words": one.words, "kind": one.kind, "child": one.child_key} for one in guesses]
    return _lines_page(request, _forms(request, initial=lines))


def keep(request: Request, **where: object) -> HttpResponse:
    me, lines = access.me(request), _forms(request, request.POST)
    if not lines.is_valid():
        return _lines_page(request, lines, status=422)
    taken = [one.cleaned_data for one in lines if one.cleaned_data.get("take")]
    contacts = [_contact(said) for said in taken if said["kind"] == CONTACT]
    event = actions.add_pasted(
        facts=[_fact(said) for said in taken if said["kind"] != CONTACT],
        contacts=[one for one in contacts if one],
        by=me,
        now=clock.now(),
    )
    if event is not None:
        undo.say(request, _("It is in the handbook."), undo=event)
    return redirect("handbook:page")


def _forms(request: Request, data: Any = None, initial: list[dict[str, Any]] | None = None) -> Any:
    lines = LineForms(data, initial=initial, prefix="line")
    children = Member.objects.of(access.household(request)).children()
    for line in lines:
        child = line.fields["child"]
        assert isinstance(child, forms.ModelChoiceField)
        child.queryset = children
    return lines


def _lines_page(request: Request, lines: Any, status: int = 200) -> HttpResponse:
    return render(request, "handbook/lines.html", {"place": "handbook", "lines": lines}, status=status)


def _fact(said: dict[str, Any]) -> dict[str, Any]:
    words, detail = said["words"], ""
    if said["kind"] in {Fact.Kind.WORD, Fact.Kind.IF_THEN, Fact.Kind.HOUSE}:
        first, _mark, rest = words.partition(":")
        words, detail = (first.strip(), rest.strip()) if first.strip() and rest.strip() else (words, "")
    return {"words": words, "detail": detail, "kind": said["kind"], "child": said["child"]}


def _contact(said: dict[str, Any]) -> dict[str, Any]:
    """The columns of a number; nothing if there is no name or no number in it."""
    phone = phone_in(said.get("words") or "")
    name, note = name_before(said["words"], phone) if phone else ("", "")
    if not name or not is_a_number(phone):
        return {}
    return {"name": name[:80], "phone": phone[:40], "note": note[:120]}
