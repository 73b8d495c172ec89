from django.apps import AppConfig


class TodayConfig(AppConfig):
    name = "kbye.today"
    label = "today"
