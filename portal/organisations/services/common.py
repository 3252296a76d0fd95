"""What the services of organisations share."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from portal.accounts.actors import Actor
from portal.accounts.capabilities import VERIFY_ORGANISATIONS, has_capability
from portal.accounts.errors import AccountError, refuse
from portal.accounts.holders import people_who_may
from portal.accounts.models import Membership, User
from snippets.mail.kinds import MailValue
from snippets.mail.queue import queue_mail
from snippets.models import Organisation
from snippets.site import absolute_url, site_settings


def lock(organisation: Organisation) -> Organisation:
    """The organisation as it is now; one change of it at a time. Pages may still refer to it."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def person(actor: Actor) -> User:
    """Who acts: the site itself never does this. Raises ValueError."""
    if actor.user is None:
        message = "Only a person does this."
        raise ValueError(message)
    return actor.user


def officer(actor: Actor) -> User:
    """Who acts. Raises AccountError unless they verify and suspend organisations."""
    user = person(actor)
    if not has_capability(user, VERIFY_ORGANISATIONS):
        refuse("Seul le service emploi vérifie ou suspend une organisation.")
    return user


def refuse_invalid(error: ValidationError) -> AccountError:
    """The same problems as an error whose message can be shown."""
    return AccountError(" ".join(error.messages))


def managers_of(organisation: Organisation) -> list[User]:
    """Who manages it and can read a message."""
    rows = Membership.objects.managers().filter(organisation=organisation, user__is_active=True)
    return [row.user for row in rows.select_related("user")]


def officers() -> list[User]:
    """Who verifies organisations, and can read a message."""
    return list(people_who_may(VERIFY_ORGANISATIONS))


def tell(people: Iterable[User], key: str, organisation: Organisation, **context: MailValue) -> int:
    """Queue one message for each person, none of whom sees the others; return how many."""
    told = 0
    for recipient in people:
        queue_mail(
            key,
            to=recipient.email,
            context={
                "recipient_name": str(recipient),
                "organisation_name": organisation.name,
                **context,
            },
        )
        told += 1
    return told


def tell_officers(key: str, organisation: Organisation, **context: MailValue) -> None:
    """The same for every officer, or for the service's own address while there is none."""
    if tell(officers(), key, organisation, **context):
        return
    queue_mail(
        key,
        to=site_settings().contact_email,
        context={"recipient_name": "", "organisation_name": organisation.name, **context},
    )


def address_of(screen: str, organisation: Organisation) -> str:
    """The address of one of an organisation's screens, as a mail needs it."""
    return absolute_url(f"organisations:{screen}", organisation.slug)
