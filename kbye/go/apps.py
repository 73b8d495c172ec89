from django.apps import AppConfig


class GoConfig(AppConfig):
    name = "kbye.go"
    label = "go"
