from django.urls import path

from kbye.come_back import keepsake, two_minutes, views
from kbye.web.paths import away, both

app_name = "come_back"
urlpatterns = [
    path("history/", views.history, name="history"),
    path("history/<int:year>/", keepsake.year, name="year"),
    path("history/of/<uuid:child>/", keepsake.of_child, name="of_child"),
    path("our-way/<uuid:ourway>/remove/", views.remove_way, name="remove_way"),
    path("try-first/<uuid:tryfirst>/remove/", views.remove_try, name="remove_try"),
    away("back/", views.back, "back"),
    away("keepsake/", keepsake.page, "keepsake"),
    away("welcome/", views.welcome, "welcome"),
    away("next/", views.pencil_in, "next"),
    *both("two-minutes/", two_minutes.page, "two_minutes"),
    *both("postcard/", views.postcard, "postcard"),
    *both("first/<uuid:first>/remove/", views.remove_first, "remove_first"),
    *both("photo/<uuid:postcard>/", views.photo, "photo"),
]
