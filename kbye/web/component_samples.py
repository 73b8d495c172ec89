"""What the living page of components shows: people, a form in three states, an evening in lanes."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from django import forms

DRAWINGS = Path(__file__).parent / "templates" / "drawings"


class Person(NamedTuple):
    name: str
    initials: str
    colour: int


class Bar(NamedTuple):
    """A stretch of a lane; `start` and `width` in thousandths of the evening."""

    start: int
    width: int
    kind: str
    words: str


class Lane(NamedTuple):
    person: Person
    bars: tuple[Bar, ...]


SAM, ALEX, BEN = Person("Sam", "S", 1), Person("Alex", "A", 2), Person("Ben", "B", 3)
MIA, GRANDMA, ZOE = Person("Mia", "M", 4), Person("Grandma", "G", 5), Person("Zoe", "Z", 6)
RUTH, NOOR = Person("Ruth", "R", 7), Person("Noor", "N", 8)
PEOPLE = (SAM, ALEX, BEN, MIA, GRANDMA, ZOE, RUTH, NOOR)

EVENING = (
    Lane(ALEX, (Bar(0, 1000, "on_duty", "Alex from 18:00 to 22:00"),)),
    Lane(MIA, (Bar(0, 400, "on_duty", "with Alex"), Bar(400, 600, "asleep", "asleep from 19:36"))),
    Lane(BEN, (Bar(0, 520, "busy", "at football"), Bar(520, 480, "on_duty", "with Alex from 20:05"))),
    Lane(ZOE, (Bar(0, 300, "on_duty", "with Alex"), Bar(300, 700, "asleep", "asleep from 19:12"))),
)
SCALE = tuple({"label": label} for label in ("18:00", "20:00", "22:00"))
NIGHTS = tuple({"past": past} for past in (True, False, False, False))
MESSAGE = """Hi Alex, I am going out on Friday 4 December, 18:00 to 22:00. You have Mia, Ben and Zoe.

What must happen:
18:30 Ben: inhaler, 2 puffs
20:15 fetch Zoe from Grandma

The rest is yours. Cereal is fine.
Sam"""


class SampleForm(forms.Form):
    """One of each kind of field."""

    name = forms.CharField(label="What do your children call you?", help_text="A name is enough.")
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
    from_time = forms.TimeField(label="From", widget=forms.TimeInput(attrs={"type": "time"}))
    until_time = forms.TimeField(label="Until", widget=forms.TimeInput(attrs={"type": "time"}))
    child = forms.CharField(label="Child")
    age = forms.IntegerField(label="Age", min_value=0)
    who = forms.ChoiceField(label="Who has them?", choices=[("alex", "Alex"), ("ruth", "Grandma")])
    medicine = forms.ChoiceField(
        label="Does anyone take medicine then?",
        help_text="Only what cannot wait.",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    children = forms.MultipleChoiceField(
        label="Which children?",
        choices=[("mia", "Mia"), ("ben", "Ben"), ("zoe", "Zoe")],
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(label="A few words", widget=forms.Textarea(attrs={"rows": 3}))
    photo = forms.FileField(label="A photo", required=False)
    standing = forms.BooleanField(label="Thursdays 19–22 stay mine, no more asking", required=False)


def _form(theme: str) -> SampleForm:
    filled = {
        f"{theme}-day": "2026-12-04",
        f"{theme}-from_time": "18:00",
        f"{theme}-until_time": "22:00",
        f"{theme}-child": "Mia",
        f"{theme}-age": "6",
        f"{theme}-medicine": "no",
        f"{theme}-children": ["mia", "ben"],
        f"{theme}-words": "Raw currants. They had a blast.",
        f"{theme}-who": "alex",
    }
    form = SampleForm(filled, prefix=theme)
    form.fields["name"].error_messages["required"] = "A name is missing here. Any name will do."
    return form


def _drawn_in(folder: Path) -> list[str]:
    return sorted(path.name.removesuffix(".svg.html") for path in folder.glob("*.svg.html"))


def samples() -> dict[str, object]:
    """The context of `components/page.html`."""
    return {
        "people": PEOPLE,
        "children": (MIA, BEN, ZOE),
        "alex": ALEX,
        "form_light": _form("light"),
        "form_dark": _form("dark"),
        "evening": EVENING,
        "scale": SCALE,
        "nights": NIGHTS,
        "text": MESSAGE,
        "drawings": _drawn_in(DRAWINGS),
        "icons": _drawn_in(DRAWINGS / "icons"),
    }
