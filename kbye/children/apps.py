from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "kbye.children"
    label = "children"
