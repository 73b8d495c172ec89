from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kbye.web"
    label = "web"
