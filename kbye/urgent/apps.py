from django.apps import AppConfig


class UrgentConfig(AppConfig):
    name = "kbye.urgent"
    label = "urgent"
