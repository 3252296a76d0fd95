"""What the register of personal data says of people who apply or register, and of their proofs."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from portal.accounts.actors import AUTOMATIC_NAMES
from portal.personal_data.register import Condition, Holding, OnErasure, by_user, named, register

_ACCOUNT = "Jusqu’à ce que votre compte soit effacé."
_PROOF = (
    "Tant que la candidature ou l’inscription existe, sans votre nom une fois votre compte effacé."
)
_YEAR = timedelta(days=365)
_GONE = "Compte effacé"

PEOPLE = Holding(
    "participation.Participant",
    "Votre fiche de candidature et d’inscription",
    "Vous répondre quand vous postulez ou vous inscrivez.",
    f"{_ACCOUNT} Sans compte\u00a0: deux ans après la dernière candidature ou rencontre.",
    by_user("user"),
    {
        "first_name": "Savoir qui vous êtes, si vous n’avez pas de compte.",
        "last_name": "Savoir qui vous êtes, si vous n’avez pas de compte.",
        "email": "Vous écrire, si vous n’avez pas de compte.",
        "email_confirmed_at": "Savoir que l’adresse est bien la vôtre.",
        "phone": "Vous appeler.",
        "commune": "Compter d’où viennent les personnes, sans les nommer.",
        "created_at": "Dater la fiche.",
    },
    left_out=frozenset(
        {"id", "user", "folded_name", "phone_digits", "erased_at", "is_somebody_else"}
    ),
    on_erasure=OnErasure.REDACT,
    redacted={
        "first_name": "",
        "last_name": "",
        "folded_name": "",
        "email_confirmed_at": None,
        "email": "",
        "phone": "",
        "phone_digits": "",
        "commune": None,
        "erased_at": Now(),
    },
)
AGREEMENTS = Holding(
    "participation.Agreement",
    "Vos accords pour une candidature ou une inscription",
    "Prouver que vous avez dit oui, et à quoi.",
    _PROOF,
    lambda user: Q(participant__user=user),
    {
        "purpose": "Dire de quoi il s’agit.",
        "version": "Savoir quel texte vous avez lu.",
        "text": "Garder le texte lu ou dit.",
        "how": "Savoir comment vous avez dit oui.",
        "given_at": "Dater l’accord.",
        "recorded_by_name": "Savoir qui l’a recueilli.",
        "recorded_for": "Savoir au titre de quelle organisation.",
        "withdrawn_at": "Dater le retrait.",
    },
    left_out=frozenset({"id", "participant", "recorded_by"}),
    on_erasure=OnErasure.KEEP,
    said={
        "purpose": named(
            (
                ("application", "candidature"),
                ("registration", "inscription à une session"),
                ("sponsorship", "parrainage"),
            )
        )
    },
)
HEARD = Holding(
    "participation.Agreement",
    "Les accords que vous avez recueillis",
    "Prouver qui a entendu la personne dire oui.",
    _PROOF,
    by_user("recorded_by"),
    {},
    on_erasure=OnErasure.REDACT,
    redacted={"recorded_by_name": _GONE},
    is_trace=True,
    about="text",
)
FROZEN_CVS = Holding(
    "participation.FrozenCv",
    "Les CV que vous avez envoyés",
    "Donner à l’organisation le CV que vous lui avez envoyé.",
    "Jusqu’au retrait de la candidature\u00a0; trois mois après un refus ou une rencontre, deux "
    "ans si vous avez accepté d’être gardé·e en mémoire. La ligne reste, sans le fichier.",
    lambda user: Q(participant__user=user),
    {
        "title": "Reconnaître le CV.",
        "file": "Le donner à l’organisation.",
        "size": "Vérifier le fichier.",
        "sha256": "Vérifier que le fichier n’a pas changé.",
        "made_at": "Dater l’envoi.",
        "erased_at": "Dater l’effacement.",
    },
    left_out=frozenset({"id", "participant"}),
    on_erasure=OnErasure.REDACT,
    redacted={"title": "CV effacé"},
)
CALLS = Holding(
    "participation.CallBack",
    "Vos demandes d’être rappelé·e",
    "Vous appeler.",
    "Un an après le dernier appel.",
    lambda user: Q(participant__user=user),
    {
        "phone": "Vous appeler.",
        "purpose": "Savoir pourquoi vous appeler.",
        "about": "Savoir de quoi vous parler.",
        "message": "Préparer l’appel.",
        "best_time": "Vous appeler au bon moment.",
        "asked_at": "Rappeler dans l’ordre.",
        "attempts": "Savoir combien de fois on a essayé.",
        "last_attempt_at": "Ne pas appeler deux fois de suite.",
        "note": "Se passer le relais.",
        "closed_at": "Ne plus vous appeler.",
        "result": "Savoir ce que l’appel a donné.",
    },
    left_out=frozenset({"id", "participant", "subject_id", "page_id", "taken_by", "closed_by"}),
    expired=lambda now: Q(closed_at__lt=now - _YEAR),
)
CALLS_MADE = Holding(
    "participation.CallBack",
    "Les appels que vous avez faits",
    "Savoir qui suit la demande.",
    "Un an après le dernier appel, sans votre nom une fois votre compte effacé.",
    lambda user: Q(taken_by=user) | Q(closed_by=user),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
    about="about",
)
OUTCOMES = Holding(
    "participation.Outcome",
    "Ce que vous êtes devenu·e après une rencontre ou une candidature",
    "Savoir si le service aide à trouver un emploi, et ne pas vous le demander deux fois.",
    "Tant que les bilans en dépendent, sans votre nom une fois votre compte effacé.",
    lambda user: Q(participant__user=user),
    {
        "organisation": "Savoir avec qui.",
        "about": "Savoir après quoi.",
        "kind": "Savoir ce qui s’est passé.",
        "contract": "Savoir quel contrat.",
        "start_date": "Savoir depuis quand.",
        "side": "Savoir qui l’a dit.",
        "said_at": "Dater la réponse.",
    },
    left_out=frozenset({"id", "participant", "about_id", "said_by", "said_by_name"}),
    on_erasure=OnErasure.KEEP,
)
OUTCOMES_SAID = Holding(
    "participation.Outcome",
    "Les suites que vous avez dites",
    "Savoir qui l’a dit.",
    "Tant que les bilans en dépendent, sans votre nom une fois votre compte effacé.",
    lambda user: Q(said_by=user) | Q(side="person", participant__user=user),
    {},
    on_erasure=OnErasure.REDACT,
    redacted={"said_by_name": _GONE},
    is_trace=True,
    about="organisation",
)
QUESTIONS = Holding(
    "participation.OutcomeQuestion",
    "Les questions à poser sur la suite",
    "Demander une seule fois ce qui n’est pas connu.",
    "Trois ans après la question ou sa réponse, pour compter qui travaille encore à "
    "90\u00a0jours\u00a0; sans votre nom une fois vos données effacées.",
    lambda user: Q(participant__user=user),
    {
        "organisation": "Savoir avec qui.",
        "about": "Savoir après quoi.",
        "side": "Savoir à qui demander.",
        "day": "Savoir combien de jours après.",
        "due_on": "Demander à temps.",
        "asked_at": "Ne pas demander deux fois.",
        "closed_at": "Ne plus demander.",
    },
    left_out=frozenset({"id", "participant", "about_id", "outcome"}),
    on_erasure=OnErasure.KEEP,
    # One that nobody answered ends as well.
    expired=lambda now: (
        Q(closed_at__lt=now - 3 * _YEAR) | Q(closed_at=None, asked_at__lt=now - 3 * _YEAR)
    ),
)
OPENINGS = Holding(
    "participation.OutcomeAccess",
    "Les pages des suites ouvertes avec votre lien",
    "Savoir qui a lu les noms des personnes.",
    "Un an.",
    by_user("by"),
    {},
    on_erasure=OnErasure.KEEP,
    expired=lambda now: Q(at__lt=now - _YEAR),
    is_trace=True,
    about="organisation",
)


def by_who_acted(participant: str) -> Condition:
    """Changes that the person made; `participant` leads from one to whom it is about.

    What somebody did by a link, before or without signing in, has their name alone.
    """
    return lambda user: (
        Q(actor=user)
        | Q(
            ~Q(actor_name__in=AUTOMATIC_NAMES),
            Q(**{f"{participant}__user": user}),
            actor__isnull=True,
        )
    )


def register_holdings() -> None:
    """Declare them: called when the app is ready."""
    register(PEOPLE, AGREEMENTS, HEARD, FROZEN_CVS, CALLS, CALLS_MADE)
    register(OUTCOMES, OUTCOMES_SAID, QUESTIONS, OPENINGS)
