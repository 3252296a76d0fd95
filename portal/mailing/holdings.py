"""What the register of personal data says of campaigns."""

from django.db.models import Q

from portal.mailing.services.objecting import is_published
from portal.personal_data.entries import category_words
from portal.personal_data.register import Holding, OnErasure, by_email, by_user, register
from snippets.mail.models import MailRefusal

_GONE = "Compte effacé"
_TRACE = "Tant que la campagne est gardée, sans votre nom une fois votre compte effacé."

# Deleted by `receivers.forget_account`, which first counts on each campaign what became of them:
# the numbers stay true. Old lists go by `jobs`.
RECEIVED = Holding(
    "mailing.CampaignRecipient",
    "Les courriels groupés qui vous ont été destinés",
    "Vous dire pourquoi votre adresse a été choisie, et n’écrire qu’une fois.",
    "Un an après la fin de l’envoi\u00a0; ensuite, des nombres seuls.",
    by_user("user"),
    {
        "campaign": "Savoir de quel envoi il s’agit.",
        "address": "Vous écrire.",
        "organisation": "Savoir au titre de quelle organisation.",
        "origin": "Vous dire d’où vient votre adresse.",
        "since": "Vous dire depuis quand.",
        "reason": "Vous dire pourquoi vous.",
        "withheld": "Savoir pourquoi un message n’est pas parti.",
        "kept_outcome": "Savoir s’il est arrivé.",
        "may_have_arrived": "Ne pas vous écrire deux fois.",
    },
    left_out=frozenset({"id", "user", "dispatch"}),
    labels={"campaign": "Envoi"},
)
# Marked by `receivers.forget_account`, before the register deletes the other refusals.
OBJECTIONS = Holding(
    "snippets.MailRefusal",
    "Le refus des courriels groupés, quand votre adresse reste publiée",
    "Ne plus vous écrire\u00a0: la fiche d’une organisation ou une annonce donne encore l’adresse "
    "d’un compte effacé.",
    "Tant que la fiche ou l’annonce donne cette adresse, ou jusqu’à ce que vous changiez d’avis.",
    lambda user: Q(address__iexact=user.email, source=MailRefusal.Source.OBJECTION),
    {
        "address": "Ne plus vous écrire.",
        "category": "Savoir de quels messages il s’agit.",
        "source": "Savoir qu’un compte a été effacé.",
        "created_at": "Dater votre choix.",
    },
    left_out=frozenset({"id"}),
    said={"category": category_words},
    on_erasure=OnErasure.KEEP,
    expired=lambda _now: Q(source=MailRefusal.Source.OBJECTION) & ~is_published(),
)
WRITTEN = Holding(
    "mailing.Campaign",
    "Les courriels groupés que vous avez écrits",
    "Dire à qui les reçoit qui leur écrit.",
    _TRACE,
    by_user("author"),
    {"reply_to": "Recevoir les réponses."},
    on_erasure=OnErasure.REDACT,
    redacted={"author_name": _GONE, "reply_to": "", "replies_read_by": ""},
    is_trace=True,
    about="name",
)
ANSWERED = Holding(
    "mailing.Campaign",
    "Les courriels groupés dont vous recevez les réponses",
    "Dire à qui les reçoit où répondre, et qui lit les réponses.",
    "Jusqu’à l’effacement de votre compte.",
    by_email("reply_to"),
    {"reply_to": "Recevoir les réponses.", "replies_read_by": "Dire qui les lit."},
    on_erasure=OnErasure.REDACT,
    redacted={"reply_to": "", "replies_read_by": ""},
    is_trace=True,
    about="name",
)
CHANGED = Holding(
    "mailing.Campaign",
    "Les courriels groupés que vous avez modifiés",
    "Dire à une ou un collègue qui vient de changer quoi.",
    _TRACE,
    # The name alone is kept: a colleague of the same name is forgotten with it.
    lambda user: Q(changed_by_name=str(user)),
    {},
    on_erasure=OnErasure.REDACT,
    redacted={"changed_by_name": _GONE},
    is_trace=True,
    about="name",
)
APPROVED = Holding(
    "mailing.Campaign",
    "Les courriels groupés que vous avez approuvés",
    "Savoir qui a donné son accord.",
    _TRACE,
    by_user("approved_by"),
    {},
    on_erasure=OnErasure.REDACT,
    redacted={"approved_by_name": _GONE},
    is_trace=True,
    about="name",
)
CHANGES = Holding(
    "mailing.CampaignChange",
    "Ce que vous avez fait dans des courriels groupés",
    "Savoir qui l’a fait.",
    _TRACE,
    by_user("actor"),
    {},
    on_erasure=OnErasure.REDACT,
    redacted={"actor_name": _GONE},
    is_trace=True,
    about="campaign.name",
)


def register_holdings() -> None:
    """Declare them: called when the app is ready."""
    register(RECEIVED, OBJECTIONS, WRITTEN, ANSWERED, CHANGED, APPROVED, CHANGES)
