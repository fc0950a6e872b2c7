"""Facts go to a room of their own: the tables get another name, what is in them stays."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0002_term_of_a_kern"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("HistoricalFact"),
                migrations.DeleteModel("Fact"),
            ],
            database_operations=[
                migrations.AlterModelTable("Fact", "facts_fact"),
                migrations.AlterModelTable("HistoricalFact", "facts_historicalfact"),
            ],
        ),
    ]
