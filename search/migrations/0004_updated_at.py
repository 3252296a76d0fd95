"""When each opportunity was last published: until it is written again, when it was first."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0003_change_log"),
    ]

    operations = [
        migrations.AddField(
            model_name="opportunity",
            name="updated_at",
            field=models.DateTimeField(db_default=Now()),
        ),
        migrations.RunSQL(
            "UPDATE search_opportunity SET updated_at = published_at", migrations.RunSQL.noop
        ),
    ]
