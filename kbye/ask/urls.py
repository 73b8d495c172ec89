from django.urls import path

from kbye.ask import asking, helping, views
from kbye.web.paths import away, both

app_name = "ask"
urlpatterns = [
    *both("gaps/", views.page, "page"),
    *both("gaps/better/", views.better, "better"),
    *both("gaps/mine/", views.mine, "mine"),
    *both("gaps/new/", asking.new, "new"),
    *both("gaps/<uuid:gap>/", asking.gap, "gap"),
    *both("gaps/<uuid:gap>/take/", views.take, "take"),
    *both("gaps/<uuid:gap>/close/", views.close, "close"),
    *both("gaps/<uuid:gap>/open/", views.open_again, "open"),
    *both("asks/<uuid:ask>/", views.message, "message"),
    *both("asks/<uuid:ask>/kbye.ics", views.entry, "entry"),
    *both("asks/<uuid:ask>/kbye.pdf", views.paper, name="paper_for"),
    *both("asks/<uuid:ask>/said/", views.said, "said"),
    away("asks/<uuid:ask>/said-now/", views.said_now, "said_now"),
    *both("asks/<uuid:ask>/end/", views.end, "end"),
    *both("asks/<uuid:ask>/new-link/", views.renew_link, "renew_link"),
    path("h/<str:token>/", helping.page, name="help"),
    path("h/<str:token>/fresh/", helping.fresh, name="help_fresh"),
    path("h/<str:token>/<uuid:ask>/answer/", helping.answer, name="answer"),
    path("h/<str:token>/<uuid:ask>/take-back/", helping.take_back, name="take_back"),
    path("h/<str:token>/<uuid:ask>/kbye.ics", helping.ics, name="ics"),
    path("h/<str:token>/<uuid:ask>/read/", helping.has_read, name="has_read"),
    path("h/<str:token>/<uuid:ask>/kbye.pdf", helping.paper, name="paper"),
]
