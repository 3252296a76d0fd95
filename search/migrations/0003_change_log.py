from django.db import migrations, models
from django.db.models.functions import Now

TABLES = (
    "search_opportunity",
    "snippets_commune",
    "snippets_occupation",
    "snippets_organisation",
)
FUNCTION = """
CREATE FUNCTION search_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN
        INSERT INTO search_datachange (source) VALUES (TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END
$$
"""
# A trigger that sees the changed rows serves one kind of statement.
EVENTS = (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
TRIGGER = """
CREATE TRIGGER search_log_{name} AFTER {event} ON {table} REFERENCING {rows} TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION search_log_change()
"""


def triggers():
    for table in TABLES:
        for event, rows in EVENTS:
            name = event.lower()
            yield (
                TRIGGER.format(name=name, event=event, table=table, rows=rows),
                f"DROP TRIGGER search_log_{name} ON {table}",
            )


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_details"),
        ("snippets", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DataChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=40)),
                ("changed_at", models.DateTimeField(db_default=Now())),
            ],
            options={"verbose_name": "changement de données", "ordering": ("pk",)},
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(fields=["expires_at"], name="search_opp_expiry"),
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION search_log_change()"),
        *(migrations.RunSQL(make, unmake) for make, unmake in triggers()),
    ]
