from django.apps import AppConfig


class BrokeringConfig(AppConfig):
    name = "brokering"

    def ready(self) -> None:
        from brokering import forgetting, merging

        merging.connect()
        forgetting.connect()
