"""The first minutes: who needs the break, and the names. Nothing else is needed to go."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.set_up.quick_names import names_in
from kbye.set_up.starting import CodeIsUsed, Said, start
from kbye.web import access, clock
from kbye.web.access import Request

PARTNER, SOMEONE_ELSE = "partner", "someone_else"


class NamesForm(forms.Form):
    mine = forms.CharField(
        max_length=60,
        label=gettext_lazy("Your name"),
        widget=forms.TextInput({"autocomplete": "given-name", "autocapitalize": "words"}),
    )
    other = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("Who takes over?"),
        help_text=gettext_lazy("Your partner, a grandparent, a friend. Several? Put commas between."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "words"}),
    )
    other_is = forms.ChoiceField(
        label=gettext_lazy("That is"),
        required=False,
        initial=PARTNER,
        choices=[
            (PARTNER, gettext_lazy("my partner")),
            (SOMEONE_ELSE, gettext_lazy("someone else")),
        ],
        widget=forms.RadioSelect,
    )
    children = forms.CharField(
        max_length=400,
        label=gettext_lazy("The children"),
        help_text=gettext_lazy("With their ages: Mia 6, Ben 3"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "words"}),
    )
    zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput({"data-zone": True}))
    clock24 = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput({"data-clock24": True}))

    def clean_children(self) -> str:
        text: str = self.cleaned_data["children"]
        if not names_in(text):
            raise forms.ValidationError(_("Please write at least one child's name."))
        return text


class PartnerNeedsItForm(NamesForm):
    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["other"].required = True
        self.fields["other"].label = _("Your partner's name")
        self.fields["other"].help_text = ""
        del self.fields["other_is"]


def welcome(request: Request, **where: object) -> HttpResponse:
    return render(request, "set_up/welcome.html", {"code": request.who.code})


def names(request: Request, **where: object) -> HttpResponse:
    is_offer = request.GET.get("for") == "partner"
    form = (PartnerNeedsItForm if is_offer else NamesForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member = start(_said(form), code=request.who.code, now=clock.now())
        except CodeIsUsed:
            messages.error(request, _("This set-up has just been used on another device. Sign in instead."))
            return redirect("set_up:sign_in")
        assert member.user is not None
        access.sign_in(request, member.user)
        return redirect("decide:give" if is_offer else "decide:page")
    return render(
        request, "set_up/names.html", {"form": form, "code": request.who.code, "is_offer": is_offer}
    )


def _said(form: forms.Form) -> Said:
    said = form.cleaned_data
    return Said(
        mine=said["mine"],
        others=tuple(one.name for one in names_in(said["other"])),
        first_is_partner=said.get("other_is", PARTNER) != SOMEONE_ELSE,
        children=tuple(names_in(said["children"])),
        zone=said["zone"],
        clock24=said["clock24"] != "0",
    )
