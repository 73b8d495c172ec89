"""Leaving within the hour."""

from django.urls import path

from kbye.urgent import views
from kbye.web.paths import away, both

urlpatterns = [
    path("leave-now/", views.start, name="start"),
    path("l/<str:token>/leave-now/", views.start, name="start_by_link"),
    *both("emergency/", views.now, "now"),
    *both("emergency/fresh/", views.fresh, "fresh"),
    *both("emergency/take-back/", views.take_back, "take_back"),
    *both("emergency/have-them/", views.have_them, "have_them"),
    *both("emergency/cannot/", views.cannot, "cannot"),
    *both("emergency/helpers/", views.ask_helpers, "ask_helpers"),
    *both("emergency/back/", views.back, "back"),
    *both("emergency/words/", views.words, "words"),
    away("emergency/message/<uuid:person>/", views.message, "message"),
]
