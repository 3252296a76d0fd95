"""What is proposed to the person of a case, and the link that they receive."""

from portal.accounts.capabilities import READ_CASES
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.followup_case import case
from tests.authorisation.rows.row import Row

_ADVISERS = frozenset({L.ADVISER})
# The manager of the unit writes in the case, and acts for nobody.
_OTHERS = frozenset({L.UNIT_MANAGER, L.ORIENTATION_OFFICER})


def for_the_person(path: str, other: str) -> Row:
    """A form in the name of the person: of their team alone. `other` is no ad of this kind."""
    return Row(
        f"/suivi/dossiers/{{case.pk}}/offres/{path}",
        _ADVISERS,
        other=f"/suivi/dossiers/{{other_case.pk}}/offres/{other}",
        elsewhere=_OTHERS,
        asks=(READ_CASES,),
    )


FOLLOWUP_SUGGESTIONS = {
    "followup:suggestions": case("offres/"),
    "followup:suggestion_send": case("offres/proposer/", status=302, method="post"),
    "followup:suggestion_sheet": case(
        "offres/{case_suggestion.pk}/feuille.pdf", other="offres/{other_suggestion.pk}/feuille.pdf"
    ),
    "followup:suggestion_apply": for_the_person(
        "{own_offer.pk}/postuler/", other="{session.pk}/postuler/"
    ),
    "followup:suggestion_register": for_the_person(
        "{session.pk}/inscrire/", other="{own_offer.pk}/inscrire/"
    ),
    "suggestion:link": Row(
        "/proposition/{case_suggestion.token}/", other="/proposition/BBBBCCCCDDDDFFFF/"
    ),
}
