from django.apps import AppConfig


class TellConfig(AppConfig):
    name = "kbye.tell"
    label = "tell"
