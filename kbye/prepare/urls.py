from kbye.prepare import views
from kbye.web.paths import away

app_name = "prepare"
urlpatterns = [
    away("worries/", views.worries, "worries"),
    away("worries/<uuid:worry>/", views.how_it_was, "how_it_was"),
]
