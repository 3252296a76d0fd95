"""The person's file as a PDF: what is kept, what is left out and why, their rights."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from portal.cv.pdf.sheet import Sheet
from portal.followup.models import Beneficiary
from portal.followup.own_side.dossier import Item, Section, identity_of, sections_of
from portal.followup.own_side.models import FileRequest, WithheldItem
from snippets import french
from snippets.site import site_settings

TITLE = "Votre dossier"
_WHY = (
    "Le Département suit votre parcours pour vous orienter et vous accompagner (code de l’action "
    "sociale et des familles, art. L. 262-27 à L. 262-39). Ce qui suit vient de ce que vous avez "
    "dit, de ce que les personnes qui vous accompagnent ont écrit, et des fichiers de la CAF ou de "
    "la MSA. Les personnes qui vous accompagnent et la ou le responsable de leur unité le "
    "lisent\u00a0; celles qui les ont remplacées, ou l’ont ouvert en urgence, sont dites plus bas. "
    "Les personnes chargées de l’orientation lisent qui vous êtes, votre droit et votre "
    "orientation. Aucune "
    "décision n’est prise par un ordinateur. Deux ans après le dernier contact, votre dossier est "
    "fermé\u00a0: presque personne ne le lit plus. Il est rendu anonyme ensuite, avec l’accord des "
    "archives départementales."
)
_NOTES = (
    "Les notes confidentielles, si une personne d’un métier tenu au secret en a écrit, ne sont pas "
    "ici\u00a0: la ou le responsable de l’unité ne les lit pas. Demandez-les à la personne qui "
    "vous reçoit, elle vous les lira ou vous dira pourquoi elle ne le peut pas."
)
_RIGHTS = (
    "Une erreur\u00a0? Demandez qu’elle soit corrigée. Vous pouvez aussi écrire à la déléguée ou "
    "au délégué à la protection des données du Département, et vous plaindre à la CNIL "
    "(www.cnil.fr)."
)
# A name, by what is left out: the choice of who prepares, item by item.
Withheld = Mapping[str, str]


def withheld_of(request: FileRequest, user: Any) -> dict[str, str]:
    """What is left out of an answer: the name of the item, and the reason's value."""
    rows = WithheldItem.objects.visible_to(user).filter(request=request)
    return {f"{row.section}-{row.row_key}": row.reason for row in rows}


def file_pdf(
    case: Beneficiary,
    request: FileRequest,
    user: Any,
    *,
    day: date,
    sections: Sequence[Section] | None = None,
) -> bytes:
    """The file, as who prepares it reads the case, without what is left out.

    `sections`: those that were checked already; read now otherwise.
    """
    withheld = withheld_of(request, user)
    sheet = Sheet(title=TITLE, foot=f"Dossier {case.shown_number}, copie remise à la personne")
    sheet.heading(TITLE, level=1)
    sheet.paragraph(
        f"Réponse du {french.full_date(day)} à votre demande du "
        f"{french.full_date(request.received_on)}.",
        muted=True,
    )
    sheet.paragraph(_WHY)
    sheet.heading("Qui vous êtes")
    sheet.facts(identity_of(case))
    for section in sections_of(case, user) if sections is None else sections:
        sheet.heading(section.title)
        for item in section.items:
            _draw(sheet, item, withheld.get(item.name, ""))
    _draw_end(sheet, case, withheld)
    return sheet.finished()


def _draw(sheet: Sheet, item: Item, reason: str) -> None:
    when = french.full_date(item.on) if item.on else "Sans date"
    if reason:
        why = str(WithheldItem.Reason(reason).label).lower()
        sheet.paragraph(f"{when}\u00a0: non communiqué ({why})", muted=True)
        return
    by = f" ({item.by})" if item.by else ""
    sheet.paragraph(f"{when}\u00a0: {item.title}{by}", bold=True)
    if item.text:
        sheet.paragraph(item.text)


def _draw_end(sheet: Sheet, case: Beneficiary, withheld: Withheld) -> None:
    sheet.heading("Ce qui n’est pas dans ce document")
    if withheld:
        counted = french.counted(len(withheld), "élément", "éléments")
        sheet.paragraph(
            f"Sans communication\u00a0: {counted}. Chacun est marqué à sa place, avec son motif "
            "(RGPD, art. 15, § 4)."
        )
    sheet.paragraph(_NOTES)
    sheet.heading("Vos droits")
    sheet.paragraph(_RIGHTS)
    phone = (case.unit and case.unit.phone) or site_settings().contact_phone
    if phone:
        sheet.paragraph(f"Une question\u00a0? Appelez le {phone}.")
