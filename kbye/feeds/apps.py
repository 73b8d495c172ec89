from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "kbye.feeds"
    label = "feeds"
