"""The certificate as a document: what is frozen in its row, and nothing else."""

from portal.cv.pdf.sheet import Sheet
from portal.sponsorship.certificates.models import SponsorCertificate
from snippets import french
from snippets.site import absolute_url

TITLE = "Attestation d’engagement dans le parrainage"
MADE = (
    "Un parrain, une marraine accompagne bénévolement des personnes dans leur recherche d’emploi, "
    "après un entretien et la signature d’une charte. Seules les personnes qui ont accepté cet "
    "accompagnement sont comptées."
)


def certificate_pdf(certificate: SponsorCertificate) -> bytes:
    """The file: the same row gives the same bytes, whoever asks."""
    sheet = Sheet(title=TITLE, foot=f"Attestation {certificate.number}")
    sheet.heading(TITLE, level=1)
    verb = "s’est engagé·e" if certificate.is_over else "est engagé·e"
    sheet.paragraph(
        f"La coordination du parrainage atteste {french.that(certificate.told_name)} {verb} comme "
        f"parrain ou marraine\u00a0: {period_of(certificate)}."
    )
    sheet.facts(
        [
            ("Personne", certificate.told_name),
            ("Période", period_of(certificate)),
            ("Accompagnement", pairs_of(certificate)),
            ("Délivrée le", french.long_day(certificate.issued_at)),
            ("Numéro", certificate.number),
        ]
    )
    sheet.paragraph(MADE, muted=True)
    address = absolute_url("sponsorship:sponsor_certificate_check", certificate.number)
    sheet.paragraph(f"Chacun peut vérifier que cette attestation est vraie\u00a0: {address}")
    return sheet.finished()


def period_of(certificate: SponsorCertificate) -> str:
    """« du 1er mars 2027 au 30 juin 2027 »; an engagement that goes on is told to its last day."""
    first, last = (french.long_day(day) for day in (certificate.starts_on, certificate.ends_on))
    if certificate.is_over:
        return f"du {first} au {last}"
    return f"depuis le {first}, en cours le {last}"


def pairs_of(certificate: SponsorCertificate) -> str:
    """« 2 personnes accompagnées, 5 rencontres »."""
    people = french.counted(certificate.pairs, "personne accompagnée", "personnes accompagnées")
    return f"{people}, {french.counted(certificate.meetings, 'rencontre')}"
