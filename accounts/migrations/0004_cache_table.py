"""The table that counts tries to sign in when there is no Redis; there always, so that Redis may go."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    call_command("createcachetable", "wijkweb_cache", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS wijkweb_cache")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sessions_and_history")]

    operations = [migrations.RunPython(make, drop)]
