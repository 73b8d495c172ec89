"""One line per slice. Who may enter which route stands in `web/roles.py`."""

from __future__ import annotations

from django.urls import include, path

from kbye.web import language, living_page, phones, push_files

urlpatterns = [
    path("", include("kbye.today.urls")),
    path("", include("kbye.set_up.urls")),
    path("", include("kbye.decide.urls")),
    path("", include("kbye.tell.urls")),
    path("", include("kbye.ask.urls")),
    path("", include("kbye.go.urls")),
    path("", include("kbye.prepare.urls")),
    path("", include("kbye.come_back.urls")),
    path("", include("kbye.children.urls")),
    path("", include("kbye.handbook.urls")),
    path("", include("kbye.share.urls")),
    path("", include("kbye.urgent.urls")),
    path("", include("kbye.feeds.urls")),
    path("l/<str:token>/open/", phones.open_here, name="open_here"),
    path("h/<str:token>/open/", phones.open_here, name="open_here_to_help"),
    path("c/<str:token>/open/", phones.open_here, name="open_here_on_a_tablet"),
    path("l/<str:token>/language/", language.choose, name="choose_language"),
    path("h/<str:token>/language/", language.choose, name="choose_language_to_help"),
    path("s/<str:token>/language/", language.choose, name="choose_language_to_stand_in"),
    path("healthz", living_page.healthz, name="healthz"),
    path("sw.js", push_files.service_worker, name="service_worker"),
    path("manifest.webmanifest", push_files.manifest, name="manifest"),
    path("components/", living_page.components, name="components"),
]

handler400 = "kbye.web.errors.not_understood"
handler403 = "kbye.web.errors.not_yours"
handler404 = "kbye.web.errors.not_there"
handler500 = "kbye.web.errors.went_wrong"
