from django.apps import AppConfig


class HalfyearConfig(AppConfig):
    name = "halfyear"

    def ready(self) -> None:
        from halfyear import withdrawn

        withdrawn.connect()
