"""Facts come here from the room of places, with all that was stored."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import wijkweb.kit.partial_dates


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0003_facts_get_a_room"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Fact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("dated_on", wijkweb.kit.partial_dates.PartialDateField(verbose_name="date")),
                        ("quantity", models.CharField(max_length=200, verbose_name="quantity")),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=8,
                                max_digits=24,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="value",
                            ),
                        ),
                        (
                            "decimals",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(8)],
                                verbose_name="decimals as given",
                            ),
                        ),
                        ("unit", models.CharField(max_length=100, verbose_name="unit")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        ("source", models.CharField(blank=True, max_length=500, verbose_name="source")),
                        (
                            "kern",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="facts",
                                to="places.kern",
                                verbose_name="kern",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "fact",
                        "verbose_name_plural": "facts",
                        "ordering": ["dated_on", "quantity"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kern", "dated_on", "quantity"),
                                name="one_fact_per_kern_date_quantity",
                                violation_error_message="This kern already has this figure on this date.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFact",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("dated_on", wijkweb.kit.partial_dates.PartialDateField(verbose_name="date")),
                        ("quantity", models.CharField(max_length=200, verbose_name="quantity")),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=8,
                                max_digits=24,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="value",
                            ),
                        ),
                        (
                            "decimals",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(8)],
                                verbose_name="decimals as given",
                            ),
                        ),
                        ("unit", models.CharField(max_length=100, verbose_name="unit")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        ("source", models.CharField(blank=True, max_length=500, verbose_name="source")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kern",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="places.kern",
                                verbose_name="kern",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical fact",
                        "verbose_name_plural": "historical facts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ],
        ),
    ]
