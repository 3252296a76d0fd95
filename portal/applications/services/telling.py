"""The mails that follow a decision: to the person, and to who helped them."""

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.applications.answers import news, news_of_somebody
from portal.applications.links import where_followed
from portal.applications.models import Application
from portal.applications.queries import recruiting_for
from portal.applications.states import Status
from snippets.addresses import names_one_mailbox
from snippets.mail.queue import queue_mail
from snippets.site import absolute, absolute_url

SUBJECT = "Votre candidature\u00a0: {title}"
# What a subject holds in a mail.
MAX_SUBJECT = 150


def helper_of(application: Application) -> User | None:
    """Who helped and may still follow it, or None: they left, or the person does without them."""
    helper = application.helped_by
    if helper is None or not helper.is_active:
        return None
    still = Application.objects.helped_by(helper).filter(pk=application.pk)
    return helper if still.exists() else None


def tell_person(
    application: Application,
    *,
    subject: str = "",
    message: str = "",
    is_late: bool = False,
    actor: Actor | None = None,
    bulk: bool = False,
) -> bool:
    """Write the decision to the person; to who helped them when they have no address.

    Whether somebody was written to: otherwise the organisation calls.
    """
    message = message.strip()
    if not application.participant.address:
        return _pass_on(application, message)
    context = {
        **_about(application),
        "mail_subject": one_line(subject) or SUBJECT.format(title=application.title)[:MAX_SUBJECT],
        "organisation_message": message,
        "is_late": is_late,
        "follow_url": absolute(where_followed(application)),
    }
    if application.status == Status.REFUSED:
        key = "application_refused"
        context["search_url"] = absolute_url("search:results")
    else:
        key = "application_answered"
        context["news"] = news(application.status, application.kind)
    queue_mail(
        key,
        to=application.participant.address,
        context=context,
        reply_to=_reply_to(application, actor),
        bulk=bulk,
    )
    return True


def tell_no_answer(application: Application, *, days: int) -> bool:
    """Tell the person that nobody answered in time, and that a reply may still come."""
    if not application.participant.address:
        return _pass_on(application, "")
    queue_mail(
        "application_no_answer",
        to=application.participant.address,
        context={
            **_about(application),
            "days": days,
            "follow_url": absolute(where_followed(application)),
            "search_url": absolute_url("search:results"),
        },
        bulk=True,
    )
    return True


def tell_helper(application: Application, *, word: str) -> None:
    """Send the organisation's word to who helped: it never learns who that is."""
    helper = helper_of(application)
    if helper is None:
        return
    queue_mail(
        "application_helper_word",
        to=helper.email,
        context={
            **_about_somebody(application, helper),
            "word": word,
            "reason": application.get_refusal_display(),
        },
    )


def one_line(subject: str) -> str:
    """A subject on one line, not too long."""
    return " ".join(subject.split())[:MAX_SUBJECT]


def _pass_on(application: Application, message: str) -> bool:
    helper = helper_of(application)
    if helper is None:
        return False
    queue_mail(
        "application_to_pass_on",
        to=helper.email,
        context={
            **_about_somebody(application, helper),
            "news": news_of_somebody(application.status, application.kind),
            "organisation_message": message,
        },
    )
    return True


def _about(application: Application) -> dict[str, str]:
    return {
        "recipient_name": application.participant.first,
        "offer_title": application.title,
        "organisation_name": application.organisation.name,
    }


def _about_somebody(application: Application, helper: User) -> dict[str, str]:
    return {
        "recipient_name": str(helper),
        "person_name": application.participant.name,
        "offer_title": application.title,
        "organisation_name": application.organisation.name,
    }


def _reply_to(application: Application, actor: Actor | None) -> str | None:
    """Where the person's answer goes: the organisation, or its member who wrote."""
    organisation = application.organisation
    if names_one_mailbox(organisation.email):
        return organisation.email
    is_member = (
        actor and actor.user and recruiting_for(actor.user).filter(pk=organisation.pk).exists()
    )
    return actor.user.email if is_member and actor and actor.user else None
