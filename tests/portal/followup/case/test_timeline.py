"""What the timeline and the printed summary say of invitations, procedures and the person's side:
to each, as far as they read it.
"""

import subprocess
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.case.timeline import timeline_of
from portal.followup.models import (
    Invitation,
    ProcedureAct,
    SanctionProcedure,
    StepWord,
)
from portal.followup.orientation.exits import record_exit
from portal.followup.procedures.services import close
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import give, queries_of, signed_in
from tests.portal.followup.booking.diaries import make_category
from tests.portal.followup.cast import make_appointment
from tests.portal.followup.contract.contracts import make_step
from tests.portal.followup.own_side.laid import make_request, share
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    orient,
    worked_day,
)
from tests.portal.followup.procedures.laid import latest, make_procedure, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser():
    return make_professional()


@pytest.fixture
def manager(adviser):
    return make_professional(L.UNIT_MANAGER, unit=adviser.unit)


@pytest.fixture
def case(adviser):
    return make_beneficiary(adviser)


def titles(case, reader) -> list[str]:
    with acting_as(reader.user):
        return [event.title for event in timeline_of(case, reader.user).events]


def printed(case, reader, tmp_path) -> str:
    answer = signed_in(reader.user).get(f"/suivi/dossiers/{case.pk}/synthese.pdf")
    file = tmp_path / "synthese.pdf"
    file.write_bytes(answer.content)
    said = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True)
    return " ".join(said.stdout.split())


def lay_invitations(case, adviser) -> None:
    now = timezone.now()
    with system_scope(Scope.TEST):
        values = {"beneficiary": case, "round_at": now}
        Invitation.unscoped.create(
            category=make_category("Bilan"), state="expired", expired_at=now, **values
        )
        Invitation.unscoped.create(
            category=make_category("Atelier"), state="withdrawn", closing_reason="Erreur", **values
        )
        make_appointment(
            case, adviser, worked_day(9), is_summons=True, basis="expired", category=make_category()
        )


def lay_procedure(case, adviser) -> SanctionProcedure:
    row = make_procedure(case, adviser, "notified")
    with system_scope(Scope.TEST):
        for kind in ("open", "notify"):
            ProcedureAct.unscoped.create(
                beneficiary=case, procedure=row, kind=kind, on=timezone.localdate()
            )
    return row


def test_invitations_their_silence_and_summonses_are_there(case, adviser, tmp_path):
    lay_invitations(case, adviser)
    found = titles(case, adviser)
    for title in (
        "Invitation à choisir un rendez-vous",
        "Invitation restée sans réponse",
        "Invitation retirée",
        "Convocation à une date fixée",
    ):
        assert title in found
    said = printed(case, adviser, tmp_path)
    assert "Bilan, proposée le" in said
    assert "Atelier" not in said


def test_a_procedure_is_there_for_the_departement(case, adviser, manager, tmp_path):
    lay_procedure(case, adviser)
    for reader in (adviser, manager):
        found = titles(case, reader)
        assert "Procédure\u00a0: Courrier notifié" in found
        assert any(title.startswith("Signalement\u00a0:") for title in found)
        assert "Procédure ouverte le" in printed(case, reader, tmp_path)


def test_a_delegated_body_reads_its_own_reports_and_no_act(adviser, tmp_path):
    delegated = make_professional(structure=OrganisationFactory(), unit=adviser.unit)
    case = make_beneficiary(delegated)
    lay_procedure(case, adviser)
    assert not any(
        title.startswith(("Procédure", "Signalement")) for title in titles(case, delegated)
    )
    assert "Procédure" not in printed(case, delegated, tmp_path)
    make_report(case, delegated)
    found = titles(case, delegated)
    assert [title for title in found if title.startswith("Signalement")] == [
        "Signalement\u00a0: engagements du contrat non tenus"
    ]


def test_what_passes_between_the_person_and_the_team_is_there(case, adviser):
    share(case, adviser, text="Un loyer")
    make_request(case, "refused")
    with system_scope(Scope.TEST):
        StepWord.unscoped.create(beneficiary=case, step=make_step(case))
    found = titles(case, adviser)
    for title in (
        "Partagé avec la personne\u00a0: à apporter",
        "Étape dite faite par la personne",
        "Demande d’accès au dossier",
        "Demande de dossier\u00a0: refusée",
    ):
        assert title in found


def test_the_screen_costs_the_same_whatever_happened(case, adviser):
    browser = signed_in(adviser.user)
    path = f"/suivi/dossiers/{case.pk}/"
    few = queries_of(browser, path)
    lay_invitations(case, adviser)
    lay_procedure(case, adviser)
    make_request(case, "refused")
    assert queries_of(browser, path) == few


def test_an_exit_leaves_an_open_procedure_to_who_conducts_it(case, adviser, manager):
    """It is closed by nobody's absence: it may end in a decision, and an appeal stays possible."""
    orient(case)
    row = lay_procedure(case, adviser)
    officer = make_professional(L.ORIENTATION_OFFICER)
    form = f"/suivi/dossiers/{case.pk}/sortie/"
    page = signed_in(officer.user).get(form).content.decode()
    # Who orients reads no procedure: they are told what becomes of one.
    assert "n’est pas close par la sortie" in page
    assert "observations attendues" not in page
    with acting_as(officer.user):
        record_exit(
            beneficiary=case,
            reason="employment",
            on=timezone.localdate(),
            actor=Actor(officer.user),
        )
    assert latest(row).state == "notified"
    browser = signed_in(manager.user)
    assert "La sortie ne clôt pas la procédure" in (
        browser.get(f"/suivi/dossiers/{case.pk}/procedure/").content.decode()
    )
    assert "Personne sortie du suivi" in browser.get("/suivi/procedures/").content.decode()
    with acting_as(manager.user):
        present = latest(row)
        close(
            procedure=row,
            reason="La personne travaille.",
            actor=Actor(manager.user),
            version=present.version,
        )
    assert latest(row).state == "closed"


def test_who_reads_the_procedure_is_told_of_it_before_an_exit(case, adviser, manager):
    lay_procedure(case, adviser)
    reader = make_professional(L.ORIENTATION_OFFICER, unit=adviser.unit)
    give(reader.user, L.UNIT_MANAGER)
    page = signed_in(reader.user).get(f"/suivi/dossiers/{case.pk}/sortie/").content.decode()
    assert "Une procédure de suspension est en cours (observations attendues)" in page


def test_a_future_summons_is_told_when_it_is_fixed(case, adviser):
    make_appointment(
        case,
        adviser,
        timezone.now() + timedelta(days=20),
        is_summons=True,
        basis="other",
        basis_reason="Sans nouvelles",
    )
    assert titles(case, adviser).count("Convocation à une date fixée") == 1
