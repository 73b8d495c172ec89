from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "kbye.handbook"
    label = "handbook"
