"""What the register of personal data says of sponsors."""

from django.db.models import Q

from portal.personal_data.register import Holding, OnErasure, by_user, named
from portal.sponsorship.sponsors.states import State

_KEPT = (
    "Jusqu’à ce que votre compte soit effacé\u00a0; ensuite sans votre nom, vos coordonnées ni vos "
    "textes, pour les bilans."
)
_TRACE = "Tant que la personne est dans le parrainage, sans votre nom une fois votre compte effacé."

SPONSORS = Holding(
    "sponsorship.Sponsor",
    "Votre place de parrain ou de marraine",
    "Vous rencontrer, et vous proposer une personne à accompagner.",
    _KEPT,
    by_user("user"),
    {
        "state": "Savoir où vous en êtes.",
        "phone": "Vous appeler.",
        "profession": "Proposer une personne que votre métier intéresse.",
        "motivation": "Préparer l’entretien.",
        "commune": "Proposer une personne proche.",
        "radius_km": "Proposer une personne proche.",
        "domains": "Proposer une personne du même domaine.",
        "modes": "Savoir comment vous pouvez vous parler.",
        "languages": "Proposer une personne qui parle votre langue.",
        "availability": "Trouver un moment commun.",
        "capacity": "Ne pas vous en confier trop.",
        "interview_note": "Se souvenir de l’entretien. Vous pouvez la lire ici.",
        "applied_at": "Tenir le délai de contact.",
        "contacted_at": "Dater le contact.",
        "interviewed_at": "Dater l’entretien.",
        "decided_at": "Dater la réponse.",
        "changed_at": "Dater votre état.",
    },
    left_out=frozenset({"id", "user", "late_told_at"}),
    on_erasure=OnErasure.REDACT,
    redacted={
        "phone": "",
        "profession": "",
        "motivation": "",
        "interview_note": "",
        "languages": [],
        "availability": [],
    },
    screen=("Mon parrainage", "sponsorship:space"),
)
STEPS = Holding(
    "sponsorship.SponsorStep",
    "Les étapes de votre parrainage",
    "Savoir ce qui s’est passé, et quand.",
    _KEPT,
    lambda user: Q(sponsor__user=user),
    {
        "at": "Dater l’étape.",
        "former": "Savoir où vous en étiez.",
        "state": "Savoir où vous en êtes.",
        "reason": "Savoir pourquoi.",
    },
    left_out=frozenset({"id", "sponsor", "by"}),
    on_erasure=OnErasure.REDACT,
    redacted={"reason": ""},
    said=dict.fromkeys(("former", "state"), named(State.choices)),
)
STEPS_MADE = Holding(
    "sponsorship.SponsorStep",
    "Ce que vous avez décidé pour des parrains et des marraines",
    "Savoir qui l’a fait.",
    _TRACE,
    by_user("by"),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
)
SIGNATURES = Holding(
    "sponsorship.CharterSignature",
    "Vos signatures de la charte du parrainage",
    "Prouver ce que vous avez signé.",
    "Jusqu’à ce que votre compte soit effacé\u00a0; ensuite sans votre nom.",
    lambda user: Q(sponsor__user=user),
    {
        "version": "Savoir quelle version.",
        "text": "Savoir ce que vous avez lu.",
        "signed_at": "Dater la signature.",
    },
    left_out=frozenset({"id", "sponsor"}),
    on_erasure=OnErasure.KEEP,
)
EMPLOYERS = Holding(
    "sponsorship.SponsorEmployer",
    "Les organisations pour lesquelles vous recrutez",
    "Ne pas vous proposer une personne qui a postulé chez vous. La coordination ne les lit pas.",
    "Jusqu’à ce que votre compte soit effacé.",
    lambda user: Q(sponsor__user=user),
    {
        "organisation": "Ne pas vous proposer une personne qui y a postulé.",
        "said_at": "Savoir depuis quand.",
        "removed_at": "Savoir jusqu’à quand.",
    },
    left_out=frozenset({"id", "sponsor"}),
    screen=("Mes employeurs", "sponsorship:employers"),
)
HOLDINGS = (SPONSORS, EMPLOYERS, STEPS, STEPS_MADE, SIGNATURES)
