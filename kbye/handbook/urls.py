from django.urls import path

from kbye.handbook import asking, entries, on_duty, pasting, views
from kbye.web.paths import both

app_name = "handbook"
urlpatterns = [
    path("handbook/", views.page, name="page"),
    path("handbook/fact/", entries.add_fact, name="add_fact"),
    path("handbook/fact/<uuid:fact>/", entries.fact, name="fact"),
    path("handbook/fact/<uuid:fact>/remove/", entries.remove_fact, name="remove_fact"),
    path("handbook/fact/<uuid:fact>/photo/", views.photo, name="photo"),
    path("handbook/fact/<uuid:fact>/known/", asking.know_too, name="know_too"),
    path("handbook/photo/", entries.add_photo, name="add_photo"),
    path("handbook/if/<slug:brought>/", entries.brought_along, name="brought_along"),
    path("handbook/if/<slug:brought>/leave-out/", entries.leave_out, name="leave_out"),
    path("handbook/contact/", entries.add_contact, name="add_contact"),
    path("handbook/contact/<uuid:contact>/", entries.contact, name="contact"),
    path("handbook/contact/<uuid:contact>/remove/", entries.remove_contact, name="remove_contact"),
    path("handbook/contact/<uuid:contact>/earlier/", entries.earlier, name="earlier"),
    path("handbook/collector/", entries.add_collector, name="add_collector"),
    path("handbook/collector/<uuid:collector>/", entries.collector, name="collector"),
    path("handbook/collector/<uuid:collector>/remove/", entries.remove_collector, name="remove_collector"),
    path("handbook/paste/", pasting.paste, name="paste"),
    path("handbook/paste/keep/", pasting.keep, name="keep"),
    path("handbook/ask/", asking.ask_at_home, name="ask_at_home"),
    path("handbook/question/<uuid:question>/", asking.answer, name="answer"),
    path("handbook/question/<uuid:question>/let-go/", asking.let_go, name="let_go"),
    *both("handbook/", on_duty.page, name="on_duty"),
    *both("handbook/ask/", on_duty.ask, name="ask"),
    *both("handbook/<uuid:fact>/photo/", on_duty.photo, name="photo_on_duty"),
]
