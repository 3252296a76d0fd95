"""How long texts are kept: the row of a message stays for the journal, its words do not."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from post_office.models import Attachment, Email

from snippets.mail.models import Delivery, Dispatch

KEPT = timedelta(days=60)
# A message that may still leave, held ones included, keeps its text, however old it is.
_OVER = (Delivery.SENT, Delivery.FAILED, Delivery.UNCERTAIN, Delivery.WITHHELD)
_BATCH = 500


def empty_old_messages() -> int:
    """Empty the texts of messages older than `KEPT`, delete their files; return how many."""
    now = timezone.now()
    emptied = 0
    while True:
        with transaction.atomic():
            rows = (
                Email.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(created__lt=now - KEPT, status__in=_OVER)
                .exclude(message="", html_message="")
            )
            batch = list(rows.order_by("pk").values_list("pk", flat=True)[:_BATCH])
            if not batch:
                return emptied
            Attachment.emails.through.objects.filter(email_id__in=batch).delete()
            Email.objects.filter(pk__in=batch).update(message="", html_message="")
            Dispatch.objects.filter(pk__in=batch).update(emptied_at=now)
            emptied += len(batch)


def delete_lost_files() -> int:
    """Delete the files that no message has any more, rows and contents; return how many."""
    deleted = 0
    for attachment in Attachment.objects.filter(emails=None).iterator():
        attachment.file.delete(save=False)
        attachment.delete()
        deleted += 1
    return deleted
