"""A helper's stretch as an entry for their calendar."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from kbye.ask.stretch import asker_of, children_of
from kbye.calendars.writing import Entry, calendar_text
from kbye.household.gap import Ask, Gap
from kbye.household.language import written_for
from kbye.web.wording import names


def text_for(ask: Ask, gap: Gap, *, now: datetime, is_off: bool = False) -> bytes:
    """RFC 5545 text of this one ask; `is_off` strikes it in the calendar that took it."""
    with written_for(ask.helper):
        words = (
            _("%(children)s, open end (%(name)s asked)")
            if gap.span.open_end
            else _("%(children)s (%(name)s asked)")
        )
        title = words % {
            "children": names(children_of(gap)) or _("the children"),
            "name": asker_of(gap).name,
        }
    entry = Entry(
        uid=f"{ask.pk}@{settings.PUBLIC_ADDRESS.split('//')[-1].split(':')[0].strip('/')}",
        start=gap.starts_at,
        end=gap.ends_at,
        zone=gap.household.zone,
        title=title,
        description=gap.place,
        url="",
        sequence=max(int((now - gap.created_at).total_seconds()), 0),
        cancelled=is_off,
    )
    return calendar_text((entry,), method="CANCEL" if is_off else "PUBLISH", now=now)
