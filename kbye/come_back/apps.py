from django.apps import AppConfig


class ComeBackConfig(AppConfig):
    name = "kbye.come_back"
    label = "come_back"
