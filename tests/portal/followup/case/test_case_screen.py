"""The default screen of a case, and what each may see of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.followup.access.models import AccessEntry
from portal.followup.models import (
    ActionStep,
    Appointment,
    BarrierAssessment,
    Beneficiary,
    CaseDocument,
    Diagnosis,
    EngagementContract,
    Entitlement,
    Exit,
    Goal,
    ReorientationRequest,
    Term,
)
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.followup.cast import browser, make_appointment, make_cast, make_note
from tests.portal.followup.people_of_the_area import in_test_scope, make_beneficiary, refer

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)
# What every request of the site asks, whoever comes and whatever for.
AROUND = (
    "django_session",
    "accounts_user",
    "auth_group",
    "set_config",
    "SAVEPOINT",
    "snippets_sitesettings",
    "followup_accessentry",
    "mfa_authenticator",
    "usersession",
    "wagtailcore_",
    "pages_navigation",
    "pages_",
)


@pytest.fixture(scope="module")
def cast(lasting):
    return make_cast()


def address(cast, path=""):
    return f"/suivi/dossiers/{cast.case.pk}/{path}"


def timeline(professional, cast, **query):
    return browser(professional).get(address(cast), query).context["timeline"]


@in_test_scope
def lay_everything(cast, number=0):
    """A row of each kind of what happens."""
    case, author = cast.case, {"author_name": cast.referent.name}
    day = DAY - timedelta(days=31 * number)
    make_appointment(case, cast.referent, state=Appointment.State.HELD)
    make_note(case, cast.referent, on=day)
    for step, status in enumerate(("2", "3")):
        Entitlement.unscoped.create(
            beneficiary=case, on=day + timedelta(days=step), status=status, received_on=day
        )
    contract = {"starts_on": day, "ends_on": day + timedelta(days=90), "weekly_hours": 15}
    EngagementContract.unscoped.create(
        beneficiary=case,
        state="ended",
        proposed_on=day,
        signed_on=day,
        closed_on=day,
        **contract,
        **author,
    )
    CaseDocument.unscoped.create(
        beneficiary=case,
        title="Bail",
        media_type="application/pdf",
        size=1,
        file=f"followup/{number}.pdf",
        **author,
    )
    Diagnosis.unscoped.create(beneficiary=case, on=day, summary="Bonne santé", **author)
    Exit.unscoped.create(beneficiary=case, on=day, reason="employment", **author)
    ReorientationRequest.unscoped.create(
        beneficiary=case,
        kind="referent",
        state="refused",
        asked_by=cast.referent,
        reason="Demande",
        sent_at=timezone.now(),
        decided_at=timezone.now(),
        answer="Non",
    )


def test_all_that_happened_is_told_the_newest_first(cast):
    lay_everything(cast)
    events = timeline(cast.referent, cast).events
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)
    assert {event.title for event in events} == {
        "Rendez-vous tenu",
        "Note",
        "Orientation, parcours social",
        "Orientation notifiée",
        "Nouveau référent ou nouvelle référente",
        "Contrat proposé à la signature",
        "Contrat d’engagement signé",
        "Contrat terminé",
        "Droit ouvert et versable",
        "Droit ouvert et suspendu",
        "Document ajouté",
        "Diagnostic",
        "Sortie\u00a0: emploi",
        "Demande\u00a0: changement de référent·e",
        "Demande refusée",
    }


def test_a_right_that_does_not_change_is_told_once(cast):
    with system_scope(Scope.TEST):
        for month, status in enumerate("222522"):
            Entitlement.unscoped.create(
                beneficiary=cast.case,
                on=DAY + timedelta(days=30 * month),
                status=status,
                received_on=DAY,
            )
    rights = [
        event.title for event in timeline(cast.referent, cast).events if event.what == "right"
    ]
    assert rights == ["Droit ouvert et versable", "Droit clos", "Droit ouvert et versable"]


def test_what_is_to_come_or_withdrawn_is_not_told(cast):
    make_appointment(cast.case, cast.referent, timezone.now() + timedelta(days=2))
    with system_scope(Scope.TEST):
        CaseDocument.unscoped.create(
            beneficiary=cast.case,
            title="Retiré",
            media_type="application/pdf",
            size=1,
            file="followup/retire.pdf",
            removed_at=timezone.now(),
        )
    told = {event.what for event in timeline(cast.referent, cast).events}
    assert told == {"orientation", "notified", "referent"}


def test_the_timeline_has_pages(cast):
    for number in range(30):
        make_note(cast.case, cast.referent, f"Note {number}")
    first = timeline(cast.referent, cast)
    assert (len(first.events), first.has_next) == (25, True)
    second = timeline(cast.referent, cast, page="2")
    assert (len(second.events), second.has_next) == (8, False)
    texts = [event.text for event in (*first.events, *second.events) if event.what == "note"]
    assert len(set(texts)) == 30
    for odd in ("0", "-1", "x", "99999"):
        assert browser(cast.referent).get(address(cast), {"page": odd}).status_code == 200


def test_strangers_do_not_find_the_case(cast):
    for who, (user, status) in cast.outside.items():
        if user != cast.officer.user:
            assert signed_in(user).get(address(cast)).status_code == status, who
    for path in ("noter/", "synthese.pdf"):
        for who, (user, status) in cast.outside.items():
            assert signed_in(user).get(address(cast, path)).status_code == status, who


def test_an_orientation_officer_is_led_to_the_pathway(cast):
    answer = browser(cast.officer).get(address(cast))
    assert (answer.status_code, answer["Location"]) == (302, address(cast, "parcours/"))


@pytest.mark.parametrize("who", ["referent", "nurse", "deputy", "manager"])
def test_whoever_writes_has_quick_entry_within_reach(cast, who):
    assert (
        address(cast, "noter/") in browser(getattr(cast, who)).get(address(cast)).content.decode()
    )


def test_an_emergency_reads_and_has_no_button(cast):
    answer = browser(cast.breaker).get(address(cast))
    assert answer.status_code == 200
    assert address(cast, "noter/") not in answer.content.decode()


def test_reading_is_a_line_of_the_log(cast):
    browser(cast.nurse).get(address(cast))
    with system_scope(Scope.TEST):
        line = AccessEntry.unscoped.get(user=cast.nurse.user)
    assert (line.act, line.beneficiary_id, line.place) == ("read", cast.case.pk, "followup:case")


def test_members_of_the_household_out_of_reach_are_a_role_and_nothing_else(cast):
    hidden = make_beneficiary(
        cast.stranger,
        household_id=cast.case.household_id,
        role=Beneficiary.Role.PARTNER,
        birth_name="Cachée",
        first_name="Yolande",
    )
    near = make_beneficiary(
        cast.referent,
        household_id=cast.case.household_id,
        role=Beneficiary.Role.CHILD,
        birth_name="Proche",
    )
    answer = browser(cast.referent).get(address(cast))
    page = answer.content.decode()
    assert "Proche" in page
    assert f"/suivi/dossiers/{near.pk}/" in page
    assert "Conjoint·e" in page
    assert "Cachée" not in page
    assert "Yolande" not in page
    assert f"/suivi/dossiers/{hidden.pk}/" not in page
    members = answer.context["synthesis"].household
    assert [(member.role, member.case) for member in members] == [
        ("Conjoint·e", None),
        ("Enfant", near),
    ]


def test_barriers_of_the_last_diagnosis_goals_and_steps_are_shown(cast):
    with system_scope(Scope.TEST):
        themes = list(Term.unscoped.filter(list=Term.List.BARRIER_THEME)[:3])
        old = Diagnosis.unscoped.create(beneficiary=cast.case, on=DAY)
        new = Diagnosis.unscoped.create(beneficiary=cast.case, on=DAY + timedelta(days=9))
        for diagnosis, theme, severity in (
            (old, themes[0], "strong"),
            (new, themes[1], "medium"),
            (new, themes[2], "strong"),
            (new, themes[0], "none"),
        ):
            BarrierAssessment.unscoped.create(
                beneficiary=cast.case, diagnosis=diagnosis, theme=theme, severity=severity
            )
        goal = Goal.unscoped.create(beneficiary=cast.case, label="Passer le permis")
        Goal.unscoped.create(beneficiary=cast.case, label="Ancien", state=Goal.State.DONE)
        for label, state in (("Appeler l’auto-école", "planned"), ("Fini", "done")):
            ActionStep.unscoped.create(beneficiary=cast.case, goal=goal, label=label, state=state)
    answer = browser(cast.referent).get(address(cast))
    shown = answer.context["synthesis"]
    assert [(barrier.label, barrier.said) for barrier in shown.barriers] == [
        (themes[2].label, "fort"),
        (themes[1].label, "moyen"),
    ]
    page = answer.content.decode()
    for told in ("Passer le permis", "Appeler l’auto-école", cast.nurse.name, "06 12 34 56 78"):
        assert told in page
    for hidden in ("Ancien", "Fini"):
        assert hidden not in page


def of_the_case(queries):
    return [
        query["sql"]
        for query in queries
        if not any(name in query["sql"].split("WHERE")[0] for name in AROUND)
    ]


def test_a_case_opens_in_eighteen_queries_whatever_it_holds(cast):
    lay_everything(cast)
    reader = browser(cast.referent)
    few = queries_of(reader, address(cast))
    with CaptureQueriesContext(connection) as queries:
        reader.get(address(cast))
    found = of_the_case(queries)
    assert len(found) <= 18, [sql[sql.find("FROM") :][:90] for sql in found]
    for number in range(1, 20):
        lay_everything(cast, number)
        make_beneficiary(cast.referent, household_id=cast.case.household_id)
    for _ in range(20):
        refer_to = make_beneficiary(household_id=cast.case.household_id)
        refer(refer_to, cast.stranger)
    # The two queries of the household come with its first other member.
    assert queries_of(reader, address(cast)) == few + 1
