"""Messages of a change of referent and of answers to requests. They name nobody who is followed."""

from portal.followup.unsaid import UNSAID
from snippets.mail.kinds import MailKind, Variable

_NAME = Variable("le prénom de l’agent·e", "Camille")
_NUMBER = Variable("le numéro du dossier", "000123")
_REQUESTS = Variable("l’adresse de ses demandes", "https://declic.example/suivi/mes-demandes/")
KINDS = (
    MailKind(
        "followup_case_entrusted",
        "Un dossier est confié",
        "À la personne qui devient référente d’un dossier, tout de suite.",
        {
            "recipient_name": _NAME,
            "case_number": _NUMBER,
            "case_url": Variable(
                "l’adresse du dossier", "https://declic.example/suivi/dossiers/12/parcours/"
            ),
        },
        needs=("case_number", "case_url"),
        unsaid=UNSAID,
    ),
    MailKind(
        "followup_case_handed_over",
        "Un dossier passe à quelqu’un d’autre",
        "À la personne qui n’est plus référente d’un dossier, tout de suite.",
        {
            "recipient_name": _NAME,
            "case_number": _NUMBER,
            "own_requests_url": _REQUESTS,
        },
        needs=("case_number", "own_requests_url"),
        unsaid=UNSAID,
    ),
    MailKind(
        "followup_request_answered",
        "Réponse à une demande de référent",
        "À la personne qui a fait une demande à l’orientation, quand elle est acceptée ou refusée.",
        {
            "recipient_name": _NAME,
            "case_number": _NUMBER,
            "own_requests_url": _REQUESTS,
        },
        needs=("case_number", "own_requests_url"),
        unsaid=UNSAID,
    ),
)
