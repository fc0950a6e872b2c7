from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from partners import erasing
        from partners.services import circles

        erasing.connect()
        circles.connect()
