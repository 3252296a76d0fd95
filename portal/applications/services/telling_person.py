"""Messages to the person who applies, in the transaction of what they tell."""

from django.utils import timezone

from portal.applications.delays import CONFIRM_WITHIN, reply_by
from portal.applications.links import follow_url, where_followed
from portal.applications.models import Application
from snippets.mail.kinds import MailValue
from snippets.mail.queue import queue_mail
from snippets.site import absolute


def ask_to_confirm(application: Application) -> None:
    """Write to an address that was typed: its owner sends the application, or not."""
    _write(
        "application_to_confirm",
        application,
        follow_url=follow_url(application),
        days=CONFIRM_WITHIN.days,
    )


def say_sent(application: Application) -> None:
    """Tell the person what left for them; who was helped reads by whom, and how to say no."""
    day = reply_by(application.sent_at or timezone.now())
    if application.helped_by is None:
        _write(
            "application_sent",
            application,
            follow_url=absolute(where_followed(application)),
            reply_by=day,
        )
        return
    _write(
        "application_helped",
        application,
        # Without signing in: who was helped may never have signed in.
        follow_url=follow_url(application),
        reply_by=day,
        helper_name=helper_name(application),
        agreement=application.agreement.text,
    )


def say_already(application: Application) -> None:
    """Tell the owner of an address that they applied before: the screen tells nobody."""
    _write("application_already", application, follow_url=absolute(where_followed(application)))


def say_withdrawn(application: Application) -> None:
    """Confirm that nothing is sent any more."""
    _write("application_withdrawn", application)


def helper_name(application: Application) -> str:
    """« Camille Petit (Mission locale) »: for the person alone, never for who recruits."""
    name = str(application.helped_by) if application.helped_by else ""
    return f"{name} ({application.helped_for})" if application.helped_for else name


def _write(key: str, application: Application, **context: MailValue) -> None:
    participant = application.participant
    if not participant.address:
        return
    queue_mail(
        key,
        to=participant.address,
        context={
            "recipient_name": participant.first,
            "title": application.title,
            "organisation": application.organisation.name,
            **context,
        },
    )
