from kbye.tell import answering, check_in, views
from kbye.web.paths import away, both

app_name = "tell"
urlpatterns = [
    away("message/", views.message, "message"),
    away("who/", views.who_stays, "who"),
    away("send/", views.send, "send"),
    away("told/", views.told, "told"),
    away("said-yes/", views.said_yes, "said_yes"),
    away("take-proposal/", views.take_proposal, "take_proposal"),
    away("as-it-was/", views.keep_as_it_is, "keep_as_it_is"),
    *both("all-well/", check_in.all_well, "all_well"),
    *both("urgent/", check_in.urgent, "urgent"),
    away("call-off/", views.call_off, "call_off"),
    away("end-link/", views.end_link, "end_link"),
    away("what-for/", views.what_for, "what_for"),
    *both("kbye.ics", views.ics, "ics"),
    *both("answer/", answering.answer, "answer"),
    away("asked/", answering.page, "answer_page"),
    *both("", answering.page, "answer_page")[1:],
]
