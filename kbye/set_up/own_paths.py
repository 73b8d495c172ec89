"""Where to go on to: only ever to a page of this kbye."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme


def own_path(wanted: str, *, otherwise: str) -> str:
    """`wanted` if it is a path on this very site ("/away/"), else `otherwise`."""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else otherwise
