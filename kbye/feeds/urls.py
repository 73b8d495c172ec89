from django.urls import path

from kbye.feeds import fetching, views

app_name = "feeds"

urlpatterns = [
    path("calendars/out/", views.page, name="page"),
    path("calendars/out/make/", views.make, name="make"),
    path("calendars/out/<uuid:feed>/stop/", views.stop, name="stop"),
    path("calendars/out/choose/", views.choose, name="choose"),
    path("calendars/out/<uuid:calendarout>/stop-writing/", views.stop_writing, name="stop_writing"),
    path("f/<str:token>/kbye.ics", fetching.feed, name="feed"),
]
