"""Service messages to people who applied to one offer, about that offer and nothing else.

Nobody unsubscribes from them: what they say (the interviews are put off) is what one applied for.
No state changes: that is an answer (`deciding`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.applications.errors import ApplicationError
from portal.applications.links import where_followed
from portal.applications.models import Application, ApplicationMessage
from portal.applications.queries import answerable_by
from portal.applications.replies import values_of
from portal.applications.services.bulk import MAX_AT_ONCE
from portal.applications.states import Status
from portal.participation.disclosure import DISCLOSES, disclosing_word
from portal.participation.group_messages import TWICE, just_written, read_by
from portal.participation.recruiting import is_agent
from portal.participation.replies import fill, unknown_variables, variables_in
from portal.participation.reply_to import NOT_PROPOSED, Replies, ReplyTo, proposed_replies
from snippets.locks import take
from snippets.mail.queue import queue_mail
from snippets.site import absolute

NOBODY = "Choisissez au moins une personne qui a une adresse e-mail et que l’on peut joindre."
TOO_MANY = f"Écrivez à {MAX_AT_ONCE}\u00a0personnes au plus à la fois."
SEVERAL = "Un message va aux personnes d’une seule annonce."
UNKNOWN = "Rien ne remplit {name} ici\u00a0: retirez-le."
# An appointment is an answer, with its day and its place.
_NOT_HERE = frozenset({"date", "lieu"})


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, and how many were left out: nobody may write to them, or they just had it."""

    message: ApplicationMessage
    written: int
    unreachable: int
    already: int = 0


def recipients_among(rows: Sequence[Application]) -> list[Application]:
    """Those who may be written to: with an address, agreeing, neither erased nor hidden."""
    return [
        row
        for row in rows
        if row.status not in {Status.TO_CONFIRM, Status.WITHDRAWN}
        and row.hidden_at is None
        and row.participant.erased_at is None
        and row.agreement.withdrawn_at is None
        and row.participant.address
    ]


def replies_of(rows: Sequence[Application], user: User) -> dict[str, Replies]:
    """Where the answers may go: the writer, the organisation that they applied to, the service.

    An opportunity may have passed from one organisation to another: then none of them is proposed.
    """
    organisations = {row.organisation_id: row.organisation for row in rows}
    return proposed_replies(user, *organisations.values() if len(organisations) == 1 else (None,))


def check_words(*, subject: str, text: str) -> None:
    """Raise ApplicationError for what a message may not say. Called before it is shown or sent."""
    for field, words in (("subject", subject), ("text", text)):
        if word := disclosing_word(words):
            raise ApplicationError(DISCLOSES.format(word=word), field=field)
        unknown = [*unknown_variables(words), *sorted(variables_in(words) & _NOT_HERE)]
        if unknown:
            raise ApplicationError(UNKNOWN.format(name=f"{{{unknown[0]}}}"), field=field)


@transaction.atomic
def send_message(
    *,
    applications: Sequence[Application],
    subject: str,
    text: str,
    user: User,
    reply_to: str = ReplyTo.SERVICE,
    now: datetime | None = None,
) -> Sent:
    """Write to people who applied to one offer; each reads it alone, with the way to follow theirs.

    Those that the writer may not answer are left out, and who had the same message ten minutes ago.
    `reply_to` is one of `replies_of`. Raises ApplicationError for words that disclose, nobody to
    write to, too many, an address that is not proposed, or when everybody just had it.
    """
    now = now or timezone.now()
    subject, text = " ".join(subject.split()), text.strip()
    check_words(subject=subject, text=text)
    if len(applications) > MAX_AT_ONCE:
        raise ApplicationError(TOO_MANY)
    pages = {one.page_id for one in applications}
    if len(pages) > 1 or None in pages:
        raise ApplicationError(SEVERAL)
    for page in pages:
        take(f"applications.message {page}")
    asked = _answerable(applications, user)
    reached = recipients_among(asked)
    if not reached:
        raise ApplicationError(NOBODY)
    earlier = ApplicationMessage.objects.filter(page=reached[0].page_id)
    written = just_written(earlier, subject=subject, text=text, user=user, now=now)
    people = [person for person in reached if person.pk not in written]
    if not people:
        raise ApplicationError(TWICE)
    replies = replies_of(people, user).get(reply_to)
    if replies is None:
        raise ApplicationError(NOT_PROPOSED, field="reply_to")
    message = ApplicationMessage.objects.create(
        page_id=people[0].page_id,
        title=people[0].title,
        subject=subject,
        text=text,
        sent_at=now,
        sent_by=user,
        sent_by_name=str(user),
        replies_read_by=replies.read_by,
    )
    message.recipients.set(people)
    is_service = is_agent(user)
    for person in people:
        _queue(message, person, replies, is_service=is_service, bulk=len(people) > 1)
    return Sent(message, len(people), len(applications) - len(reached), len(reached) - len(people))


def filled(text: str, application: Application) -> str:
    """The text as one person reads it."""
    return fill(text, values_of(application))


def messages_read_by(user: User, page_id: int) -> QuerySet[ApplicationMessage]:
    """What was written about an offer, and that somebody reads."""
    return read_by(user, ApplicationMessage.objects.filter(page_id=page_id))


def _answerable(applications: Sequence[Application], user: User) -> list[Application]:
    """Those that the writer may answer, as they are now."""
    rows = answerable_by(user).filter(pk__in=[one.pk for one in applications])
    related = rows.select_related("participant__user", "agreement", "organisation", "page")
    return list(related.order_by("pk"))


def _queue(
    message: ApplicationMessage,
    person: Application,
    replies: Replies,
    *,
    is_service: bool,
    bulk: bool,
) -> None:
    queue_mail(
        "application_message",
        to=person.participant.address,
        context={
            "recipient_name": person.participant.first,
            "subject": filled(message.subject, person),
            "text": filled(message.text, person),
            "offer_title": person.title,
            "organisation_name": person.organisation.name,
            "sender": "" if is_service else person.organisation.name,
            "follow_url": absolute(where_followed(person)),
        },
        reply_to=replies.address,
        replies_read_by=replies.read_by,
        bulk=bulk,
    )
