from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DashboardsConfig(AppConfig):
    name = "dashboards"

    def ready(self) -> None:
        from dashboards.wall.role import set_rights_after_migrating

        post_migrate.connect(set_rights_after_migrating, sender=self, dispatch_uid="dashboards.wall")
