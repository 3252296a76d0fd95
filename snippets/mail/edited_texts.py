"""What staff do to the texts of messages: keep what was, go back, try on oneself."""

from django.db import transaction
from post_office.models import Email
from wagtail.log_actions import log
from wagtail.models import Revision

from snippets.errors import TooOftenError
from snippets.limits import HOUR, Limit
from snippets.mail.models import MailTemplate
from snippets.mail.queue import queue_mail
from snippets.mail.templates.engine import MailText
from snippets.mail.templates.samples import sample_values

# Names of entries in Wagtail's log; `wagtail_hooks` gives their words.
ORIGINAL_KEPT = "snippets.mail_original"
RESET = "snippets.mail_reset"
TEST_SENT = "snippets.mail_test"
TEST_PREFIX = "[Essai] "
TESTS = Limit("snippets.mail_tests", 20, HOUR)


class TooManyTestsError(TooOftenError):
    """This person has sent enough messages to themselves for this hour."""

    def __init__(self) -> None:
        super().__init__(
            f"{TESTS.most}\u00a0essais en une heure, c’est le maximum. "
            "Attendez un peu, ou regardez l’aperçu."
        )


def unusable() -> list[MailTemplate]:
    """The messages whose text of staff is not used."""
    changed = MailTemplate.objects.exclude(subject="", body="")
    return [template for template in changed if template.fault]


@transaction.atomic
def keep_what_was(*, template: MailTemplate) -> None:
    """Store the text before its first change, so that the history begins with it.

    A test to oneself is logged without a version: it does not count as a beginning.
    """
    stored = MailTemplate.objects.select_for_update().get(pk=template.pk)
    if stored.latest_revision_id:
        return
    revision = stored.save_revision(clean=False)
    log(instance=stored, action=ORIGINAL_KEPT, revision=revision)


@transaction.atomic
def reset(*, template: MailTemplate, user: object) -> Revision:
    """Empty the row, so that the project's text is used again; the history keeps the other."""
    keep_what_was(template=template)
    stored = MailTemplate.objects.select_for_update().get(pk=template.pk)
    stored.subject = stored.body = ""
    stored.save()
    revision = stored.save_revision(user=user, clean=False)
    log(instance=stored, action=RESET, user=user, revision=revision)
    return revision


def send_test(*, template: MailTemplate, user: object) -> Email:
    """Queue the text of `template`, saved or not, filled with samples, to `user` alone.

    Raises TooManyTestsError.
    """
    if not TESTS.allows(user.pk):  # type: ignore[attr-defined]
        raise TooManyTestsError
    text = MailText(f"{TEST_PREFIX}{template.text.subject}", template.text.body)
    with transaction.atomic():
        email = queue_mail(
            template.key,
            to=user.email,  # type: ignore[attr-defined]
            context=sample_values(template.kind, common=False) if template.kind else {},
            text=text,
        )
        log(instance=template, action=TEST_SENT, user=user)
    return email
