"""Pairs: the coordinator's board, and the page of each of the two."""

from portal.accounts.capabilities import ASK_SPONSOR, OWN_SPONSORSHIPS
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import CANDIDATES, Row
from tests.authorisation.rows.sponsorship import coordinated

SPONSORS = frozenset({L.SPONSOR})


def board(path: str = "", status: int = 200, **options) -> Row:
    """A screen of the board; all pairs are within reach of the coordination."""
    return coordinated(f"binomes/{path}", status, **options)


def one(path: str = "", status: int = 200, **options) -> Row:
    """What the coordinator does with one pair."""
    return board(f"{{pair.pk}}/{path}", status, **options)


def of_person(path: str = "", status: int = 200, **options) -> Row:
    """The page of who is accompanied."""
    return Row(
        f"/parrainage/mon-binome/{{pair.pk}}/{path}",
        CANDIDATES,
        status,
        other=f"/parrainage/mon-binome/{{other_pair.pk}}/{path}",
        asks=(ASK_SPONSOR,),
        **options,
    )


def of_sponsor(path: str = "", status: int = 200, **options) -> Row:
    """The page of the sponsor."""
    return Row(
        f"/parrainage/binomes/{{pair.pk}}/{path}",
        SPONSORS,
        status,
        other=f"/parrainage/binomes/{{other_pair.pk}}/{path}",
        asks=(OWN_SPONSORSHIPS,),
        **options,
    )


PAIRS = {
    "sponsorship:board": board(),
    "sponsorship:propose": board("proposer/", 302, method="post"),
    "sponsorship:choose": board("choisir/{asked_sponsor.pk}/"),
    "sponsorship:pairing_settings": board("reglages/"),
    "sponsorship:board_pair": one(),
    "sponsorship:first_meeting": one("rencontre/"),
    "sponsorship:waive_first_meeting": one("sans-rencontre/"),
    "sponsorship:cancel_proposal": one("retirer/"),
    "sponsorship:note_contact": one("contact/", 302, method="post"),
    "sponsorship:own_pair": of_person(),
    "sponsorship:own_accept": of_person("accepter/"),
    "sponsorship:own_decline": of_person("refuser/"),
    "sponsorship:own_contact": of_person("contact/", 302, method="post"),
    "sponsorship:pair": of_sponsor(),
    "sponsorship:accept": of_sponsor("accepter/"),
    "sponsorship:decline": of_sponsor("refuser/"),
    "sponsorship:contact": of_sponsor("contact/", 302, method="post"),
    "sponsorship:shown_cv": of_sponsor("cv/"),
}
