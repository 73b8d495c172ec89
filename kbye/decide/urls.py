from django.urls import path

from kbye.decide import standing, views
from kbye.web.paths import away

app_name = "decide"
urlpatterns = [
    path("away/", views.page, name="page"),
    path("give/", views.give, name="give"),
    path("when/by-hand/", views.by_hand, name="by_hand"),
    path("when/situation.json", views.situation, name="situation"),
    path("when/help/", views.help_comes, name="help_comes"),
    path("when/better/", views.better, name="better"),
    path("when/<slug:length>/", views.times, name="times"),
    path("choose/", views.choose, name="choose"),
    path("standing/", standing.page, name="standing"),
    path("standing/make/", standing.make, name="make_standing"),
    path("standing/<uuid:standing>/agree/", standing.agree, name="agree_standing"),
    path("standing/<uuid:standing>/end/", standing.end, name="end_standing"),
    away("skip/", standing.skip, "skip"),
    away("instead/", standing.instead, "instead"),
    away("instead/take/", standing.take, "take_instead"),
]
