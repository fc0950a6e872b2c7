from django.apps import AppConfig


class CheckupsConfig(AppConfig):
    name = "checkups"

    def ready(self) -> None:
        from checkups.services import telling

        telling.connect()
