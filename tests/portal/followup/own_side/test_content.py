"""What the file holds of the case, and nothing of somebody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.followup.own_side.dossier import sections_of
from portal.followup.own_side.paper import file_pdf
from portal.followup.own_side.sources import SOURCES
from portal.followup.rows.scope import Scope, acting_as, system_scope
from snippets.french import of
from tests.portal.followup.cast import make_note
from tests.portal.followup.contract.contracts import make_contract, make_goal, make_step
from tests.portal.followup.every_row import make_every_row
from tests.portal.followup.own_side.answers import today, words_of
from tests.portal.followup.own_side.laid import make_document, make_request
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    open_in_emergency,
    replace,
)
from tests.portal.followup.procedures.laid import latest, make_report
from tests.portal.followup.test_no_leak import MARK, of_cases, texts_of

pytestmark = pytest.mark.django_db


# Tables about a person of which the file has no section, and why.
_NOT_IN_IT = {
    "Beneficiary": "who the person is, at its beginning",
    "Household": "a number and a role, at its beginning",
    "SearchKey": "the identity again, cut in words",
    "BarrierSituation": "in the line of its barrier",
    "WithheldItem": "said at the place of what is left out",
    "AccessEntry": "who had access is in it; its lines are asked of the data protection officer",
    "Draft": "not in the case yet, and of whoever types",
    "Handover": "names steps and appointments that are in it",
    "ImportLine": "what it wrote is in it, as the right and the moves",
    "ImportAction": "what it wrote is in it, as the right and the moves",
    "AccountLink": "in the copy of the account, which the person takes by themselves",
    "LinkCode": "a hash, of no use",
    "CaseRetention": "dates counted from what is in it",
    "SlipLine": "of a case whose content is destroyed",
    "BoardConflict": "about a member of the board",
}


def test_every_table_about_a_person_is_in_the_file_or_has_a_reason():
    told = {source.model.__name__ for source in SOURCES}
    tables = {model.__name__ for model in of_cases()}
    assert tables - told == _NOT_IN_IT.keys()


def test_whoever_had_access_is_said_each_in_their_way(case, adviser, manager):
    now = timezone.now()
    replace(adviser, make_professional(last_name="Deputy", unit=adviser.unit))
    before, after = now - timedelta(days=900), now + timedelta(days=5)
    for name, start in (("Tooearly", before), ("Notyet", after)):
        replace(
            adviser,
            make_professional(last_name=name, unit=adviser.unit),
            starts_at=start,
            ends_at=start + timedelta(days=1),
        )
    replace(make_professional(), make_professional(last_name="Ofanother"))
    open_in_emergency(case, make_professional(last_name="Urgence"))
    open_in_emergency(make_beneficiary(adviser), make_professional(last_name="Ofanother"))
    with acting_as(manager.user):
        sections = {one.slug: one.items for one in sections_of(latest(case), manager.user)}
    (deputy,), (emergency,) = sections["deputies"], sections["emergencies"]
    assert "Deputy" in deputy.title
    assert f"À la place {of(adviser.name)}" in deputy.text
    assert "Urgence" in emergency.title
    assert emergency.text


def mark(case, mark: str) -> None:
    """Put a word in every text of a case."""
    with system_scope(Scope.TEST):
        for model in of_cases():
            key = "pk" if model.__name__ == "Beneficiary" else "beneficiary"
            if model.__name__ in {"Household", "SearchKey"}:
                continue
            for field in texts_of(model):
                value = f"{mark}@exemple.test" if "email" in field.name else mark
                model.unscoped.filter(**{key: case.pk}).update(**{field.name: value})


def test_nothing_of_somebody_else_is_in_it(case, adviser, manager, tmp_path):
    """Another of the household, another case: each with a word in all of its texts."""
    make_every_row(case, adviser)
    partner = make_beneficiary(adviser, household_id=case.household_id, role="CJT")
    stranger = make_beneficiary(adviser)
    for other, author in ((partner, adviser), (stranger, adviser)):
        make_note(other, author)
        make_document(other)
        make_step(other, goal=make_goal(other, contract=make_contract(other)))
        make_report(other, author)
        mark(other, MARK)
    mark(case, "sienmot")
    secret = make_note(case, adviser, "Un secretmot", visibility="profession")
    assert secret.is_confidential
    row = make_request(case, "refused")
    with acting_as(manager.user):
        kinds = {section.slug for section in sections_of(latest(case), manager.user)}
        content = file_pdf(latest(case), row, manager.user, day=today())
    said = words_of(content, tmp_path).lower()
    assert said.count("sienmot") > 20
    assert MARK not in said
    assert "secretmot" not in said
    # A row of each kind of the case is in it.
    assert kinds == {source.slug for source in SOURCES}
