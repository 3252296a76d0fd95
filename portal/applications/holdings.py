"""What the register of personal data says of applications."""

from datetime import timedelta

from django.db.models import Q

from portal.participation.holdings import by_who_acted
from portal.personal_data.register import Holding, OnErasure, by_user, register

_KEPT = (
    "Jusqu’à ce que votre compte soit effacé\u00a0; elles restent sans votre nom ni votre message. "
    "L’organisation ne lit plus une candidature refusée après trois mois, deux ans si vous avez "
    "accepté d’être gardé·e en mémoire."
)
_TRACE = "Tant que la candidature existe, sans votre nom une fois votre compte effacé."
_GONE = "Compte effacé"

APPLICATIONS = Holding(
    "applications.Application",
    "Vos candidatures",
    "Les envoyer à l’organisation, et vous dire ce qu’elles deviennent.",
    _KEPT,
    lambda user: Q(participant__user=user),
    {
        "title": "Reconnaître l’annonce, même terminée.",
        "kind": "Savoir à quoi vous avez répondu.",
        "organisation": "Savoir à qui elle est envoyée.",
        "channel": "Savoir si on vous a aidé·e.",
        "helped_by": "Savoir qui a postulé pour vous.",
        "helped_for": "Savoir au titre de quelle organisation.",
        "cv": "Savoir quel CV est envoyé.",
        "message": "L’envoyer à l’organisation.",
        "keep_in_mind": "La garder pour d’autres postes, si vous le voulez.",
        "status": "Vous dire où elle en est.",
        "refusal": "Savoir pourquoi elle n’est pas retenue.",
        "created_at": "Dater la candidature.",
        "sent_at": "Savoir quand la réponse est attendue.",
        "changed_at": "Dater son état.",
        "answered_late": "Dire que la réponse est venue après le délai.",
    },
    left_out=frozenset(
        {
            "id",
            "page",
            "participant",
            "agreement",
            "version",
            "announced_at",
            "reminded_at",
            "hidden_at",
        }
    ),
    on_erasure=OnErasure.REDACT,
    redacted={"message": ""},
    screen=("Suivre mes candidatures", "applications:own"),
)
HELPED = Holding(
    "applications.Application",
    "Les candidatures que vous avez envoyées pour d’autres",
    "Dire à la personne qui a postulé pour elle.",
    _TRACE,
    by_user("helped_by"),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
    about="title",
)
CHANGES = Holding(
    "applications.ApplicationChange",
    "L’histoire de vos candidatures",
    "Savoir ce qui s’est passé, et quand.",
    "Tant que la candidature existe.",
    lambda user: Q(application__participant__user=user),
    {
        "at": "Dater le changement.",
        "from_status": "Savoir où elle en était.",
        "to_status": "Savoir où elle en est.",
        "refusal": "Savoir pourquoi elle n’est pas retenue.",
        "is_late": "Dire que la réponse est venue après le délai.",
    },
    left_out=frozenset({"id", "application", "actor", "actor_name"}),
    on_erasure=OnErasure.KEEP,
)
CHANGES_MADE = Holding(
    "applications.ApplicationChange",
    "Ce que vous avez changé dans des candidatures",
    "Savoir qui l’a fait.",
    _TRACE,
    by_who_acted("application__participant"),
    {},
    on_erasure=OnErasure.REDACT,
    redacted={"actor_name": _GONE},
    is_trace=True,
    about="application.title",
)
NOTES = Holding(
    "applications.ApplicationNote",
    "Les notes d’organisations sur vos candidatures",
    "Comparer les candidatures.",
    "Tant que votre candidature existe\u00a0; effacées avec votre compte.",
    lambda user: Q(application__participant__user=user),
    {
        "text": "Se souvenir de ce qui a été dit. Vous pouvez les lire ici.",
        "written_at": "Dater la note.",
    },
    left_out=frozenset({"id", "application", "author", "author_name"}),
)
NOTES_WRITTEN = Holding(
    "applications.ApplicationNote",
    "Les notes que vous avez écrites sur des candidatures",
    "Savoir qui l’a écrite.",
    _TRACE,
    by_user("author"),
    {},
    on_erasure=OnErasure.REDACT,
    redacted={"author_name": _GONE},
    is_trace=True,
    about="application.title",
)
MESSAGES = Holding(
    "applications.ApplicationMessage",
    "Les messages que vous avez reçus sur une candidature",
    "Savoir ce qui vous a été écrit.",
    "Un an.",
    lambda user: Q(recipients__participant__user=user),
    {
        "title": "Savoir de quelle annonce il s’agit.",
        "subject": "Savoir de quoi il s’agit.",
        "text": "Savoir ce qui vous a été écrit.",
        "sent_at": "Dater le message.",
    },
    left_out=frozenset({"id", "page", "sent_by", "sent_by_name", "replies_read_by", "recipients"}),
    on_erasure=OnErasure.KEEP,
    expired=lambda now: Q(sent_at__lt=now - timedelta(days=365)),
)
MESSAGES_SENT = Holding(
    "applications.ApplicationMessage",
    "Les messages que vous avez écrits aux candidats d’une annonce",
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
    register(APPLICATIONS, HELPED, CHANGES, CHANGES_MADE, NOTES, NOTES_WRITTEN)
    register(MESSAGES, MESSAGES_SENT)
