"""The elimination slip on paper: kinds, years, how many files; nobody's name or number.

It says what it said when it was prepared: the visa is given to the paper that was sent.
"""

from django.utils import timezone

from portal.cv.pdf.sheet import Sheet
from portal.followup.retention.models import EliminationSlip
from snippets.french import counted, long_day

NATURE = "Dossiers individuels de suivi des bénéficiaires du RSA, sur support numérique"
# What a case holds, as archives name it.
KINDS = (
    "Identité et situation déclarée (fichiers de la CAF et de la MSA)",
    "Orientation, référent·e, demandes de réorientation, sortie",
    "Diagnostics, contrats d’engagement, objectifs et étapes, heures d’activité",
    "Rendez-vous, invitations, convocations, notes de suivi",
    "Documents remis (PDF et images)",
    "Procédures, décisions, recours, avis de l’équipe pluridisciplinaire",
)
REFERENCE = (
    "Code du patrimoine, art. L. 212-2 et R. 212-14\u00a0: élimination avec le visa de la personne "
    "chargée du contrôle scientifique et technique de l’État sur les archives."
)


def slip_pdf(slip: EliminationSlip) -> bytes:
    """The slip, in A4, for the visa."""
    day = slip.sent_on or timezone.localdate(slip.created_at)
    sheet = Sheet(title=f"Bordereau d’élimination {slip.shown_number}", foot=str(slip.unit))
    sheet.heading("Bordereau d’élimination", level=1)
    sheet.facts(
        [
            ("Numéro", slip.shown_number),
            ("Service", f"Insertion, {slip.unit}"),
            ("Date", long_day(day)),
            ("Nature", NATURE),
            ("Nombre de dossiers", counted(slip.files_count, "dossier")),
            ("Dates extrêmes", f"{slip.first_year}-{slip.last_year}"),
        ]
    )
    sheet.heading("Ce que contiennent les dossiers")
    sheet.items(KINDS)
    sheet.heading("Par année du dernier contact")
    sheet.items(
        f"{year}\u00a0: {counted(count, 'dossier')}" for year, count in sorted(slip.years.items())
    )
    sheet.heading("Fondement")
    sheet.paragraph(REFERENCE)
    sheet.paragraph(
        "Durée d’utilité administrative échue\u00a0: dernier contact avec la personne, délai de "
        "conservation, archive restreinte, préavis. Les lignes sont ensuite anonymisées\u00a0: "
        "les dates, les états et les comptes restent pour les statistiques."
    )
    sheet.signatures([("Le service", slip.author_name), ("Visa des archives départementales", "")])
    return sheet.finished()
