from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "sharing"

    def ready(self) -> None:
        from sharing.services import ending, lending, placing

        ending.connect()
        lending.connect()
        placing.connect()
