from django.apps import AppConfig


class DecideConfig(AppConfig):
    name = "kbye.decide"
    label = "decide"
