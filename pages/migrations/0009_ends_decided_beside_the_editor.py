"""A text written before its end was put off no longer brings the former end back."""

from django.db import migrations, models
from django.db.models import Max, Q

KINDS = ("JobOfferPage", "RecruitmentSessionPage", "VolunteeringPage")
ACTS = ("declic.prolong", "declic.prolong_undone")


def number_known_ends(apps, schema_editor):
    """What was put off before the upgrade is safe as well from the texts that are older."""
    revisions = apps.get_model("wagtailcore", "Revision").objects
    entries = apps.get_model("wagtailcore", "PageLogEntry").objects.filter(action__in=ACTS)
    last_acts = dict(entries.values_list("page_id").annotate(Max("timestamp")).order_by())
    for kind in KINDS:
        model = apps.get_model("pages", kind)
        for page in model.objects.filter(pk__in=last_acts).iterator():
            # These two were given the new end; the older ones were not.
            is_known = Q(pk__in={page.live_revision_id, page.latest_revision_id} - {None})
            is_newer = Q(created_at__gte=last_acts[page.pk])
            of_page = revisions.filter(
                base_content_type__app_label="wagtailcore",
                base_content_type__model="page",
                object_id=str(page.pk),
            )
            for revision in of_page.filter(is_known | is_newer):
                revision.content["end_version"] = 1
                revision.save(update_fields=["content"])
            model.objects.filter(pk=page.pk).update(end_version=1)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", '0008_addresses_of_one_mailbox'),
        ("wagtailcore", "0089_log_entry_data_json_null_to_object"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name=kind.lower(),
                name="end_version",
                field=models.PositiveIntegerField(
                    default=0, editable=False, verbose_name="numéro de la fin de publication"
                ),
            )
            for kind in KINDS
        ),
        migrations.RunPython(number_known_ends, migrations.RunPython.noop),
    ]
