from django.apps import AppConfig


class ShareConfig(AppConfig):
    name = "kbye.share"
    label = "share"
