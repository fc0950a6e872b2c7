"""Who registered an initiative read there what is kept: their cards need not be told about."""

from typing import Any

from django.db import migrations


def mark(apps: Any, schema_editor: Any) -> None:
    notice = apps.get_model("partners", "PersonNotice")
    rows = apps.get_model("residents", "Registration").objects.filter(
        person__isnull=False, erased_on__isnull=True
    )
    there = set(notice.objects.values_list("partner_id", flat=True))
    told = {row.person_id: row.sent_at.date() for row in rows if row.person_id not in there}
    notice.objects.bulk_create([notice(partner_id=pk, told_on=day) for pk, day in told.items()])


class Migration(migrations.Migration):
    dependencies = [("residents", "0006_takeovers"), ("partners", "0004_told")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
