from django.apps import AppConfig


class PrepareConfig(AppConfig):
    name = "kbye.prepare"
    label = "prepare"
