from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "residents"

    def ready(self) -> None:
        from residents import driving
        from residents.services import deciding, taking_over

        deciding.connect()
        driving.connect()
        taking_over.connect()
