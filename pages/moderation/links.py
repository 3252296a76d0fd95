"""The two links of the expiry notice: « prolonger » and « c'est pourvu », once each by notice."""

from datetime import date, timedelta
from typing import Any

from django.core import signing

from pages.moderation import services
from pages.moderation.author_mail import last_day
from pages.moderation.models import ExpiryNotice
from snippets import french
from snippets.mail.actions import kinds, links
from snippets.mail.actions.kinds import ActionKind, Outcome, Proposal
from snippets.mail.actions.links import INCOMPLETE, LinkError

PROLONG = "offer_prolong"
FILL = "offer_filled"
LIFETIME = timedelta(days=15)
_OLD_SALT = "pages.moderation.links"
_OLD_ACTIONS = {"prolong": PROLONG, "fill": FILL}


def register_links() -> None:
    """Declare them: called when the app is ready."""
    for purpose, propose, act in (
        (PROLONG, _propose_prolongation, _prolong),
        (FILL, _propose_filling, _fill),
    ):
        kinds.register(
            ActionKind(
                purpose=purpose,
                lifetime=LIFETIME,
                too_old="Ce lien a plus de quinze jours. Connectez-vous pour faire la même chose.",
                propose=propose,
                act=act,
                next_label="Aller à mon compte",
                next_name="account_home",
            )
        )


def link_path(notice: ExpiryNotice, purpose: str) -> str:
    """The path of a link; it holds no personal data."""
    return links.path_of(purpose, str(notice.pk))


def read_old_token(token: str) -> links.Link:
    """A link mailed before those of `snippets.mail.actions`, as it is written now.

    Raises LinkError.
    """
    try:
        content = signing.loads(token, salt=_OLD_SALT)
        purpose, subject = _OLD_ACTIONS[content["action"]], str(content["notice"])
    except (signing.BadSignature, ValueError, KeyError, TypeError) as error:
        raise LinkError(INCOMPLETE) from error
    return links.dated(links.Link(kinds.get(purpose), subject), token, salt=_OLD_SALT)


def _propose_prolongation(subject: str) -> Proposal:
    page = _prolongable(subject).page.specific
    now, later = _written(page.expire_at), _written(services.next_expiry(page))
    return Proposal(
        title=f"Prolonger votre {page.noun.singular}",
        text=f"{_named(page)} est visible jusqu’au {now}. Elle restera en ligne jusqu’au {later}.",
        button=f"Prolonger {page.noun.the}",
    )


def _prolong(subject: str) -> Outcome:
    page = services.prolong(page=_prolongable(subject).page)
    return Outcome(
        text=f"{_named(page)} reste en ligne jusqu’au {_written(page.expire_at)}.",
        next_label=f"Voir {page.noun.the}",
        next_path=page.url,
    )


def _propose_filling(subject: str) -> Proposal:
    page = _open(subject).page.specific
    return Proposal(
        title="Le poste est pourvu" if page.kind == "job" else "Vous avez trouvé quelqu’un",
        text=f"{_named(page)} ne sera plus visible. Plus personne ne pourra y répondre.",
        button=f"Retirer {page.noun.the} du site",
    )


def _fill(subject: str) -> Outcome:
    page = services.mark_filled(page=_open(subject).page)
    return Outcome(
        text=f"{_named(page)} n’est plus visible. Merci de nous l’avoir dit, et bonne continuation."
    )


def _open(subject: str) -> ExpiryNotice:
    """The notice of an offer that is on line."""
    notice = ExpiryNotice.objects.select_related("page").filter(pk=subject).first()
    if notice is None:
        message = "Cette annonce n’existe plus."
        raise LinkError(message)
    if not notice.page.specific.is_open:
        message = "Cette annonce n’est plus en ligne."
        raise LinkError(message)
    return notice


def _prolongable(subject: str) -> ExpiryNotice:
    """The same, that no other notice's link has prolonged since."""
    notice = _open(subject)
    if notice.page.expire_at != notice.expire_at:
        message = "La date de fin de cette annonce a déjà changé\u00a0: rien d’autre à faire."
        raise LinkError(message)
    return notice


def _named(page: Any) -> str:
    return f"«\u00a0{page.title}\u00a0»"


def _written(moment: Any) -> str:
    """The last day on line before a moment: “lundi 3 mai 2027”."""
    day: date | None = last_day(moment)
    return french.full_date(day) if day else ""
