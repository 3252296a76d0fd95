"""What the register of personal data says of what happens in a pair.

Who wrote a line finds it in their export; the other reads it on the page, while the pair runs.
"""

from portal.personal_data.register import Holding, OnErasure, by_user

_KEPT = "Tant que la coordination suit son action\u00a0; vos mots sont effacés avec votre compte."
MEETINGS = Holding(
    "sponsorship.Meeting",
    "Les rencontres que vous avez notées ou prévues",
    "Suivre votre parrainage, et savoir qu’il avance.",
    _KEPT,
    by_user("written_by"),
    {
        "day": "Dater la rencontre.",
        "hour": "Savoir à quelle heure.",
        "mode": "Savoir comment vous vous êtes parlé.",
        "minutes": "Savoir combien de temps.",
        "topics": "Savoir de quoi il a été question.",
        "word": "Vous en souvenir à deux.",
        "next_step": "Savoir quoi faire ensuite.",
        "state": "Savoir si elle a eu lieu.",
        "noted_on": "Dater la note.",
    },
    left_out=frozenset(
        {"id", "pair", "side", "written_by", "sequence", "changed_at", "reminded_at"}
    ),
    on_erasure=OnErasure.REDACT,
    redacted={"word": "", "next_step": ""},
)
OBJECTIVES = Holding(
    "sponsorship.Objective",
    "Les objectifs que vous avez écrits",
    "Savoir vers quoi vous avancez à deux.",
    _KEPT,
    by_user("written_by"),
    {
        "text": "Le lire à deux.",
        "state": "Savoir où il en est.",
        "created_at": "Le dater.",
        "changed_at": "Dater ce qu’il est devenu.",
    },
    left_out=frozenset({"id", "pair", "side", "written_by"}),
    on_erasure=OnErasure.REDACT,
    redacted={"text": ""},
)
ANSWERS = Holding(
    "sponsorship.ReviewAnswer",
    "Vos réponses aux bilans",
    "Dire à la coordination comment cela se passe.",
    _KEPT,
    by_user("written_by"),
    {
        "pace": "Savoir si vous vous parlez assez.",
        "use": "Savoir si le parrainage est utile.",
        "progress": "Savoir ce qui a avancé.",
        "missing": "Savoir ce qui manque.",
        "answered_at": "Dater votre réponse.",
    },
    left_out=frozenset({"id", "review", "side", "written_by"}),
    on_erasure=OnErasure.REDACT,
    redacted={"progress": "", "missing": ""},
)
ALERTS = Holding(
    "sponsorship.Alert",
    "Les problèmes que vous avez signalés dans un binôme",
    "Permettre à la coordination d’agir tout de suite.",
    _KEPT,
    by_user("raised_by"),
    {
        "reason": "Savoir ce qui se passe.",
        "raised_at": "Savoir quand.",
        "handled_at": "Savoir que la coordination s’en est occupée.",
    },
    left_out=frozenset({"id", "pair", "side", "raised_by", "handled_by"}),
    on_erasure=OnErasure.REDACT,
    redacted={"reason": ""},
)
ALERTS_HANDLED = Holding(
    "sponsorship.Alert",
    "Les problèmes que vous avez traités",
    "Savoir qui l’a fait.",
    _KEPT,
    by_user("handled_by"),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
)

HOLDINGS = (MEETINGS, OBJECTIVES, ANSWERS, ALERTS, ALERTS_HANDLED)
