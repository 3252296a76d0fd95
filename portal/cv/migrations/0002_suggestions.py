"""The first set of phrases for CVs; staff edit it afterwards."""

import json
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parent.parent / "data" / "domain_suggestions.json"


def load(apps, schema_editor):
    """One set for each ROME domain."""
    model = apps.get_model("cv", "CvSuggestions")
    for row in json.loads(FILE.read_text(encoding="utf-8")):
        model.objects.get_or_create(
            domain=row["domain"],
            occupation=None,
            defaults={
                "phrases": "\n".join(row["phrases"]),
                "skills": "\n".join(row["skills"]),
            },
        )


class Migration(migrations.Migration):
    dependencies = [("cv", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
