from django.urls import URLPattern, path

from kbye.children import cards, moving, shown, views
from kbye.web.paths import View, away

app_name = "children"


def both(route: str, view: View, name: str) -> list[URLPattern]:
    """The same view on an adult's phone and on the children's tablet, whose names end in `_by_link`."""
    return [
        path(f"children/{route}", view, name=name),
        path(f"c/<str:token>/{route.removeprefix('shown/')}", view, name=f"{name}_by_link"),
    ]


urlpatterns = [
    path("children/", views.page, name="page"),
    path("children/link/", views.make_link, name="make_link"),
    path("children/link/end/", views.end_link, name="end_link"),
    path("children/cards/<uuid:card>/remove/", cards.remove, name="remove_card"),
    away("cards/new/", cards.new, "new_card"),
    away("strip/", shown.strip, "strip"),
    away("return/", moving.page, "move_return"),
    path("c/<str:token>/strip/", shown.strip, name="strip_by_link"),
    *both("shown/", shown.page, "shown"),
    *both("heard/", shown.heard, "heard"),
    *both("cards/<uuid:card>/", cards.card, "card"),
    *both("cards/<uuid:card>/open/", cards.open_it, "open"),
    *both("cards/<uuid:card>/photo/", cards.photo, "photo"),
    *both("cards/<uuid:card>/voice/", cards.voice, "voice"),
]
