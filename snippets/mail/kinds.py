"""The messages that the site sends: their keys, and the variables their texts may use.

An app adds its own with `register()` from the `ready()` of its `AppConfig`, and puts the text in
`templates/mail/<key>.txt`, whose first line is "Objet : …".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from snippets.mail.categories import REMINDERS, SERVICE, MailCategory

MailValue = str | int | float | Decimal | bool | date | datetime | None


@dataclass(frozen=True)
class Variable:
    """One variable of a text: what staff read about it, and the value that previews show."""

    label: str
    sample: MailValue


@dataclass(frozen=True)
class MailKind:
    """One message: who gets it and when, and its variables by name.

    `needs`: the variables without which it is of no use, its link first of all. No text may leave
    one out, or print it in some cases only.
    """

    key: str
    label: str
    description: str
    variables: Mapping[str, Variable]
    category: MailCategory = SERVICE
    needs: tuple[str, ...] = field(kw_only=True)

    def __post_init__(self) -> None:
        """Raise ValueError for a need that is no variable."""
        if not set(self.needs) <= self.variables.keys():
            message = f"The message {self.key!r} needs a variable that it does not have."
            raise ValueError(message)

    @property
    def names(self) -> set[str]:
        """Every variable that the text may use."""
        return {*self.variables, *COMMON_VARIABLES}

    @property
    def sample(self) -> dict[str, MailValue]:
        """A context for previews."""
        every = {**COMMON_VARIABLES, **self.variables}
        return {name: variable.sample for name, variable in every.items()}


# Given to every message by `queue_mail`, from the site's settings.
COMMON_VARIABLES: Mapping[str, Variable] = {
    "site_name": Variable("le nom du site", "Déclic"),
    "contact_email": Variable("l’adresse e-mail du service emploi", "emploi@declic.example"),
    "contact_phone": Variable("le téléphone du service emploi", "03 53 01 90 00"),
}

_kinds: dict[str, MailKind] = {}


def register(kind: MailKind) -> None:
    """Declare a message. Raises ValueError when its key is taken by another one."""
    if _kinds.get(kind.key, kind) != kind:
        message = f"Two messages have the key {kind.key!r}."
        raise ValueError(message)
    _kinds[kind.key] = kind


def get(key: str) -> MailKind:
    """The message with this key. Raises KeyError."""
    return _kinds[key]


def find(key: str) -> MailKind | None:
    """The message with this key, or None: a row may outlive the code that used it."""
    return _kinds.get(key)


def every() -> list[MailKind]:
    """Every message, by label."""
    return sorted(_kinds.values(), key=lambda kind: kind.label)


_RECIPIENT = {"recipient_name": Variable("le prénom et le nom de la personne", "Éloïse Martin")}
_OFFER = {
    **_RECIPIENT,
    "offer_title": Variable("le titre de l’annonce", "Maçon ou maçonne à Belfort"),
    "organisation_name": Variable("l’organisation", "Menuiserie des Vosges"),
}
# Of the messages to an author, who knows what they wrote.
_OWN = {
    **_OFFER,
    "noun": Variable(
        "le mot «\u00a0offre\u00a0», «\u00a0mission\u00a0» ou «\u00a0session\u00a0»", "offre"
    ),
}
_OFFER_URL = {
    "offer_url": Variable(
        "l’adresse de l’annonce", "https://declic.example/offres/macon-ou-maconne-1234/"
    )
}
_EDIT_URL = {
    "edit_url": Variable(
        "l’adresse où modifier l’annonce", "https://declic.example/cms/pages/12/edit/"
    )
}

for _kind in (
    MailKind(
        "offer_submitted",
        "Annonce reçue",
        "À l’auteur, quand son annonce est envoyée en relecture.",
        {**_OWN, "moderation_days": Variable("le délai de relecture, en jours ouvrés", 2)},
        needs=("offer_title",),
    ),
    MailKind(
        "offer_published",
        "Annonce publiée",
        "À l’auteur, quand son annonce paraît.",
        {
            **_OWN,
            **_OFFER_URL,
            "expires_on": Variable("le dernier jour de parution", date(2027, 3, 12)),
        },
        needs=("offer_url",),
    ),
    MailKind(
        "offer_refused",
        "Annonce à corriger",
        "À l’auteur, quand la relecture demande une correction.",
        {
            **_OWN,
            **_EDIT_URL,
            "reason": Variable("la raison", "La rémunération n’est pas indiquée"),
            "comment": Variable(
                "le commentaire", "Indiquez un salaire, ou la convention collective."
            ),
        },
        needs=("reason", "edit_url"),
    ),
    MailKind(
        "offer_expiring",
        "Annonce bientôt terminée",
        "À l’auteur, 7 jours puis 1 jour avant la fin de parution.",
        {
            **_OWN,
            **_OFFER_URL,
            "expires_on": Variable("le dernier jour de parution", date(2027, 3, 12)),
            "days_left": Variable("le nombre de jours qui restent", 7),
            "prolong_url": Variable(
                "l’adresse pour prolonger", "https://declic.example/annonces/action/prolonger-abc/"
            ),
            "filled_url": Variable(
                "l’adresse pour dire que le poste est pourvu",
                "https://declic.example/annonces/action/pourvue-abc/",
            ),
        },
        REMINDERS,
        needs=("prolong_url", "filled_url"),
    ),
    MailKind(
        "offer_withdrawn",
        "Annonce retirée",
        "À l’auteur, quand l’équipe retire son annonce du site.",
        {
            **_OWN,
            "reason": Variable("la raison", "Le poste n’existe plus"),
            "comment": Variable("le commentaire", "L’entreprise nous a signalé un recrutement."),
        },
        needs=("offer_title", "reason"),
    ),
    MailKind(
        "ad_reported",
        "Annonce signalée",
        "À l’équipe, quand un visiteur signale une annonce.",
        {
            **_OFFER,
            **_OFFER_URL,
            **_EDIT_URL,
            "reason": Variable("la raison", "On me demande de l’argent"),
            "reporter_message": Variable(
                "le message du visiteur", "On m’a demandé de payer une formation avant l’entretien."
            ),
        },
        needs=("offer_url", "edit_url"),
    ),
):
    register(_kind)
