"""What nobody of ours would send: keys of other cases in a body, versions, filters, days, signs."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.access import services as access
from portal.followup.access.errors import AccessError
from portal.followup.models import (
    Absence,
    ActionStep,
    Appointment,
    CareTeamMember,
    EngagementContract,
    Goal,
    HoursExemption,
    ReorientationRequest,
    SavedFilter,
    Term,
)
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import give, signed_in
from tests.portal.followup.cast import browser, make_appointment, make_cast, make_note
from tests.portal.followup.contract.contracts import make_contract, make_goal, make_step
from tests.portal.followup.orientation.things import make_request
from tests.portal.followup.people_of_the_area import make_professional

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(scope="module")
def cast(lasting):
    """With the same rows in a case of its own and in somebody else's."""
    cast = make_cast()
    for prefix, case, author in (
        ("own", cast.case, cast.referent),
        ("their", cast.other_case, cast.stranger),
    ):
        setattr(cast, f"{prefix}_goal", make_goal(case))
        setattr(cast, f"{prefix}_step", make_step(case))
        setattr(cast, f"{prefix}_appointment", make_appointment(case, author))
        setattr(cast, f"{prefix}_note", make_note(case, author))
    return cast


def of_case(cast, path=""):
    return f"/suivi/dossiers/{cast.case.pk}/{path}"


def everything(*models):
    """The rows of these models, as they are."""
    with system_scope(Scope.TEST):
        return [list(model.unscoped.order_by("pk").values()) for model in models]


def is_refused(answer, *fields):
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert set(fields) <= errors.keys(), errors


def test_quick_entry_takes_no_row_of_another_case(cast):
    before = everything(Appointment, ActionStep, Goal)
    typed = {
        "appointment": cast.their_appointment.pk,
        "state": "held",
        "step": "Appeler",
        "goal": cast.their_goal.pk,
    }
    is_refused(browser(cast.referent).post(of_case(cast, "noter/"), typed), "appointment", "goal")
    assert everything(Appointment, ActionStep, Goal) == before


@pytest.mark.parametrize("path", ["plan/etapes/nouvelle/", "plan/etapes/{own_step.pk}/"])
def test_a_step_takes_no_goal_of_another_case(cast, path):
    before = everything(ActionStep, Goal)
    typed = {"label": "Appeler", "by": "person", "goal": cast.their_goal.pk}
    address = of_case(cast, path.format_map(vars(cast)))
    is_refused(browser(cast.referent).post(address, typed), "goal")
    assert everything(ActionStep, Goal) == before
    own = typed | {"goal": cast.own_goal.pk}
    assert (
        browser(cast.referent).post(of_case(cast, "plan/etapes/nouvelle/"), own).status_code == 302
    )


@pytest.mark.parametrize("path", ["nouveau/", "{own_appointment.pk}/deplacer/"])
def test_an_appointment_is_with_somebody_of_the_case_and_of_a_known_kind(cast, path):
    before = everything(Appointment)
    with system_scope(Scope.TEST):
        other_list = Term.unscoped.exclude(list=Term.List.APPOINTMENT_KIND).first()
    typed = {
        "on": (TODAY() + timedelta(days=3)).isoformat(),
        "at": "10:00",
        "minutes": 45,
        "mode": "office",
        "version": 1,
        "professional": cast.stranger.pk,
        "kind": other_list.pk,
    }
    address = of_case(cast, f"rendez-vous/{path}").format_map(vars(cast))
    is_refused(browser(cast.referent).post(address, typed), "professional", "kind")
    assert everything(Appointment) == before


@pytest.mark.parametrize("version", ["0", "-1", "999999999999999999999999", "deux", ""])
def test_a_version_that_nobody_read_writes_nothing(cast, version):
    before = everything(Appointment)
    writer = browser(cast.referent)
    for path, typed in (
        ("etat/", {"state": "held"}),
        ("annuler/", {"by": "person"}),
    ):
        address = of_case(cast, f"rendez-vous/{cast.own_appointment.pk}/{path}")
        assert writer.post(address, typed | {"version": version}).status_code in {409, 422}
    address = of_case(cast, f"journal/{cast.own_note.pk}/modifier/")
    note = {"text": "Autre", "visibility": "team", "on": TODAY().isoformat(), "version": version}
    assert writer.post(address, note).status_code in {409, 422}
    assert everything(Appointment) == before


def test_a_note_of_a_colleague_is_changed_by_nobody_else(cast):
    typed = {"text": "Autre", "visibility": "team", "on": TODAY().isoformat(), "version": 1}
    address = of_case(cast, f"journal/{cast.own_note.pk}/modifier/")
    for one in (cast.nurse, cast.deputy, cast.manager):
        assert browser(one).post(address, typed).status_code == 404


def test_a_confidential_note_is_written_by_no_one_out_of_the_team(cast):
    typed = {"text": "Secret", "visibility": "profession", "on": TODAY().isoformat()}
    answer = browser(cast.manager).post(of_case(cast, "journal/ecrire/"), typed)
    is_refused(answer, "visibility")


def test_a_transfer_takes_neither_a_stranger_nor_the_things_of_another_case(cast):
    before = everything(Appointment)
    manager = browser(cast.manager)
    page = manager.get(of_case(cast, "referent/"))
    fates = {
        name: field.initial
        for name, field in page.context["form"].fields.items()
        if name.startswith("devenir")
    }
    seen = page.context["form"]["seen"].value()
    theirs = {f"devenir_appointment_{cast.their_appointment.pk}": "cancelled"}
    for one in (cast.stranger, cast.officer):
        typed = fates | theirs | {"professional": one.pk, "seen": seen}
        is_refused(manager.post(of_case(cast, "referent/"), typed), "professional")
    assert everything(Appointment) == before
    typed = fates | theirs | {"professional": cast.deputy.pk, "seen": seen}
    assert manager.post(of_case(cast, "referent/"), typed).status_code == 302
    with system_scope(Scope.TEST):
        assert Appointment.unscoped.get(pk=cast.their_appointment.pk).state == "planned"


def test_an_orientation_goes_to_a_structure_that_follows_people(cast):
    company = OrganisationFactory(kind="company")
    typed = {"path": "social", "structure": company.pk, "starts_on": TODAY().isoformat()}
    answer = browser(cast.officer).post(of_case(cast, "orienter/"), typed)
    is_refused(answer, "structure", "unit")
    request = {"reason": "Emploi", "wanted_structure": company.pk}
    new = of_case(cast, "demande/reorientation/")
    is_refused(browser(cast.referent).post(new, request), "wanted_structure")


def test_a_request_is_answered_by_no_one_who_asks(cast):
    request = make_request(cast.case, cast.referent)
    address = of_case(cast, f"demandes/{request.pk}/")
    typed = {"decision": "accept", "answer": "Oui", "version": request.version}
    for one, status in ((cast.referent, 403), (cast.nurse, 403), (cast.manager, 403)):
        assert browser(one).post(address, typed).status_code == status
    with system_scope(Scope.TEST):
        assert ReorientationRequest.unscoped.get(pk=request.pk).state == "sent"


def test_a_waiver_takes_a_reason_of_its_list(cast):
    before = everything(HoursExemption)
    with system_scope(Scope.TEST):
        other = Term.unscoped.exclude(list=Term.List.EXEMPTION_REASON).first()
    typed = {
        "regime": "reduced",
        "weekly_hours": 8,
        "reason": other.pk,
        "starts_on": TODAY().isoformat(),
    }
    is_refused(
        browser(cast.referent).post(of_case(cast, "heures/dispenses/nouvelle/"), typed), "reason"
    )
    assert everything(HoursExemption) == before


def test_a_contract_amends_what_is_in_force_in_its_own_case(cast):
    theirs = make_contract(cast.other_case)
    typed = {"kind": "amendment", "amends": theirs.pk, "contract": theirs.pk}
    browser(cast.referent).post(of_case(cast, "contrat/preparer/"), typed)
    with system_scope(Scope.TEST):
        assert not EngagementContract.unscoped.filter(amends=theirs).exists()
        assert EngagementContract.unscoped.get(pk=theirs.pk).state == theirs.state


EXPORT = {"extension": "csv", "reason": "Réunion"}


def test_a_tab_is_ones_own_and_its_filters_narrow_ones_own_cases(cast):
    with system_scope(Scope.TEST):
        theirs = SavedFilter.unscoped.create(user=cast.stranger.user, name="À moi", query="")
    reader = browser(cast.referent)
    assert reader.post(f"/suivi/dossiers/onglets/{theirs.pk}/retirer/").status_code == 404
    forged = urlencode(
        {
            "perimetre": "unite",
            "referent": cast.stranger.pk,
            "commune": "1) OR 1=1",
            "etat": "tous",
            "parcours": "aucun' --",
        }
    )
    for query in (forged, "referent=aucun", "perimetre=tous&etat=tous", "tri=pk"):
        text = reader.get(f"/suivi/dossiers/?{query}").content.decode()
        assert cast.other_case.birth_name not in text
        taken = reader.post(f"/suivi/dossiers/export/?{query}", EXPORT).content.decode()
        assert cast.other_case.birth_name not in taken
    saved = reader.post(f"/suivi/dossiers/onglets/?{forged}", {"name": "Forgé"})
    assert saved.status_code == 302
    assert cast.other_case.birth_name not in reader.get(saved.url).content.decode()


def test_an_export_takes_ones_own_cases_alone(cast):
    """A member of the team reads the case, and does not take it away; who orients sees no clock."""
    for one, is_taken in ((cast.referent, True), (cast.nurse, False), (cast.breaker, False)):
        text = browser(one).post("/suivi/dossiers/export/", EXPORT).content.decode()
        assert (cast.case.birth_name in text) is is_taken, one
        assert cast.other_case.birth_name not in text


@pytest.fixture
def leads_and_follows(cast):
    """A manager of the unit who holds the level of advisers too."""
    person = make_professional(LevelName.UNIT_MANAGER, unit=cast.case.unit)
    give(person.user, LevelName.ADVISER)
    return person


def test_nobody_lets_oneself_into_a_team(cast, leads_and_follows):
    one = leads_and_follows
    typed = {"professional": one.pk, "reason": "Pour voir"}
    is_refused(signed_in(one.user).post(of_case(cast, "equipe/"), typed), "professional")
    with system_scope(Scope.TEST):
        assert not CareTeamMember.unscoped.filter(professional=one).exists()
    with acting_as(one.user), pytest.raises(AccessError):
        access.invite(
            beneficiary=cast.case, professional=one, reason="Pour voir", actor=Actor(one.user)
        )


def test_nobody_names_oneself_the_deputy_of_a_colleague(cast, leads_and_follows):
    one = leads_and_follows
    typed = {
        "professional": cast.deputy.pk,
        "deputy": one.pk,
        "starts_on": TODAY().isoformat(),
        "ends_on": (TODAY() + timedelta(days=2)).isoformat(),
    }
    is_refused(signed_in(one.user).post("/suivi/unite/", typed), "deputy")
    with system_scope(Scope.TEST):
        assert not Absence.unscoped.filter(deputy=one).exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31"])
def test_a_day_out_of_time_is_refused_where_it_is_typed(cast, day):
    writer = browser(cast.referent)
    for path, name, typed in (
        ("noter/", "on", {"state": "held", "at": "00:00", "appointment": "non-prevu"}),
        ("noter/", "next_on", {"state": "held", "on": TODAY().isoformat(), "at": "09:00"}),
        ("rendez-vous/nouveau/", "on", {"at": "00:00", "minutes": 45, "mode": "office"}),
        ("journal/ecrire/", "on", {"text": "x", "visibility": "team"}),
        ("plan/etapes/nouvelle/", "due_on", {"label": "x", "by": "person"}),
        ("heures/dispenses/nouvelle/", "last_day", {"starts_on": TODAY().isoformat()}),
        ("diagnostic/nouveau/", "on", {}),
    ):
        answer = writer.post(of_case(cast, path), typed | {name: day})
        is_refused(answer, name)
    absence = {"professional": cast.referent.pk, "deputy": cast.nurse.pk, "starts_on": day}
    is_refused(browser(cast.manager).post("/suivi/unite/", absence | {"ends_on": day}), "ends_on")
    hours = writer.get(of_case(cast, f"heures/ajouter/?jusquau={day}"))
    assert hours.status_code == 200


def test_a_key_of_no_case_however_long_is_not_found(cast):
    for key in ("0", "9" * 18, "9" * 30):
        for path in ("", "journal/", "identite/", "rendez-vous/1/etat/"):
            answer = browser(cast.referent).get(f"/suivi/dossiers/{key}/{path}")
            assert answer.status_code == 404
