"""What the register of personal data says of sessions, of the door, of lists taken away."""

from datetime import timedelta

from django.db.models import Q

from portal.participation.holdings import by_who_acted
from portal.personal_data.register import Holding, OnErasure, by_user, register

_KEPT = (
    "Jusqu’à ce que votre compte soit effacé\u00a0; elles restent sans votre nom, pour les bilans. "
    "Sans compte\u00a0: deux ans après la dernière rencontre."
)
_TRACE = "Tant que l’inscription existe, sans votre nom une fois votre compte effacé."
_YEAR = timedelta(days=365)
_GONE = "Compte effacé"

REGISTRATIONS = Holding(
    "recruitment.Registration",
    "Vos inscriptions à des rencontres",
    "Vous garder une place, et vous écrire si quelque chose change.",
    _KEPT,
    lambda user: Q(participant__user=user),
    {
        "roster": "Savoir à quelle rencontre.",
        "slot": "Savoir à quelle heure.",
        "status": "Savoir si vous avez une place, et si vous êtes venu·e.",
        "arrival": "Donner les places dans l’ordre.",
        "channel": "Savoir si on vous a aidé·e.",
        "helped_by": "Savoir qui vous a inscrit·e.",
        "helped_for": "Savoir au titre de quelle organisation.",
        "shares_identity": "Savoir si les organisations voient votre nom.",
        "cv": "Savoir quel CV les organisations voient.",
        "accessibility_needs": "Bien vous accueillir. Effacé le lendemain de la rencontre.",
        "created_at": "Dater l’inscription.",
        "changed_at": "Dater son état.",
        "coming_at": "Savoir que vous venez.",
        "asked_at": "Ne pas vous le demander trop souvent.",
        "reminders_sent": "Ne pas vous le rappeler trop souvent.",
        "not_reached_at": "Vous rappeler.",
        "came_at": "Savoir que vous êtes venu·e.",
        "came_unexpected": "Compter les places.",
    },
    left_out=frozenset({"id", "participant", "agreement", "code"}),
    on_erasure=OnErasure.REDACT,
    redacted={"accessibility_needs": ""},
    screen=("Suivre mes inscriptions", "recruitment:own"),
)
HELPED = Holding(
    "recruitment.Registration",
    "Les inscriptions que vous avez faites pour d’autres",
    "Dire à la personne qui l’a inscrite.",
    _TRACE,
    by_user("helped_by"),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
    about="roster.told_title",
)
CHANGES = Holding(
    "recruitment.RegistrationChange",
    "L’histoire de vos inscriptions",
    "Savoir ce qui s’est passé, et quand.",
    "Tant que l’inscription existe.",
    lambda user: Q(registration__participant__user=user),
    {
        "at": "Dater le changement.",
        "from_status": "Savoir où elle en était.",
        "to_status": "Savoir où elle en est.",
        "slot_starts_at": "Savoir à quelle heure c’était.",
        "note": "Savoir pourquoi.",
    },
    left_out=frozenset({"id", "registration", "actor", "actor_name"}),
    on_erasure=OnErasure.REDACT,
    redacted={"note": ""},
)
CHANGES_MADE = Holding(
    "recruitment.RegistrationChange",
    "Ce que vous avez changé dans des inscriptions",
    "Savoir qui l’a fait.",
    _TRACE,
    by_who_acted("registration__participant"),
    {},
    on_erasure=OnErasure.REDACT,
    redacted={"actor_name": _GONE},
    is_trace=True,
    about="registration.roster.told_title",
)
PLACES = Holding(
    "recruitment.PlaceOffer",
    "Les places qui vous ont été proposées",
    "Vous garder la place jusqu’à votre réponse, et ne pas vous la proposer deux fois.",
    "Tant que l’inscription existe.",
    lambda user: Q(registration__participant__user=user),
    {
        "slot": "Savoir à quelle heure.",
        "sent_at": "Dater la proposition.",
        "deadline": "Savoir jusqu’à quand répondre.",
        "answer": "Garder votre réponse.",
        "answered_at": "Dater votre réponse.",
    },
    left_out=frozenset({"id", "public_id", "registration"}),
    on_erasure=OnErasure.KEEP,
)
SCANS = Holding(
    "recruitment.Scan",
    "Vos passages à l’entrée des rencontres",
    "Noter que vous êtes là, une seule fois.",
    "Un an.",
    lambda user: Q(registration__participant__user=user),
    {
        "how": "Savoir comment vous avez été reconnu·e.",
        "at": "Savoir à quelle heure.",
        "received_at": "Savoir quand le site l’a su.",
        "result": "Savoir ce que cela a donné.",
        "reason": "Savoir pourquoi c’est refusé.",
    },
    left_out=frozenset({"id", "roster", "nonce", "registration", "by"}),
    expired=lambda now: Q(received_at__lt=now - _YEAR),
)
SCANS_MADE = Holding(
    "recruitment.Scan",
    "Les personnes que vous avez pointées",
    "Savoir qui a noté la présence.",
    "Un an.",
    by_user("by"),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
    about="roster.told_title",
)
LINKS = Holding(
    "recruitment.CompanyLink",
    "Les liens que vous avez faits pour des entreprises",
    "Savoir qui a donné accès à une liste.",
    "Un an après la fin du lien.",
    by_user("made_by"),
    {},
    on_erasure=OnErasure.KEEP,
    expired=lambda now: Q(expires_at__lt=now - _YEAR),
    is_trace=True,
    about="roster.told_title",
)
ACCESSES = Holding(
    "recruitment.ListAccess",
    "Les listes de rencontres que vous avez emportées",
    "Savoir qui a lu les noms des personnes.",
    "Un an.",
    by_user("by"),
    {},
    on_erasure=OnErasure.REDACT,
    redacted={"by_name": _GONE},
    expired=lambda now: Q(at__lt=now - _YEAR),
    is_trace=True,
    about="roster.told_title",
)
MESSAGES = Holding(
    "recruitment.SessionMessage",
    "Les messages que vous avez reçus sur une rencontre",
    "Savoir ce qui vous a été écrit.",
    "Un an.",
    lambda user: Q(recipients__participant__user=user),
    {
        "subject": "Savoir de quoi il s’agit.",
        "text": "Savoir ce qui vous a été écrit.",
        "sent_at": "Dater le message.",
    },
    left_out=frozenset(
        {"id", "roster", "sent_by", "sent_by_name", "replies_read_by", "recipients"}
    ),
    on_erasure=OnErasure.KEEP,
    expired=lambda now: Q(sent_at__lt=now - _YEAR),
)
MESSAGES_SENT = Holding(
    "recruitment.SessionMessage",
    "Les messages que vous avez écrits aux inscrits d’une rencontre",
    "Savoir qui a écrit.",
    "Un an.",
    by_user("sent_by"),
    {},
    on_erasure=OnErasure.REDACT,
    redacted={"sent_by_name": _GONE, "replies_read_by": ""},
    is_trace=True,
    about="subject",
)


def register_holdings() -> None:
    """Declare them: called when the app is ready."""
    register(REGISTRATIONS, HELPED, CHANGES, CHANGES_MADE, PLACES, SCANS, SCANS_MADE)
    register(LINKS, ACCESSES, MESSAGES, MESSAGES_SENT)
