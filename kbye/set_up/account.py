"""Getting in, getting out, and being able to come back."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kbye.household.people import Member, User
from kbye.set_up import invitations, keeping
from kbye.set_up.account_forms import ChangeWayInForm, SignInForm, WayInForm
from kbye.set_up.own_paths import own_path
from kbye.set_up.signing_in import Check, account_of, check
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.machines import machine_of
from kbye.web.roles import Role


def sign_in(request: Request, **where: object) -> HttpResponse:
    if request.method != "POST":
        wanted = own_path(request.GET.get("next", ""), otherwise="")
        if request.who.role is Role.ADULT:
            return redirect(wanted or "today:page")
        return _sign_in_page(request, SignInForm(initial={"next": wanted}))
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form)
    email = form.cleaned_data["email"]
    user = account_of(email)
    found = _check(request, user, form.cleaned_data["password"], email)
    if found is Check.RIGHT and user is not None:
        access.sign_in(request, user)
        return redirect(own_path(form.cleaned_data["next"], otherwise=reverse("today:page")))
    form.add_error(None, _why_not(found))
    return _sign_in_page(request, form, status=429 if found is Check.TOO_MANY else 200)


def sign_out(request: Request, **where: object) -> HttpResponse:
    user = access.me(request).user
    if user is not None and not user.can_get_back_in:
        undo.say(request, _("First an e-mail and a password, please; without them nobody could get back in."))
        return redirect("set_up:keep")
    request.session.flush()
    response = redirect("set_up:sign_in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def keep(request: Request, **where: object) -> HttpResponse:
    user = access.me(request).user
    assert user is not None  # the door lets in only who is signed in
    form_class = ChangeWayInForm if user.can_get_back_in else WayInForm
    if request.method != "POST":
        wanted = own_path(request.GET.get("next", ""), otherwise="")
        return _keep_page(request, form_class(initial={"email": user.email or "", "next": wanted}))
    form = form_class(request.POST)
    if not form.is_valid() or not _knows_password_so_far(request, form, user):
        return _keep_page(request, form)
    said = form.cleaned_data
    try:
        user = keeping.keep(
            member=access.me(request),
            user=user,
            email=said["email"],
            password=said["password"],
            now=clock.now(),
        )
    except keeping.EmailTaken:
        form.say_taken()
        return _keep_page(request, form)
    access.sign_in(request, user)
    undo.say(request, _("Saved. With this e-mail and password you get back in."))
    return redirect(own_path(said["next"], otherwise=reverse("set_up:more")))


def invitation(request: Request, **where: object) -> HttpResponse:
    link = request.who.link
    assert link is not None  # the door lets in only by an open invitation
    form = WayInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            user = invitations.accept(
                link=link, email=said["email"], password=said["password"], now=clock.now()
            )
        except invitations.NoLongerOpen as error:
            raise Http404 from error
        except keeping.EmailTaken:
            form.say_taken()
        else:
            access.sign_in(request, user)
            undo.say(request, _("Hello %(name)s, you are in.") % {"name": link.member})
            return redirect("today:page")
    page = {"form": form, "person": link.member, "no_account_line": False}
    return render(request, "set_up/invitation.html", page)


def invite(request: Request, **where: object) -> HttpResponse:
    person = access.one_of(request, Member.objects.adults(), where["person"])
    made = invitations.invite(person=person, by=access.me(request), now=clock.now())
    if made is None:
        undo.say(request, _("%(name)s can sign in already.") % {"name": person})
    return redirect(f"{reverse('set_up:person', kwargs={'person': person.pk})}#way-in")


def withdraw_invitation(request: Request, **where: object) -> HttpResponse:
    person = access.one_of(request, Member.objects.adults(), where["person"])
    invitations.withdraw(person=person, by=access.me(request), now=clock.now())
    undo.say(request, _("Withdrawn. That address opens nothing any more."))
    return redirect("set_up:person", person=person.pk)


def _sign_in_page(request: Request, form: SignInForm, status: int = 200) -> HttpResponse:
    page = {"form": form, "nobody_yet": not User.objects.exists()}
    return render(request, "set_up/sign_in.html", page, status=status)


def _keep_page(request: Request, form: WayInForm) -> HttpResponse:
    return render(request, "set_up/keep.html", {"form": form, "place": "more"})


def _check(request: Request, user: User | None, password: str, email: str) -> Check:
    return check(user, password, email=email, address=machine_of(request), now=clock.now())


def _why_not(found: Check) -> str:
    if found is Check.TOO_MANY:
        return _("That was tried very often. Please wait a quarter of an hour, then try again.")
    return _("E-mail and password do not go together. Please look at both again.")


def _knows_password_so_far(request: Request, form: WayInForm, user: User) -> bool:
    if not isinstance(form, ChangeWayInForm):
        return True
    found = _check(request, user, form.cleaned_data["so_far"], user.email or "")
    if found is not Check.RIGHT:
        wrong = _("That is not your password so far.")
        form.add_error("so_far", wrong if found is Check.WRONG else _why_not(found))
    return found is Check.RIGHT
