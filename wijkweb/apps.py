from django.apps import AppConfig


class WijkwebConfig(AppConfig):
    name = "wijkweb"
    verbose_name = "Wijkweb"
