from django.urls import path

from kbye.share import basis, correcting, trips, views

app_name = "share"
urlpatterns = [
    path("own-time/", views.page, name="page"),
    path("own-time/trip/", trips.enter, name="trip"),
    path("own-time/trip/suggested/", trips.suggested, name="suggested"),
    path("own-time/basis/", basis.page, name="basis"),
    path("own-time/<uuid:person>/correct/", correcting.correct, name="correct"),
    path("own-time/correction/<uuid:correction>/remove/", correcting.remove, name="remove_correction"),
    path("own-time/<slug:day>/", views.week, name="week"),
]
