from kbye.go import views
from kbye.web.paths import away, both

app_name = "go"
urlpatterns = [
    away("", views.page, "page"),
    away("begin/", views.begin, "begin"),
    *both("sheet/", views.sheet, "sheet"),
    *both("sheet/fresh/", views.fresh, "fresh"),
    *both("tick/<uuid:occurrence>/", views.tick, "tick"),
    *both("untick/<uuid:occurrence>/", views.untick, "untick"),
    *both("credit/<uuid:occurrence>/", views.credit, "credit"),
    *both("plan/", views.plan, "plan"),
]
