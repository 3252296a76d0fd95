"""What the register of personal data says of commitments."""

from django.db.models import Q

from portal.personal_data.register import Holding, OnErasure, by_user
from portal.sponsorship.commitments.texts import ERASED

_KEPT = "Tant que l’attestation peut servir\u00a0; sans votre nom une fois vos données effacées."
_TRACE = "Tant que l’engagement existe, sans votre nom une fois votre compte effacé."
_PERSON = "application__participant__user"

COMMITMENTS = Holding(
    "sponsorship.VolunteerCommitment",
    "Vos engagements bénévoles",
    "Compter les heures de vos missions, et les attester.",
    _KEPT,
    lambda user: Q(**{_PERSON: user}),
    {
        "organisation_name": "Savoir pour quelle association.",
        "title": "Reconnaître la mission, même quand l’annonce a disparu.",
        "is_one_off": "Savoir si la mission se répète.",
        "starts_on": "Savoir quand elle commence.",
        "ends_on": "Savoir quand elle finit.",
        "counts_as_activity": "Savoir ce que l’annonce en disait.",
        "state": "Savoir où il en est.",
        "ended_side": "Savoir qui y a mis fin.",
        "ended_at": "Dater la fin.",
        "end_reason": "Lire le mot de qui y a mis fin.",
        "created_at": "Dater l’engagement.",
    },
    left_out=frozenset({"id", "application", "organisation", "ended_by"}),
    on_erasure=OnErasure.REDACT,
    redacted={"end_reason": ERASED},
    screen=("Voir mon bénévolat", "sponsorship:own_commitments"),
)
HOURS = Holding(
    "sponsorship.VolunteerHours",
    "Vos heures de bénévolat",
    "Les faire confirmer, puis les attester.",
    _KEPT,
    lambda user: Q(**{f"commitment__{_PERSON}": user}),
    {
        "day": "Dater les heures.",
        "hours": "Les compter.",
        "starts_at": "Voir si deux horaires se recouvrent.",
        "ends_at": "Voir si deux horaires se recouvrent.",
        "note": "Se souvenir de ce qui a été fait.",
        "state": "Savoir si elles comptent.",
        "side": "Savoir qui les a déclarées.",
        "declared_at": "Savoir depuis quand elles attendent.",
        "decided_at": "Dater la réponse.",
        "reason": "Savoir pourquoi elles ont été refusées.",
    },
    left_out=frozenset(
        {
            "id",
            "commitment",
            "certificate",
            "declared_by",
            "decided_by",
            "version",
            "announced_at",
            "reminded_at",
        }
    ),
    on_erasure=OnErasure.REDACT,
    redacted={"note": "", "reason": ERASED},
)
CERTIFICATES = Holding(
    "sponsorship.VolunteerCertificate",
    "Vos attestations de bénévolat",
    "Prouver vos heures, et permettre à qui lit une attestation de savoir si elle est vraie.",
    "Sans limite\u00a0; sans votre nom une fois vos données effacées.",
    lambda user: Q(**{f"commitment__{_PERSON}": user}),
    {
        "number": "La retrouver.",
        "person_name": "Dire qui a donné ces heures.",
        "organisation_name": "Dire pour quelle association.",
        "title": "Dire pour quelle mission.",
        "starts_on": "Dire de quand.",
        "ends_on": "Dire jusqu’à quand.",
        "hours": "Dire combien d’heures.",
        "days": "Dire combien de jours.",
        "issued_at": "La dater.",
    },
    left_out=frozenset({"id", "commitment", "issued_by"}),
    on_erasure=OnErasure.REDACT,
    redacted={"person_name": ""},
)
SHARING = Holding(
    "sponsorship.HoursSharing",
    "Votre réponse sur la communication de vos heures",
    "Ne communiquer vos heures à la personne qui vous suit que si vous le voulez.",
    "Jusqu’à ce que vos données soient effacées.",
    lambda user: Q(participant__user=user),
    {
        "version": "Savoir quel texte vous avez lu.",
        "given_at": "Dater votre accord.",
        "withdrawn_at": "Savoir s’il tient encore.",
    },
    left_out=frozenset({"id", "participant"}),
)
_ABOUT = "commitment.title"
TRACES = (
    Holding(
        "sponsorship.VolunteerCommitment",
        "Les engagements bénévoles auxquels vous avez mis fin",
        "Savoir qui l’a fait.",
        _TRACE,
        by_user("ended_by"),
        {},
        on_erasure=OnErasure.KEEP,
        is_trace=True,
        about="title",
    ),
    Holding(
        "sponsorship.VolunteerHours",
        "Les heures de bénévolat que vous avez déclarées",
        "Que personne ne confirme ce qu’il a déclaré.",
        _TRACE,
        by_user("declared_by"),
        {},
        on_erasure=OnErasure.KEEP,
        is_trace=True,
        about=_ABOUT,
    ),
    Holding(
        "sponsorship.VolunteerHours",
        "Les heures de bénévolat auxquelles vous avez répondu",
        "Que personne ne confirme ce qu’il a déclaré.",
        _TRACE,
        by_user("decided_by"),
        {},
        on_erasure=OnErasure.KEEP,
        is_trace=True,
        about=_ABOUT,
    ),
    Holding(
        "sponsorship.VolunteerCertificate",
        "Les attestations de bénévolat que vous avez demandées",
        "Savoir qui l’a fait.",
        _TRACE,
        by_user("issued_by"),
        {},
        on_erasure=OnErasure.KEEP,
        is_trace=True,
        about=_ABOUT,
    ),
)

HOLDINGS = (COMMITMENTS, HOURS, CERTIFICATES, SHARING, *TRACES)
