from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from partners import acting, erasing
        from partners.services import circles

        acting.connect()
        erasing.connect()
        circles.connect()
