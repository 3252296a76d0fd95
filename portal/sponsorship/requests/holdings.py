"""What the register of personal data says of requests for a sponsor."""

from django.db.models import Q

from portal.personal_data.register import Holding, OnErasure, by_user, named
from portal.sponsorship.requests.states import State

_KEPT = (
    "Jusqu’à ce que votre compte soit effacé\u00a0; ensuite sans votre nom ni vos mots, pour les "
    "bilans. Sans compte\u00a0: deux ans après votre dernière démarche."
)
_TRACE = "Tant que la demande existe, sans votre nom une fois votre compte effacé."

REQUESTS = Holding(
    "sponsorship.SponsorshipRequest",
    "Vos demandes de parrainage",
    "Chercher un parrain ou une marraine qui vous convienne.",
    _KEPT,
    lambda user: Q(participant__user=user),
    {
        "state": "Vous dire où elle en est.",
        "goal": "Chercher quelqu’un qui puisse vous aider.",
        "phone": "Vous appeler.",
        "commune": "Proposer quelqu’un de proche.",
        "domains": "Proposer quelqu’un du même domaine.",
        "modes": "Savoir comment vous voulez vous parler.",
        "languages": "Proposer quelqu’un qui parle votre langue.",
        "availability": "Trouver un moment commun.",
        "channel": "Savoir si on vous a aidé·e.",
        "helped_by": "Savoir qui l’a faite pour vous.",
        "helped_for": "Savoir au titre de quelle organisation.",
        "asked_at": "Donner votre rang.",
        "changed_at": "Dater son état.",
    },
    left_out=frozenset({"id", "participant", "agreement"}),
    on_erasure=OnErasure.REDACT,
    redacted={"goal": "", "phone": "", "languages": [], "availability": []},
    screen=("Ma demande de parrainage", "sponsorship:own_request"),
)
HELPED = Holding(
    "sponsorship.SponsorshipRequest",
    "Les demandes de parrainage que vous avez faites pour d’autres",
    "Dire à la personne qui l’a faite pour elle.",
    _TRACE,
    by_user("helped_by"),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
)
STEPS = Holding(
    "sponsorship.RequestStep",
    "Les étapes de vos demandes de parrainage",
    "Savoir ce qui s’est passé, et quand.",
    _KEPT,
    lambda user: Q(request__participant__user=user),
    {
        "at": "Dater l’étape.",
        "former": "Savoir où elle en était.",
        "state": "Savoir où elle en est.",
        "reason": "Savoir pourquoi.",
    },
    left_out=frozenset({"id", "request", "by"}),
    on_erasure=OnErasure.REDACT,
    redacted={"reason": ""},
    said=dict.fromkeys(("former", "state"), named(State.choices)),
)
STEPS_MADE = Holding(
    "sponsorship.RequestStep",
    "Ce que vous avez décidé pour des demandes de parrainage",
    "Savoir qui l’a fait.",
    _TRACE,
    by_user("by"),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
)
HOLDINGS = (REQUESTS, HELPED, STEPS, STEPS_MADE)
