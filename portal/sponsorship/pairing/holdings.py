"""What the register of personal data says of pairs."""

from django.db.models import Q

from portal.personal_data.register import Holding, OnErasure, by_user, named
from portal.sponsorship.pairs.states import Side, State

_KEPT = (
    "Tant que la coordination suit son action\u00a0; sans votre nom une fois votre compte effacé."
)
_FIELDS = {
    "state": "Savoir où il en est.",
    "phase": "Savoir s’il mène à l’emploi ou s’il s’y poursuit.",
    "proposed_at": "Dater la proposition.",
    "answer_by": "Savoir jusqu’à quand répondre.",
    "person_accepted_at": "Savoir qui a accepté, et quand.",
    "sponsor_accepted_at": "Savoir qui a accepté, et quand.",
    "accepted_at": "Savoir depuis quand chacun peut joindre l’autre.",
    "first_meeting_at": "Se rencontrer avec la coordination.",
    "first_meeting_place": "Savoir où.",
    "contact_by": "Savoir jusqu’à quand se parler.",
    "contacted_at": "Savoir quand vous vous êtes parlé.",
    "contact_said_by": "Savoir qui l’a dit.",
    "not_yet_at": "Savoir que ce n’est pas encore fait.",
    "started_on": "Savoir depuis quand il est en cours.",
    "suspended_at": "Savoir qu’il est suspendu.",
    "ended_at": "Savoir quand il a fini.",
    "in_work_since": "Savoir depuis quand il se poursuit dans l’emploi.",
    "outcome": "Savoir ce qu’il a donné.",
}
_LEFT_OUT = frozenset(
    {
        "id",
        "request",
        "participant",
        "sponsor",
        "proposed_by",
        "first_meeting_waived",
        "asked_at",
        "returned_at",
        "changed_at",
        "nudged_at",
    }
)
# What the coordination writes of a pair is about two people: neither export gives it.
_NOT_HERE = (
    " Les motifs que la coordination ou l’autre personne écrit parlent de vous deux\u00a0: ils ne "
    "sont pas dans ce fichier. Demandez-les à la coordination."
)
_NO_WORDS = {"first_meeting_waived": "", "first_meeting_place": ""}
PAIRS = Holding(
    "sponsorship.Sponsorship",
    "Vos binômes, comme personne accompagnée",
    f"Vous mettre en lien avec un parrain ou une marraine.{_NOT_HERE}",
    _KEPT,
    lambda user: Q(participant__user=user),
    _FIELDS,
    left_out=_LEFT_OUT,
    on_erasure=OnErasure.REDACT,
    redacted=_NO_WORDS,
)
SPONSORED = Holding(
    "sponsorship.Sponsorship",
    "Vos binômes, comme parrain ou marraine",
    f"Vous mettre en lien avec une personne à accompagner.{_NOT_HERE}",
    _KEPT,
    lambda user: Q(sponsor__user=user),
    _FIELDS,
    left_out=_LEFT_OUT,
    on_erasure=OnErasure.REDACT,
    redacted=_NO_WORDS,
)
PROPOSED = Holding(
    "sponsorship.Sponsorship",
    "Les binômes que vous avez proposés",
    "Savoir qui l’a fait.",
    _KEPT,
    by_user("proposed_by"),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
)
_SHARED = {
    "shows_profile": "Savoir ce que vous montrez.",
    "shows_goal": "Savoir ce que vous montrez.",
    "cv": "Savoir quel CV vous montrez.",
    "email": "Savoir si vous donnez votre adresse.",
    "phone": "Vous joindre.",
    "word": "Vous présenter.",
    "given_at": "Dater votre choix.",
}
SHARED = Holding(
    "sponsorship.Sharing",
    "Ce que vous montrez dans un binôme",
    "Ne montrer que ce que vous avez choisi.",
    "Tant que le binôme existe\u00a0; votre mot et votre téléphone sont effacés avec votre compte.",
    lambda user: (
        Q(side="person", pair__participant__user=user) | Q(side="sponsor", pair__sponsor__user=user)
    ),
    _SHARED,
    left_out=frozenset({"id", "pair", "side"}),
    on_erasure=OnErasure.REDACT,
    redacted={"word": "", "phone": "", "email": True},
)
STEPS = Holding(
    "sponsorship.SponsorshipStep",
    "L’histoire de vos binômes",
    f"Savoir ce qui s’est passé, et quand.{_NOT_HERE}",
    _KEPT,
    lambda user: Q(pair__participant__user=user) | Q(pair__sponsor__user=user),
    {
        "state": "Savoir où il en est.",
        "former": "Savoir où il en était.",
        "at": "Dater le changement.",
    },
    left_out=frozenset({"id", "pair", "by", "reason", "side"}),
    on_erasure=OnErasure.REDACT,
    redacted={"reason": ""},
    said=dict.fromkeys(("former", "state"), named(State.choices)),
)
SAID = Holding(
    "sponsorship.SponsorshipStep",
    "Ce que vous avez répondu dans vos binômes",
    "Dire à la coordination pourquoi.",
    _KEPT,
    lambda user: Q(by=user, side__in=Side.values),
    {
        "state": "Savoir ce que vous avez répondu.",
        "at": "Dater votre réponse.",
        "reason": "Garder vos mots.",
    },
    left_out=frozenset({"id", "pair", "by", "former", "side"}),
    on_erasure=OnErasure.REDACT,
    redacted={"reason": ""},
    said={"state": named(State.choices)},
)
STEPS_MADE = Holding(
    "sponsorship.SponsorshipStep",
    "Ce que vous avez changé dans des binômes",
    "Savoir qui l’a fait, et pourquoi.",
    _KEPT,
    by_user("by"),
    {},
    on_erasure=OnErasure.REDACT,
    redacted={"reason": ""},
    is_trace=True,
)
SETTINGS = Holding(
    "sponsorship.PairingSetting",
    "Les réglages des binômes que vous avez changés",
    "Savoir qui l’a fait.",
    "Tant que le réglage existe.",
    by_user("changed_by"),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
)

HOLDINGS = (PAIRS, SPONSORED, PROPOSED, SHARED, STEPS, SAID, STEPS_MADE, SETTINGS)
