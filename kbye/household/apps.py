from django.apps import AppConfig


class HouseholdConfig(AppConfig):
    name = "kbye.household"
    label = "household"
