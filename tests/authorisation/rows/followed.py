"""A pair that runs: the same screens under the page of each of the two, and the coordinator's."""

from tests.authorisation.rows.pairs import board, of_person, of_sponsor, one
from tests.authorisation.rows.row import Row

_POST = {"status": 302, "method": "post"}


def both(name: str, path: str, **options) -> dict[str, Row]:
    """The screen of the person and that of the sponsor."""
    return {
        f"sponsorship:own_{name}": of_person(path, **options),
        f"sponsorship:{name}": of_sponsor(path, **options),
    }


FOLLOWED = {
    **both("note_meeting", "noter/"),
    **both("plan_meeting", "rendez-vous/"),
    **both("cancel_meeting", "rendez-vous/annuler/", **_POST),
    **both("miss_meeting", "rendez-vous/manque/", **_POST),
    **both("meeting_calendar", "rendez-vous.ics"),
    **both("add_objective", "objectifs/"),
    **both("change_objective", "objectifs/{objective.pk}/", **_POST),
    **both("review", "bilan/{review.pk}/"),
    **both("alert", "alerte/"),
    **both("leave_pair", "arreter/"),
    "sponsorship:own_work": of_person("travail/"),
    "sponsorship:followed": board("suivis/"),
    "sponsorship:suspend_pair": one("suspendre/"),
    "sponsorship:resume_pair": one("reprendre/", 302, method="post"),
    "sponsorship:break_pair": one("finir/"),
    "sponsorship:complete_pair": one("clore/"),
    "sponsorship:in_work": one("travail/"),
    "sponsorship:ask_final_review": one("bilan/", 302, method="post"),
    "sponsorship:handle_alert": one("alertes/{pair_alert.pk}/", 302, method="post"),
}
