from django.apps import AppConfig


class AskConfig(AppConfig):
    name = "kbye.ask"
    label = "ask"
