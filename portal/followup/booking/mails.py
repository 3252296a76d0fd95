"""The messages about appointments, to the person: whoever reads them learns of a meeting alone.

Places and labels come from staff: `words.py` looks at them before they are put in.
"""

from datetime import date

from portal.followup.unsaid import UNSAID
from snippets.mail.kinds import MailKind, Variable

_PAGE = Variable("la page de l’invitation", "https://declic.example/rendez-vous/ABCDEFGHJKMNPQRS/")
_CATEGORY = Variable("la catégorie", "Rendez-vous de suivi")
_DEADLINE = Variable("le dernier jour pour choisir, vide s’il n’y en a pas", date(2027, 3, 16))
_WHEN = Variable("le jour et l’heure", "mardi 9 mars 2027 à 14\u00a0h\u00a030")
_WHERE = Variable("le lieu", "Au bureau, 12 rue des Tilleuls, Courlande")
_WITH = Variable("avec qui", "Camille Bernard")
_PHONE = Variable("le téléphone de l’unité", "01 23 45 67 89")
_TEXT = Variable("le texte de la catégorie à lire en ligne", "Apportez une pièce d’identité.")


def _kind(
    key: str, label: str, when: str, needs: tuple[str, ...], **variables: Variable
) -> MailKind:
    own = {"phone": _PHONE, **variables}
    return MailKind(f"followup_{key}", label, when, own, needs=needs, unsaid=UNSAID)


_CHOICE = {"page_url": _PAGE, "category": _CATEGORY, "deadline": _DEADLINE, "text": _TEXT}
_MEETING = {"starts": _WHEN, "where": _WHERE, "met": _WITH}
KINDS = (
    _kind(
        "invitation",
        "Invitation à choisir un rendez-vous",
        "À la personne, quand la ou le professionnel l’invite à choisir.",
        ("page_url",),
        **_CHOICE,
    ),
    _kind(
        "invitation_reminder",
        "Relance d’une invitation",
        "À la personne qui n’a pas encore choisi, après le délai de la catégorie.",
        ("page_url",),
        **_CHOICE,
    ),
    _kind(
        "appointment_booked",
        "Rendez-vous confirmé",
        "À la personne, quand un rendez-vous est pris ou déplacé.",
        ("starts", "page_url"),
        page_url=_PAGE,
        text=_TEXT,
        **_MEETING,
    ),
    _kind(
        "appointment_eve",
        "Rappel d’un rendez-vous",
        "À la personne, avant le rendez-vous, selon la catégorie.",
        ("starts",),
        page_url=_PAGE,
        text=_TEXT,
        **_MEETING,
    ),
    _kind(
        "appointment_cancelled",
        "Rendez-vous annulé par le service",
        "À la personne, quand le service annule et lui propose de choisir une autre date.",
        ("starts", "page_url"),
        page_url=_PAGE,
        deadline=_DEADLINE,
        starts=_WHEN,
    ),
    _kind(
        "summons",
        "Rendez-vous à une date fixée",
        "À la personne, quand le service fixe la date. La lettre le dit aussi.",
        ("starts",),
        text=_TEXT,
        **_MEETING,
    ),
)
