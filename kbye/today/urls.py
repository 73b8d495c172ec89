from django.urls import path

from kbye.today import views

app_name = "today"
urlpatterns = [
    path("", views.page, name="page"),
    path("no-offers/", views.no_offers, name="no_offers"),
    path("undo/<int:seq>/", views.take_back, name="undo"),
]
