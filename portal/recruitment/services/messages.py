"""Service messages to people of one list, about that session and nothing else.

Nobody unsubscribes from them: what they say (the room has changed) is what one registered for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.participation.disclosure import DISCLOSES, disclosing_word
from portal.participation.group_messages import TWICE, just_written, read_by
from portal.participation.recruiting import is_agent, recruiting_for
from portal.participation.replies import fill
from portal.participation.reply_to import NOT_PROPOSED, Replies, ReplyTo, proposed_replies
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.links import own_url
from portal.recruitment.models import Registration, Roster, SessionMessage
from portal.recruitment.rules import may_see_identity, shows_identity
from portal.recruitment.services.places import lock_roster
from portal.recruitment.states import LEFT, Status
from portal.recruitment.wording import place_of, when
from snippets import french
from snippets.folding import fold_name
from snippets.mail.queue import queue_mail
from snippets.models import Organisation

NOBODY = "Choisissez au moins une personne qui a une adresse e-mail et qui est sur la liste."
NO_TITLE = (
    "Retirez l’intitulé ou l’adresse de la session\u00a0: "
    "les messages disent «\u00a0{told}\u00a0», la date et le lieu."
)
UNKNOWN = "La variable {name} n’existe pas. Celle que chaque personne remplit est {{prenom}}."
_VARIABLE = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, and how many were left out: there is no address, or they just had it."""

    message: SessionMessage
    written: int
    unreachable: int
    already: int = 0


def recipients_among(rows: Sequence[Registration]) -> list[Registration]:
    """Those who may be written to: on the list, with an address, agreeing, not erased."""
    return [
        row
        for row in rows
        if row.status not in LEFT
        and row.status != Status.TO_CONFIRM
        and row.participant.erased_at is None
        and row.agreement.withdrawn_at is None
        and row.participant.address
    ]


def values_of(roster: Roster) -> dict[str, str]:
    """What the variables of a text are for everybody; `{prenom}` waits for a person.

    For RSA beneficiaries: neither the title nor who recruits.
    """
    return {
        "annonce": roster.told_title,
        "organisation": "" if roster.is_for_rsa else roster.organisation.name,
        "date": french.full_date(roster.starts_at),
        "lieu": place_of(roster),
    }


def filled(text: str, *, first_name: str) -> str:
    """The text as one person reads it."""
    return fill(text, {"prenom": first_name})


def check_words(*, roster: Roster, subject: str, text: str) -> None:
    """Raise RecruitmentError for what a message may not say. Called before it is shown or sent."""
    for field, words in (("subject", subject), ("text", text)):
        if word := disclosing_word(words, among_beneficiaries=roster.is_for_rsa):
            raise RecruitmentError(DISCLOSES.format(word=word), field=field)
        if roster.is_for_rsa and _names_session(roster, words, fold_name(words)):
            raise RecruitmentError(NO_TITLE.format(told=roster.told_title), field=field)
        unknown = [name for name in _VARIABLE.findall(words) if name != "prenom"]
        if unknown:
            raise RecruitmentError(UNKNOWN.format(name=f"{{{unknown[0]}}}"), field=field)


def subject_of(roster: Roster, subject: str) -> str:
    """What the mail is called: for RSA beneficiaries it begins as all that they are sent."""
    if roster.is_for_rsa and not subject.startswith(roster.told_title):
        return f"{roster.told_title}\u00a0: {subject}"[:120]
    return subject


@transaction.atomic
def send_message(
    *,
    roster: Roster,
    registrations: Sequence[Registration],
    subject: str,
    text: str,
    user: User,
    reply_to: str = ReplyTo.SERVICE,
    now: datetime | None = None,
) -> Sent:
    """Write to people of one list; each reads it alone, with the way to their own registration.

    Who had the same message ten minutes ago is left out. `reply_to` is one of `replies_of`. Raises
    RecruitmentError for words that disclose, nobody to write to, an address that is not proposed,
    or when everybody just had it.
    """
    now = now or timezone.now()
    roster = lock_roster(roster)
    subject, text = " ".join(subject.split()), text.strip()
    check_words(roster=roster, subject=subject, text=text)
    rows = roster.registrations.filter(pk__in=[row.pk for row in registrations])
    related = rows.select_related("participant__user", "agreement", "slot", "roster__commune")
    asked = list(related.order_by("pk"))
    reached = recipients_among(asked)
    if not reached:
        raise RecruitmentError(NOBODY)
    called = subject_of(roster, subject)
    earlier = roster.messages.all()
    written = just_written(earlier, subject=called, text=text, user=user, now=now)
    people = [person for person in reached if person.pk not in written]
    if not people:
        raise RecruitmentError(TWICE)
    replies = replies_of(roster, user, people).get(reply_to)
    if replies is None:
        raise RecruitmentError(NOT_PROPOSED, field="reply_to")
    message = roster.messages.create(
        subject=called,
        text=text,
        sent_at=now,
        sent_by=user,
        sent_by_name=str(user),
        replies_read_by=replies.read_by,
    )
    message.recipients.set(people)
    sender = _sender(roster, user)
    for person in people:
        _queue(message, person, roster=roster, sender=sender, replies=replies, bulk=len(people) > 1)
    return Sent(message, len(people), len(asked) - len(reached), len(reached) - len(people))


def _queue(
    message: SessionMessage,
    person: Registration,
    *,
    roster: Roster,
    sender: str,
    replies: Replies,
    bulk: bool,
) -> None:
    first = person.participant.first
    queue_mail(
        "session_message",
        to=person.participant.address,
        context={
            "recipient_name": first,
            "subject": filled(message.subject, first_name=first),
            "text": filled(message.text, first_name=first),
            "session_title": roster.told_title,
            "session_date": when(person),
            "session_place": place_of(roster),
            "sender": sender,
            "own_url": own_url(person),
        },
        reply_to=replies.address,
        replies_read_by=replies.read_by,
        bulk=bulk,
    )


def replies_of(roster: Roster, user: User, people: Sequence[Registration]) -> dict[str, Replies]:
    """Where the answers may go: to an organisation, only when it reads who all of them are.

    An answer says who one is. So nothing goes to an organisation from a list of beneficiaries.
    """
    if is_agent(user):
        are_shown = all(shows_identity(person) for person in people)
        organisation = roster.organisation if are_shown else None
    else:
        are_shown = all(may_see_identity(user, person) for person in people)
        organisation = _organisation_of(roster, user) if are_shown else None
    return proposed_replies(user, organisation)


def _sender(roster: Roster, user: User) -> str:
    """The organisation in whose name a member writes; none for an agent."""
    if roster.is_for_rsa or is_agent(user):
        return ""
    mine = _organisation_of(roster, user)
    return mine.name if mine else ""


def _organisation_of(roster: Roster, user: User) -> Organisation | None:
    """The one of a member, the organiser first."""
    found = roster.organisations.filter(pk__in=recruiting_for(user))
    return min(found, key=lambda item: (item.pk != roster.organisation_id, item.pk), default=None)


def messages_read_by(user: User, roster: Roster) -> QuerySet[SessionMessage]:
    """What was written to people of a list, and that somebody reads."""
    return read_by(user, roster.messages.all())


def _names_session(roster: Roster, words: str, folded: str) -> bool:
    title = fold_name(roster.title)
    is_named = bool(title) and f" {title} " in f" {folded} "
    return is_named or "/sessions/" in words or "/inscription/" in words
