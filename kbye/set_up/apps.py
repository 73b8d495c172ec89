from django.apps import AppConfig


class SetUpConfig(AppConfig):
    name = "kbye.set_up"
    label = "set_up"
