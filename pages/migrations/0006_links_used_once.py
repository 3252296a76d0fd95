"""Which links of expiry notices were used is kept with those of all other messages."""

from django.db import migrations

USED_AT = {"offer_prolong": "prolonged_at", "offer_filled": "filled_at"}


def copy_used_links(apps, schema_editor):
    """Links that have acted must not act again."""
    notices = apps.get_model("pages", "ExpiryNotice").objects
    used_link = apps.get_model("snippets", "UsedLink")
    used_link.objects.bulk_create(
        [
            used_link(purpose=purpose, subject=str(pk))
            for purpose, field in USED_AT.items()
            for pk in notices.filter(**{f"{field}__isnull": False}).values_list("pk", flat=True)
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("pages", "0005_editorial"), ("snippets", "0005_used_links")]

    operations = [
        migrations.RunPython(copy_used_links, migrations.RunPython.noop),
        migrations.RemoveField(model_name="expirynotice", name="filled_at"),
        migrations.RemoveField(model_name="expirynotice", name="prolonged_at"),
    ]
