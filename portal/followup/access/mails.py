"""The messages about accesses, to professionals: they name no beneficiary."""

from datetime import date

from portal.followup.unsaid import UNSAID
from snippets.mail.kinds import MailKind, Variable

_CASE = Variable("le numéro du dossier", "004512")
_REQUESTS = Variable("l’adresse des demandes d’entrée", "https://declic.example/suivi/groupes/")
_CASE_URL = Variable("l’adresse du dossier", "https://declic.example/suivi/dossiers/12/equipe/")
_EXPIRES = Variable("la fin de l’accès", "Mardi 2 mars 2027 à 14\u00a0h")

KINDS = (
    MailKind(
        "followup_team_asked",
        "Demande d’entrée dans un groupe de suivi",
        "À la personne référente et aux responsables de l’unité, quand quelqu’un demande à entrer.",
        {
            "asked_by": Variable("la personne qui demande", "Nadia Roussel"),
            "case_number": _CASE,
            "lapses_on": Variable("le dernier jour pour répondre", date(2027, 3, 12)),
            "requests_url": _REQUESTS,
        },
        needs=("case_number", "requests_url"),
        unsaid=UNSAID,
    ),
    MailKind(
        "followup_team_answered",
        "Réponse à une demande d’entrée dans un groupe de suivi",
        "À la personne qui a demandé, quand sa demande est acceptée, refusée ou sans réponse.",
        {
            "answer": Variable("la réponse", "Votre demande est acceptée."),
            "asked_on": Variable("le jour de la demande", date(2027, 3, 2)),
            "requests_url": _REQUESTS,
        },
        needs=("answer", "requests_url"),
        unsaid=UNSAID,
    ),
    MailKind(
        "followup_team_invited",
        "Invitation dans un groupe de suivi",
        "À un ou une professionnelle que la personne référente fait entrer.",
        {
            "invited_by": Variable("la personne qui invite", "Nadia Roussel"),
            "case_number": _CASE,
            "case_url": _CASE_URL,
        },
        needs=("case_number", "case_url"),
        unsaid=UNSAID,
    ),
    MailKind(
        "followup_emergency",
        "Accès d’urgence à un dossier",
        "Aux responsables de l’unité qui suit le dossier, sinon au service orientation.",
        {
            "opened_by": Variable("la personne qui a ouvert le dossier", "Nadia Roussel"),
            "case_number": _CASE,
            "opened_at": Variable("le moment de l’ouverture", "Lundi 1er mars 2027 à 14\u00a0h"),
            "expires_at": _EXPIRES,
            "case_url": _CASE_URL,
        },
        needs=("opened_by", "case_number", "case_url"),
        unsaid=UNSAID,
    ),
    MailKind(
        "followup_deputy",
        "Remplacement d’une personne absente",
        "À la personne qui remplace, quand la personne responsable de l’unité le prévoit.",
        {
            "absent": Variable("la personne absente", "Paul Girardot"),
            "starts_on": Variable("le premier jour", date(2027, 3, 1)),
            "ends_at": _EXPIRES,
            "requests_url": _REQUESTS,
        },
        needs=("absent", "requests_url"),
        unsaid=UNSAID,
    ),
)
