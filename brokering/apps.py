from django.apps import AppConfig


class BrokeringConfig(AppConfig):
    name = "brokering"

    def ready(self) -> None:
        from brokering import merging

        merging.connect()
