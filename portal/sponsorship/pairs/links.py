"""« Nous nous sommes parlé », « Pas encore »: what the mail that asks lets one say in one tap."""

from datetime import timedelta

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services.contact import say_not_yet, say_spoken
from portal.sponsorship.pairs.states import Side
from snippets.mail.actions.kinds import ActionKind, Outcome, Proposal
from snippets.mail.actions.links import path_of

LIFETIME = timedelta(days=60)
TOO_OLD = "Ce lien a plus de 60\u00a0jours\u00a0: il ne fonctionne plus."
GONE = "Ce binôme n’existe plus."
_SPOKEN, _NOT_YET = "sponsorship_spoken", "sponsorship_not_yet"


def contact_paths(pair: Sponsorship, side: Side) -> tuple[str, str]:
    """The paths of both links for one of the two: they have talked, and not yet."""
    subject = f"{pair.pk}-{side.value}"
    return path_of(_SPOKEN, subject), path_of(_NOT_YET, subject)


def _read(subject: str) -> tuple[Sponsorship, Side]:
    key, _, side = subject.partition("-")
    rows = Sponsorship.objects.select_related("request", "participant__user", "sponsor__user")
    pair = rows.filter(pk=int(key)).first()
    if pair is None or not pair.user_of(Side(side)).is_active:
        raise SponsorshipError(GONE)
    return pair, Side(side)


def _ask_spoken(subject: str) -> Proposal:
    _read(subject)
    return Proposal(
        "Votre parrainage",
        "Vous vous êtes parlé, au téléphone, en visio ou en personne\u00a0?",
        "Nous nous sommes parlé",
    )


def _spoken(subject: str) -> Outcome:
    pair, side = _read(subject)
    say_spoken(pair=pair, side=side, actor=Actor(pair.user_of(side)))
    return Outcome("C’est noté\u00a0: votre parrainage a commencé.")


def _ask_not_yet(subject: str) -> Proposal:
    _read(subject)
    return Proposal("Votre parrainage", "Vous ne vous êtes pas encore parlé\u00a0?", "Pas encore")


def _not_yet(subject: str) -> Outcome:
    pair, side = _read(subject)
    say_not_yet(pair=pair, side=side, actor=Actor(pair.user_of(side)))
    return Outcome("C’est noté. Sans nouvelles, la coordination vous appellera.")


KINDS = (
    ActionKind(_SPOKEN, LIFETIME, TOO_OLD, _ask_spoken, _spoken),
    ActionKind(_NOT_YET, LIFETIME, TOO_OLD, _ask_not_yet, _not_yet),
)
