from django.urls import path

from kbye.come_back import views
from kbye.web.paths import away, both

app_name = "come_back"
urlpatterns = [
    path("history/", views.history, name="history"),
    away("back/", views.back, "back"),
    away("welcome/", views.welcome, "welcome"),
    away("next/", views.pencil_in, "next"),
    *both("two-minutes/", views.two_minutes, "two_minutes"),
    *both("postcard/", views.postcard, "postcard"),
    *both("photo/<uuid:postcard>/", views.photo, "photo"),
]
