"""Being ready: the emergency sheet, who stands in, the drill."""

from django.urls import path

from kbye.urgent import drill_page, sheet, stand_in_pages

urlpatterns = [
    path("emergency-sheet/", sheet.page, name="sheet"),
    path("emergency-sheet/new-address/", sheet.new_address, name="new_address"),
    path("e/<str:token>/", sheet.kept_sheet, name="kept_sheet"),
    path("if-nobody-answers/", stand_in_pages.page, name="stand_ins"),
    path("if-nobody-answers/<uuid:standin>/", stand_in_pages.decide, name="decide_stand_in"),
    path("s/<str:token>/", stand_in_pages.receiver, name="stand_in"),
    path("drill/", drill_page.page, name="drill"),
]
