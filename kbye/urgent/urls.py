from django.urls import URLPattern, URLResolver

from kbye.urgent import leaving_urls, ready_urls

app_name = "urgent"
urlpatterns: list[URLPattern | URLResolver] = [*leaving_urls.urlpatterns, *ready_urls.urlpatterns]
