from django.urls import path

from kbye.handbook import views

app_name = "handbook"
urlpatterns = [
    path("handbook/", views.page, name="page"),
    path("handbook/fact/", views.add_fact, name="add_fact"),
    path("handbook/fact/<uuid:fact>/remove/", views.remove_fact, name="remove_fact"),
    path("handbook/contact/", views.add_contact, name="add_contact"),
    path("handbook/contact/<uuid:contact>/remove/", views.remove_contact, name="remove_contact"),
]
