from kbye.prepare import lists, worries
from kbye.web.paths import away

app_name = "prepare"
urlpatterns = [
    away("prepare/", lists.page, "page"),
    away("prepare/add/", lists.add, "add"),
    away("prepare/asked/", lists.answer, "answer"),
    away("prepare/<uuid:preparation>/", lists.change, "change"),
    away("prepare/<uuid:preparation>/mine/", lists.take_over, "take_over"),
    away("prepare/said/<uuid:to_say>/", lists.take_back_words, "take_back_words"),
    away("prepare/must/<uuid:occurrence>/", lists.drop_must, "drop_must"),
    away("missing/", lists.missing, "missing"),
    away("last-look/", lists.look, "look"),
    away("worries/", worries.page, "worries"),
    away("worries/<uuid:worry>/", worries.how_it_was, "how_it_was"),
    away("worries/<uuid:worry>/turn/", worries.turn, "turn"),
]
