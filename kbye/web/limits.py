"""What is announced and what is asked, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kbye.planning.lengths import Length

# The verb under which a change of the limit is recorded.
CHANGED = "changed_limits"
CHOICES = (Length.COFFEE, Length.EVENING, Length.NIGHT, Length.WEEKEND, Length.LONGER)


def up_to(length: str) -> str:
    """ "Up to an evening is announced; anything longer is asked.\""""
    return {
        Length.COFFEE: _("A coffee is announced; anything longer is asked."),
        Length.EVENING: _("Up to an evening is announced; a night or more is asked."),
        Length.NIGHT: _("Up to a night is announced; anything longer is asked."),
        Length.WEEKEND: _("Up to a weekend is announced; anything longer is asked."),
        Length.LONGER: _("Everything is announced; nothing has to be asked."),
    }[Length(length)]
