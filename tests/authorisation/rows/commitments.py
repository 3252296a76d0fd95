"""Volunteering commitments: of the person, by a link, of the association, for everybody."""

from portal.accounts.capabilities import CONFIRM_HOURS, OWN_SPACE
from tests.authorisation.rows.row import CANDIDATES, MEMBERS, OFFICERS, Row

_LINES = ("refuse", "correct")
_ACTS = ("confirm", "take_back")
_WORDS = {
    "confirm": "confirmer",
    "take_back": "reprendre",
    "refuse": "refuser",
    "correct": "corriger",
}


def own(path: str, status: int = 200, **options) -> Row:
    """What a person does with their own commitment."""
    return Row(
        f"/mon-espace/benevolat/{{commitment.pk}}/{path}",
        CANDIDATES,
        status,
        other=f"/mon-espace/benevolat/{{other_commitment.pk}}/{path}",
        asks=(OWN_SPACE,),
        **options,
    )


def by_link(path: str, status: int = 200, **options) -> Row:
    """The same, for whoever has its link."""
    return Row(
        f"/engagement/{{commitment_token}}/{path}",
        status=status,
        other=f"/engagement/faux/{path}",
        **options,
    )


def read(path: str, status: int = 200, **options) -> Row:
    """What the association's members and the officers read."""
    return Row(
        f"/benevolat/engagements/{{commitment.pk}}/{path}",
        MEMBERS | OFFICERS,
        status,
        other=f"/benevolat/engagements/{{other_commitment.pk}}/{path}",
        bounded=MEMBERS,
        asks=(CONFIRM_HOURS,),
        **options,
    )


def theirs(path: str, status: int = 200, **options) -> Row:
    """What the association's members do; officers read, and change nothing."""
    return Row(
        f"/benevolat/engagements/{{commitment.pk}}/{path}",
        MEMBERS,
        status,
        other=f"/benevolat/engagements/{{other_commitment.pk}}/{path}",
        elsewhere=OFFICERS,
        asks=(CONFIRM_HOURS,),
        **options,
    )


def _both(side: str, row) -> dict[str, Row]:
    """What both sides do with a commitment of theirs."""
    line = "heures/{commitment_line.pk}/"
    return {
        f"sponsorship:{side}_end": row("terminer/"),
        f"sponsorship:{side}_issue": row("attestation/", 302, method="post"),
        **{f"sponsorship:{side}_{act}": row(f"{line}{_WORDS[act]}/") for act in _LINES},
        **{
            f"sponsorship:{side}_{act}": row(f"{line}{_WORDS[act]}/", 302, method="post")
            for act in _ACTS
        },
    }


COMMITMENTS = {
    "sponsorship:own_commitments": Row("/mon-espace/benevolat/", CANDIDATES, asks=(OWN_SPACE,)),
    "sponsorship:own_commitments_sharing": Row(
        "/mon-espace/benevolat/communiquer/", CANDIDATES, 302, method="post", asks=(OWN_SPACE,)
    ),
    "sponsorship:own_commitment": own(""),
    "sponsorship:own_commitment_certificate": own("attestation/{certificate.number}/"),
    **_both("own_commitment", own),
    "sponsorship:link_commitment": by_link(""),
    "sponsorship:link_commitment_certificate": by_link("attestation/{certificate.number}/"),
    "sponsorship:link_commitment_sharing": by_link("communiquer/", 302, method="post"),
    **_both("link_commitment", by_link),
    "sponsorship:commitments": Row(
        "/benevolat/engagements/", MEMBERS | OFFICERS, asks=(CONFIRM_HOURS,)
    ),
    "sponsorship:commitments_confirm": Row(
        "/benevolat/engagements/confirmer/", MEMBERS | OFFICERS, 302, asks=(CONFIRM_HOURS,)
    ),
    "sponsorship:commitment": read(""),
    "sponsorship:commitment_certificate": read("attestation/{certificate.number}/"),
    **_both("commitment", theirs),
    "sponsorship:certificate_check": Row(
        "/benevolat/attestation/{certificate.number}/",
        other="/benevolat/attestation/AAAA-AAAA-AAAA/",
    ),
}
