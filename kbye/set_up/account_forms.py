"""E-mail and password: to get back in, and to make that possible."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kbye.household.people import User

TAKEN = _("This e-mail address cannot be used here. Please take another one.")
LONGEST_PASSWORD = 1_000


class _EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": _("Please write your e-mail address."),
            "invalid": _("An e-mail address looks like name@example.org."),
        },
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()


def _password_field(label: Any, autocomplete: str, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": _("Please write a password.")},
    )


class SignInForm(_EmailForm):
    password = _password_field(_("Password"), "current-password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class ForgotForm(_EmailForm):
    pass


class NewPasswordForm(forms.Form):
    password = _password_field(
        _("Password"), "new-password", _("Twelve characters or more; three or four words do well.")
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "password" in said:
            try:
                validate_password(said["password"], user=User(email=said.get("email", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return said


class WayInForm(NewPasswordForm, _EmailForm):
    """For an account that has no password yet."""

    next = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order: tuple[str, ...] = ("email", "password", "next")

    def say_taken(self) -> None:
        self.add_error("email", TAKEN)


class ChangeWayInForm(WayInForm):
    """For an account that has a password: only who knows it may change it."""

    so_far = _password_field(_("Your password so far"), "current-password")
    field_order = ("email", "so_far", "password", "next")

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["password"].label = _("New password")
