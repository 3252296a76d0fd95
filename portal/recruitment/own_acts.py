"""The buttons of a registration's own page that ask nothing more: what each says and does.

A message leads to the page of one button: opening it changes nothing, the button does.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.accounts.actors import Actor
from portal.recruitment.models import Registration
from portal.recruitment.own_page import OwnPage
from portal.recruitment.services import coming
from portal.recruitment.services.cancelling import cancel
from portal.recruitment.states import Role


@dataclass(frozen=True, slots=True)
class Act:
    """One button. `do` returns the sentence that says that it is done, or raises DomainError."""

    title: str
    text: str
    button: str
    can: Callable[[OwnPage], bool]
    do: Callable[[Registration, Actor], str]


def _say_coming(registration: Registration, actor: Actor) -> str:
    coming.say_coming(registration=registration, comes=True, actor=actor)
    return "Merci\u00a0: c’est noté, vous venez."


def _say_not_coming(registration: Registration, actor: Actor) -> str:
    coming.say_coming(registration=registration, comes=False, actor=actor)
    return "C’est noté\u00a0: vous ne venez pas. Merci de l’avoir dit."


def _cancel(registration: Registration, actor: Actor) -> str:
    cancel(registration=registration, role=Role.PERSON, actor=actor)
    return "Votre inscription est annulée. Merci de l’avoir dit."


def _withdraw(registration: Registration, actor: Actor) -> str:
    coming.withdraw(registration=registration, actor=actor)
    return "Votre accord est retiré, et votre inscription est terminée."


def _share(registration: Registration, actor: Actor) -> str:
    coming.share_identity(registration=registration, shares=True, actor=actor)
    return "C’est noté\u00a0: les organisations qui recrutent voient votre nom."


def _stop_sharing(registration: Registration, actor: Actor) -> str:
    coming.share_identity(registration=registration, shares=False, actor=actor)
    return "C’est noté\u00a0: les organisations ne voient plus votre nom."


_FREES = "Votre place sera proposée à la personne suivante."
ACTS: dict[str, Act] = {
    "je-viens": Act(
        "Je viens",
        "Dites-le en un clic\u00a0: cela nous aide à accueillir tout le monde.",
        "Oui, je viens",
        lambda page: page.can_say_coming and page.registration.coming_at is None,
        _say_coming,
    ),
    "je-ne-viens-pas": Act(
        "Je ne viens pas",
        f"{_FREES} Vous pourrez vous inscrire de nouveau s’il reste de la place.",
        "Je ne viens pas",
        lambda page: page.can_cancel,
        _say_not_coming,
    ),
    "annuler": Act(
        "Annuler mon inscription",
        f"{_FREES} Vous pourrez vous inscrire de nouveau s’il reste de la place.",
        "Annuler mon inscription",
        lambda page: page.can_cancel,
        _cancel,
    ),
    "retirer-mon-accord": Act(
        "Retirer mon accord",
        "Quelqu’un vous a inscrit·e en disant que vous étiez d’accord. Si vous retirez votre "
        "accord, votre inscription est annulée et les organisations ne voient plus votre nom.",
        "Retirer mon accord",
        lambda page: page.can_withdraw,
        _withdraw,
    ),
    "montrer-mon-nom": Act(
        "Montrer mon nom aux organisations",
        "Les organisations qui recrutent lors de cette rencontre verront votre nom, vos "
        "coordonnées et votre CV si vous en avez joint un.",
        "Montrer mon nom",
        lambda page: page.can_choose_sharing and not page.registration.shares_identity,
        _share,
    ),
    "cacher-mon-nom": Act(
        "Ne plus montrer mon nom",
        "Les organisations verront seulement qu’une personne est inscrite.",
        "Ne plus montrer mon nom",
        lambda page: page.can_choose_sharing and page.registration.shares_identity,
        _stop_sharing,
    ),
}
