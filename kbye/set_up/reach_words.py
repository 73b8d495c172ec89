"""Who can open an address of this kbye, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kbye.web.reach import Reach

WHO_CAN_OPEN: dict[Reach, str | Promise] = {
    Reach.THIS_COMPUTER: _("Only this computer can open kbye's links. Other phones cannot."),
    Reach.HOME_NETWORK: _("Phones in your own Wi-Fi can open kbye's links. On the road they cannot."),
    Reach.ANYWHERE: _("Phones anywhere can open kbye's links."),
}
