"""The certificate as a document: what is frozen in its row, and nothing else."""

from portal.cv.pdf.sheet import Sheet
from portal.sponsorship.commitments.models import VolunteerCertificate
from snippets import french
from snippets.site import absolute_url

TITLE = "Attestation de bénévolat"
MADE = (
    "Ces heures ont été déclarées par la personne ou par l’association, puis confirmées par "
    "l’autre. Seules les heures confirmées sont comptées."
)


def certificate_pdf(certificate: VolunteerCertificate) -> bytes:
    """The file: the same row gives the same bytes, whoever asks."""
    sheet = Sheet(title=TITLE, foot=f"Attestation {certificate.number}")
    sheet.heading(TITLE, level=1)
    sheet.paragraph(
        f"{certificate.organisation_name} atteste {french.that(certificate.told_name)} a donné "
        f"{french.hours(certificate.hours)} de bénévolat, sur "
        f"{french.counted(certificate.days, 'jour')}."
    )
    sheet.facts(
        [
            ("Personne", certificate.told_name),
            ("Association", certificate.organisation_name),
            ("Mission", certificate.title),
            ("Période", period_of(certificate)),
            ("Heures confirmées", french.hours(certificate.hours)),
            ("Délivrée le", french.long_day(certificate.issued_at)),
            ("Numéro", certificate.number),
        ]
    )
    sheet.paragraph(MADE, muted=True)
    address = absolute_url("sponsorship:certificate_check", certificate.number)
    sheet.paragraph(f"Chacun peut vérifier que cette attestation est vraie\u00a0: {address}")
    return sheet.finished()


def period_of(certificate: VolunteerCertificate) -> str:
    """« du 1er mars 2027 au 30 juin 2027 », or the day."""
    if certificate.starts_on == certificate.ends_on:
        return french.long_day(certificate.starts_on)
    first, last = (french.long_day(day) for day in (certificate.starts_on, certificate.ends_on))
    return f"du {first} au {last}"
