"""Sponsors, those who ask for one, who coordinates. Everybody of this world applied to sponsor."""

from portal.accounts.capabilities import ASK_SPONSOR, ASK_SPONSOR_FOR, COORDINATE_SPONSORS
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import ANONYMOUS, CANDIDATES, MEMBERS, SIGNED_IN, Row

# The members of this world are of a company, which helps nobody: see `test_helping.py`.
HELPERS = frozenset({L.ADVISER, L.UNIT_MANAGER})
COORDINATION = frozenset({L.SPONSORSHIP_COORDINATOR})


def own(path: str, **options) -> Row:
    """Somebody's own place in the action."""
    return Row(f"/parrainage/{path}", SIGNED_IN, **options)


def coordinated(path: str, status: int = 200, **options) -> Row:
    """A screen of the coordination."""
    return Row(
        f"/parrainage/coordination/{path}",
        COORDINATION,
        status,
        asks=(COORDINATE_SPONSORS,),
        **options,
    )


def sponsor(path: str, status: int = 200, **options) -> Row:
    """What is about one sponsor; all are within reach of the coordination."""
    return coordinated(f"parrains/{{sponsor.pk}}/{path}", status, **options)


SPONSORSHIP = {
    "sponsorship:sponsor_certificate_ask": own("attestation/", status=302, method="post"),
    # Everybody of this world has a place in the action, and the certificate is of nobody in it:
    # `test_sponsor_certificates.py` reads one's own.
    "sponsorship:sponsor_certificate": own(
        "attestation/{other_sponsor_certificate.number}/", status=404
    ),
    "sponsorship:sponsor_certificate_check": Row(
        "/parrainage/attestation/verifier/{sponsor_certificate.number}/",
        other="/parrainage/attestation/verifier/AAAA-AAAA-AAAA/",
    ),
    "sponsorship:sponsor_certificates": coordinated("attestations/"),
    "sponsorship:sponsor_certificate_file": coordinated(
        "attestations/{sponsor_certificate.number}/"
    ),
    "sponsorship:sponsor_certificate_issue": sponsor("attestation/", 302, method="post"),
    "sponsorship:adviser_told": Row(
        "/parrainage/demande/conseiller/",
        CANDIDATES,
        302,
        method="post",
        asks=(ASK_SPONSOR,),
    ),
    "sponsorship:recruit": Row("/devenir-parrain/"),
    "sponsorship:become": Row("/parrainage/devenir/", frozenset({ANONYMOUS}), led=SIGNED_IN),
    "sponsorship:space": own(""),
    "sponsorship:charter": own("charte/"),
    "sponsorship:describe": own("modifier/"),
    "sponsorship:pause": own("pause/", status=302, method="post"),
    "sponsorship:resume": own("reprendre/", status=302, method="post"),
    "sponsorship:leave": own("partir/"),
    "sponsorship:employers": own("employeurs/"),
    # Of somebody else; what one does with one's own: `sponsors/test_employers.py`.
    "sponsorship:remove_employer": own(
        "employeurs/{employer.pk}/retirer/", status=404, method="post"
    ),
    "sponsorship:coordination": coordinated(""),
    "sponsorship:sponsors": coordinated("parrains/"),
    "sponsorship:sponsor": sponsor(""),
    "sponsorship:sponsor_contact": sponsor("contact/", 302, method="post"),
    "sponsorship:sponsor_interview": sponsor("entretien/"),
    "sponsorship:sponsor_accept": sponsor("accueillir/"),
    "sponsorship:sponsor_decline": sponsor("refuser/"),
    "sponsorship:sponsor_pause": sponsor("pause/"),
    "sponsorship:sponsor_resume": sponsor("reprendre/", 302, method="post"),
    "sponsorship:sponsor_end": sponsor("fin/"),
    "sponsorship:dashboard": coordinated("tableau/"),
    "sponsorship:dashboard_export": coordinated("tableau/export/csv/", method="post"),
    "sponsorship:requests": coordinated("demandes/"),
    "sponsorship:request": coordinated("demandes/{asked_sponsor.pk}/"),
    "sponsorship:request_close": coordinated("demandes/{asked_sponsor.pk}/classer/"),
    # Who waits already is led to their request.
    "sponsorship:ask": Row(
        "/parrainage/demander/", CANDIDATES, 302, led=HELPERS, asks=(ASK_SPONSOR,)
    ),
    "sponsorship:ask_for": Row(
        "/parrainage/demander/pour-quelqu-un/", HELPERS, asks=(ASK_SPONSOR_FOR,)
    ),
    "sponsorship:asked_for": Row(
        "/parrainage/demandes/", HELPERS | MEMBERS, asks=(ASK_SPONSOR_FOR,)
    ),
    "sponsorship:own_request": Row("/parrainage/demande/", CANDIDATES, asks=(ASK_SPONSOR,)),
    "sponsorship:withdraw": Row("/parrainage/demande/retirer/", CANDIDATES, asks=(ASK_SPONSOR,)),
}
