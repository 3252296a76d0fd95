"""What those who send campaigns are told of them: service messages, which nobody stops."""

from snippets.mail.kinds import MailKind, Variable

_SHARED = {
    "recipient_name": Variable("le prénom de qui reçoit le message", "Nadia"),
    "campaign": Variable("le nom de la campagne", "Salon de l’emploi"),
    "campaign_url": Variable(
        "l’adresse de la campagne", "https://declic.example/communication/campagnes/12/"
    ),
}
_COUNT = {"count": Variable("le nombre de destinataires", 2000)}
_NEEDS = ("campaign", "campaign_url")

TO_APPROVE = MailKind(
    "campaign_to_approve",
    "Campagne à approuver",
    "Aux autres personnes qui écrivent à ce public, quand une grande campagne demande un accord.",
    {**_SHARED, **_COUNT, "asked_by": Variable("qui demande l’accord", "Inès Roy")},
    needs=_NEEDS,
)
WAITS = MailKind(
    "campaign_waits",
    "Campagne que personne ne peut approuver",
    "À qui a écrit une grande campagne, et à qui l’a soumise, quand personne d’autre ne peut "
    "l’approuver.",
    {**_SHARED, **_COUNT},
    needs=_NEEDS,
)
APPROVED = MailKind(
    "campaign_approved",
    "Campagne approuvée",
    "À qui a écrit une campagne, quand une autre personne l’approuve.",
    {**_SHARED, **_COUNT, "approved_by": Variable("qui l’a approuvée", "Paul Girardot")},
    needs=_NEEDS,
)
PAUSED = MailKind(
    "campaign_paused",
    "Campagne mise en pause par le site",
    "À qui a écrit une campagne, quand trop de messages échouent ou que sa liste n’est plus sûre.",
    {
        **_SHARED,
        "reason": Variable(
            "la raison", "24 messages sur 120 n’ont pas pu être remis, la limite est de 10\u00a0%."
        ),
    },
    needs=(*_NEEDS, "reason"),
)
DONE = MailKind(
    "campaign_done",
    "Campagne terminée",
    "À qui a écrit une campagne, quand le dernier message a eu sa réponse.",
    {
        **_SHARED,
        **_COUNT,
        "sent": Variable("le nombre de messages envoyés", 1948),
        "withheld": Variable("le nombre de messages retenus", 31),
        "failed": Variable("le nombre de messages en échec ou revenus", 20),
        "uncertain": Variable("le nombre d’envois incertains", 1),
    },
    needs=_NEEDS,
)
GIVEN_UP = MailKind(
    "campaign_given_up",
    "Campagne annulée par le site",
    "À qui a écrit une campagne dont la liste attend depuis six mois sans que personne y touche.",
    _SHARED,
    needs=_NEEDS,
)
KINDS = (TO_APPROVE, WAITS, APPROVED, PAUSED, DONE, GIVEN_UP)
