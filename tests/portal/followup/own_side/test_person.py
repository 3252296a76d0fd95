"""What a linked person reads and says of their own case; nobody else's, and not after the link."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from icalendar import Calendar
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.accounts.models import User
from portal.followup.access.log import Act
from portal.followup.access.models import AccessEntry
from portal.followup.link import services as links
from portal.followup.models import (
    AccountLink,
    ActionStep,
    Beneficiary,
    CaseDocument,
    Observation,
    ProcedureAct,
    SharedItem,
    StepWord,
)
from portal.followup.orientation.exits import record_exit
from portal.followup.own_side import queries
from portal.followup.own_side.errors import NoLinkError
from portal.followup.own_side.services import saying
from portal.followup.rows.scope import Scope, acting_as, system_scope
from portal.personal_data.services import erase
from tests.portal.accounts.people import person_with, queries_of, signed_in
from tests.portal.followup.booking.diaries import choose, invite, make_category, open_diary
from tests.portal.followup.cast import make_appointment, make_note
from tests.portal.followup.contract.contracts import make_contract, make_goal, make_step
from tests.portal.followup.own_side.laid import make_document, share
from tests.portal.followup.people_of_the_area import (
    join_team,
    link_account,
    make_beneficiary,
    make_household,
    make_professional,
    worked_day,
)
from tests.portal.followup.procedures.laid import latest, make_procedure

pytestmark = pytest.mark.django_db
OWN = "/mon-espace/accompagnement/"
PAGES = (
    "",
    "rendez-vous/",
    "engagements/",
    "heures/",
    "propositions/",
    "a-apporter/",
    "equipe/",
    "partage/",
    "dossier/",
)


@pytest.fixture
def adviser():
    return make_professional(first_name="Inès", last_name="Roy")


@pytest.fixture
def case(adviser):
    return make_beneficiary(
        adviser, birth_name="Vauthier", email="v@exemple.test", household=make_household()
    )


@pytest.fixture
def person():
    return person_with(L.CANDIDATE)


@pytest.fixture
def own(case, person):
    """The browser of the linked person."""
    link_account(case, person)
    return signed_in(person)


def read(browser, path="", status=200) -> str:
    answer = browser.get(f"{OWN}{path}")
    assert answer.status_code == status, path
    return " ".join(answer.content.decode().split())


def acts() -> list[tuple[str, str]]:
    with system_scope(Scope.TEST):
        return [*AccessEntry.unscoped.order_by("pk").values_list("act", "place")]


def cut(person) -> None:
    with system_scope(Scope.TEST):
        AccountLink.unscoped.filter(user=person).update(cut_at=timezone.now(), cut_by="service")


def test_the_next_appointment_says_where_when_with_whom_and_what_to_bring(own, case, adviser):
    category = make_category("Bilan", page_text="Venez dix minutes avant.")
    make_appointment(case, adviser, worked_day(3), place="12 rue des Tilleuls", category=category)
    share(case, adviser, text="Votre dernier loyer")
    home, page = read(own), read(own, "rendez-vous/")
    for text in ("12 rue des Tilleuls", "Inès Roy", "à 14 h"):
        assert text in home
        assert text in page
    assert "Venez dix minutes avant." in page
    assert "Votre dernier loyer" in page
    assert "Appelez-nous avant le rendez-vous" in page
    assert "Votre dernier loyer" in read(own, "a-apporter/")


def test_an_appointment_that_was_chosen_is_moved_and_cancelled_by_its_invitation(
    own, case, adviser
):
    open_diary(adviser)
    waiting = invite(case, adviser)
    assert f"/rendez-vous/{waiting.token}/" in read(own)
    choose(waiting)
    page = read(own, "rendez-vous/")
    assert f"/rendez-vous/{waiting.token}/deplacer/" in page
    assert f"/rendez-vous/{waiting.token}/annuler/" in page


def test_a_day_that_has_passed_is_no_longer_a_day_to_choose_by(own, case, adviser):
    open_diary(adviser)
    waiting = invite(case, adviser)
    assert "au plus tard le" in read(own)
    with system_scope(Scope.TEST):
        waiting.deadline_on = timezone.localdate() - timedelta(days=2)
        waiting.save()
    for path in ("", "rendez-vous/"):
        page = read(own, path)
        assert "au plus tard le" not in page
        assert "est passé" in page
        assert f"/rendez-vous/{waiting.token}/" in page


def test_the_calendar_file_says_nothing_of_the_follow_up(own, case, adviser):
    row = make_appointment(case, adviser, worked_day(3), place="Service RSA, salle 2")
    answer = own.get(f"{OWN}rendez-vous/{row.pk}.ics")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["summary"] == "Rendez-vous"
    assert event.decoded("dtstart") == row.starts_at
    assert b"RSA" not in answer.content
    assert "Vauthier" not in answer.content.decode()


def test_steps_of_the_signed_contract_are_read_and_no_other(own, case, adviser):
    goal = make_goal(case, "Se loger", contract=make_contract(case))
    make_step(case, "Appeler la mairie", goal=goal)
    make_step(case, "Écrire au bailleur", goal=goal, by_person=False)
    make_step(case, "Évoquer la dette de jeu", goal=make_goal(case, "Budget"))
    page = read(own, "engagements/")
    assert "Se loger" in page
    assert "Appeler la mairie" in page
    assert "C’est nous qui le faisons" in page
    assert "dette de jeu" not in page
    assert page.count("C’est fait<") == 1


def test_a_draft_contract_is_not_read_before_it_is_signed(own, case):
    goal = make_goal(case, "Se loger", contract=make_contract(case, "proposed"))
    make_step(case, "Appeler la mairie", goal=goal)
    assert "Appeler la mairie" not in read(own, "engagements/")


def test_a_step_added_after_the_signature_is_not_said_to_be_signed(own, case, adviser):
    goal = make_goal(case, "Travailler", contract=make_contract(case))
    make_step(case, "Accepter tout emploi à 40 km", goal=goal)
    page = read(own, "engagements/")
    assert "Accepter tout emploi à 40 km" in page
    assert "C’est dans le contrat" not in page
    assert "Votre équipe a pu ajouter des étapes depuis" in page


def test_what_is_said_done_is_told_to_the_team_which_decides(own, case, adviser, person):
    step = make_step(case, goal=make_goal(case, contract=make_contract(case)))
    for _ in range(2):
        assert own.post(f"{OWN}engagements/{step.pk}/fait/").status_code == 302
    assert "Vous avez dit que c’est fait" in read(own, "engagements/")
    assert latest(step).state == ActionStep.State.PLANNED
    with system_scope(Scope.TEST):
        assert StepWord.unscoped.count() == 1
    team = signed_in(adviser.user)
    for path in ("contrat/", "cote-personne/", ""):
        page = team.get(f"/suivi/dossiers/{case.pk}/{path}").content.decode()
        assert "dit" in page
        assert step.label in page
    assert "La personne dit que c’est fait" in (
        team.get(f"/suivi/dossiers/{case.pk}/contrat/").content.decode()
    )
    own.post(f"{OWN}engagements/{step.pk}/pas-fait/")
    assert "C’est fait<" in read(own, "engagements/")
    assert "La personne dit" not in (
        team.get(f"/suivi/dossiers/{case.pk}/contrat/").content.decode()
    )


@pytest.mark.parametrize("fault", ["done already", "by the service"])
def test_a_step_that_is_not_to_be_done_is_not_said_done(own, case, fault):
    fields = {"state": "done"} if fault == "done already" else {"by_person": False}
    step = make_step(case, goal=make_goal(case, contract=make_contract(case)), **fields)
    own.post(f"{OWN}engagements/{step.pk}/fait/")
    with system_scope(Scope.TEST):
        assert not StepWord.unscoped.exists()


def test_who_follows_one_is_said_with_a_phone(own, case, adviser):
    nurse = make_professional(first_name="Aline", last_name="Petit")
    join_team(case, nurse)
    join_team(case, make_professional(last_name="Inconnu"), confirmed=False)
    with system_scope(Scope.TEST):
        type(adviser).unscoped.filter(pk=adviser.pk).update(phone="03 84 00 00 01")
    page = read(own, "equipe/")
    assert page.index("Inès Roy") < page.index("Aline Petit")
    assert "tel:0384000001" in page
    assert "Inconnu" not in page


def test_what_is_shared_is_read_until_it_is_stopped_and_no_note_otherwise(own, case, adviser):
    make_note(case, adviser, "Il boit depuis son divorce.")
    document = make_document(case)
    hidden = make_document(case, "Signalement")
    item = share(case, adviser, "document", document=document)
    note = make_note(case, adviser, "Le logement avance.")
    share(case, adviser, "note", note=note, text="Votre demande de logement avance.")
    page = read(own, "partage/")
    assert "Attestation" in page
    assert "Votre demande de logement avance." in page
    assert "Signalement" not in page
    assert b"attestation" in own.get(f"{OWN}partage/{item.pk}/").content
    for path in PAGES:
        assert "boit" not in read(own, path)
    team = signed_in(adviser.user)
    team.post(f"/suivi/dossiers/{case.pk}/cote-personne/{item.pk}/arreter/")
    assert "Attestation" not in read(own, "partage/")
    assert own.get(f"{OWN}partage/{item.pk}/").status_code == 404
    assert hidden.title not in read(own, "partage/")


def test_a_document_that_is_withdrawn_is_no_longer_shared(own, case, adviser):
    item = share(case, adviser, "document", document=make_document(case))
    signed_in(adviser.user).post(
        f"/suivi/dossiers/{case.pk}/documents/{item.document_id}/retirer/", {"reason": "Périmé"}
    )
    assert latest(item).ended_at is not None
    assert own.get(f"{OWN}partage/{item.pk}/").status_code == 404


def test_every_page_that_is_read_is_a_line_of_the_log(own, case):
    for path in PAGES:
        read(own, path)
    logged = [place for act, place in acts() if act == Act.READ]
    assert len(logged) == len(PAGES)
    assert set(logged) >= {"followup:own", "followup:own_meetings", "followup:own_file"}


def test_the_pages_do_not_say_what_the_person_receives(own, case, adviser):
    make_appointment(case, adviser, worked_day(3))
    for path in PAGES:
        page = read(own, path)
        main = page[page.index("<main") : page.index("</main>")]
        assert "RSA" not in main


def test_without_a_link_the_pages_lead_to_the_code_and_rows_are_not_found(person, case, adviser):
    item = share(case, adviser, "document", document=make_document(case))
    browser = signed_in(person)
    assert "Lier mon compte" in read(browser)
    for path in PAGES[1:]:
        assert browser.get(f"{OWN}{path}").status_code == 302
    assert browser.get(f"{OWN}partage/{item.pk}/").status_code == 404


def test_another_person_finds_nothing_of_it(own, case, adviser):
    """Linked too, with a case of their own."""
    step = make_step(case, goal=make_goal(case, contract=make_contract(case)))
    item = share(case, adviser, "document", document=make_document(case))
    row = make_appointment(case, adviser, worked_day(3))
    other = person_with(L.CANDIDATE)
    link_account(make_beneficiary(adviser), other)
    browser = signed_in(other)
    for path in (f"partage/{item.pk}/", f"rendez-vous/{row.pk}.ics"):
        assert browser.get(f"{OWN}{path}").status_code == 404
    assert browser.post(f"{OWN}engagements/{step.pk}/fait/").status_code == 404
    with acting_as(other):
        assert not SharedItem.unscoped.exists()
        assert not CaseDocument.unscoped.exists()


def test_two_linked_people_of_one_household_read_only_their_own(own, case, adviser):
    partner = make_beneficiary(adviser, household_id=case.household_id, role="CJT")
    make_appointment(partner, adviser, worked_day(5), place="Salle du conjoint")
    share(partner, adviser, text="Papier du conjoint")
    share(case, adviser, text="Papier à elle")
    goal = make_goal(partner, "Objectif du conjoint", contract=make_contract(partner))
    make_step(partner, "Étape du conjoint", goal=goal)
    other = person_with(L.CANDIDATE)
    link_account(partner, other)
    hers = "".join(read(own, path) for path in PAGES)
    his = "".join(read(signed_in(other), path) for path in PAGES)
    assert "du conjoint" not in hers
    assert "Papier à elle" in hers
    for text in ("Salle du conjoint", "Papier du conjoint", "Étape du conjoint"):
        assert text in his
    assert "Papier à elle" not in his


def test_both_locks_open_the_persons_own_rows_alone(case, adviser, person):
    link_account(case, person)
    share(case, adviser)
    ended = share(case, adviser, text="Ancien", ended_at=timezone.now(), ended_by="Inès Roy")
    share(make_beneficiary(adviser), adviser, text="Autre")
    with acting_as(person):
        assert [row.text for row in SharedItem.unscoped.all()] == ["Votre carte d’identité"]
        seen = SharedItem.objects.visible_to(person)
        assert [row.text for row in seen] == ["Votre carte d’identité"]
        assert ended.pk not in {row.pk for row in seen}
        # Identity, notes and the rest of the case stay behind.
        assert not Beneficiary.unscoped.exists()
        assert not ActionStep.unscoped.exists()
    cut(person)
    with acting_as(person):
        assert not SharedItem.unscoped.exists()
        assert not SharedItem.objects.visible_to(person).exists()


def test_a_link_that_is_cut_ends_the_access_at_once(own, case, adviser, person):
    make_appointment(case, adviser, worked_day(3), place="Salle des Tilleuls")
    item = share(case, adviser, "document", document=make_document(case))
    assert "Salle des Tilleuls" in read(own)
    cut(person)
    page = read(own)
    assert "Salle des Tilleuls" not in page
    assert "Lier mon compte" in page
    assert own.get(f"{OWN}rendez-vous/").status_code == 302
    assert own.get(f"{OWN}partage/{item.pk}/").status_code == 404


def test_whoever_links_their_account_is_told_what_the_team_reads_by_it(case, adviser, person):
    browser = signed_in(person)
    before = read(browser)
    with acting_as(adviser.user):
        code = links.give_code(beneficiary=case, actor=Actor(adviser.user)).code
    browser.post("/mon-espace/accompagnement/", {"code": code})
    (mail,) = Email.objects.filter(to=person.email)
    for said in (before, read(browser), mail.message):
        for text in ("annonces qu’elle vous propose", "rencontres où vous êtes venu·e"):
            assert text in said
        assert "missions de bénévolat acceptées" in said
        assert "ni vos autres candidatures" in said


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("heures/ajouter/", {"comment": "Rangé les archives de la mairie"}),
        ("observations/", {"text": "Absente", "helped_by": "Ma sœur Denise"}),
    ],
)
def test_every_text_typed_comes_back_when_the_link_is_cut(own, person, path, sent):
    cut(person)
    answer = own.post(f"{OWN}{path}", sent)
    assert answer.status_code == 404
    for text in sent.values():
        assert text in answer.content.decode()


def test_what_was_typed_comes_back_when_the_link_is_cut_meanwhile(own, case, adviser, person):
    make_procedure(case, adviser, "notified", observations_until=timezone.localdate())
    assert "Donner mes observations" in read(own, "observations/")
    cut(person)
    answer = own.post(f"{OWN}observations/", {"text": "J’étais à l’hôpital."})
    assert answer.status_code == 404
    assert "J’étais à l’hôpital." in answer.content.decode()
    with system_scope(Scope.TEST):
        assert not Observation.unscoped.exists()


def test_a_cut_that_comes_between_the_page_and_the_service_lets_nothing_through(
    case, adviser, person
):
    link = link_account(case, person)
    step = make_step(case, goal=make_goal(case, contract=make_contract(case)))
    with acting_as(adviser.user):
        links.cut(link=link, side=AccountLink.Side.SERVICE, actor=Actor(adviser.user))
    with acting_as(person), pytest.raises(NoLinkError):
        saying.say_done(step_pk=step.pk, user=person, actor=Actor(person))


def test_observations_are_kept_until_the_last_day_included(own, case, adviser, person):
    row = make_procedure(case, adviser, "notified", observations_until=timezone.localdate())
    page = read(own, "observations/")
    for told in ("Vous avez jusqu’au", "être aidé·e", "lira ce que vous écrivez"):
        assert told in page
    said = {"text": "J’étais à l’hôpital.", "helped_by": "Mme Petit"}
    assert own.post(f"{OWN}observations/", said).status_code == 302
    with system_scope(Scope.TEST):
        made = Observation.unscoped.get(procedure=row)
        assert made.by_person
        assert (made.text, made.helped_by) == (said["text"], said["helped_by"])
        assert ProcedureAct.unscoped.filter(procedure=row, kind="observe").exists()
    shown = signed_in(adviser.user).get(f"/suivi/dossiers/{case.pk}/procedure/").content.decode()
    assert "J’étais à l’hôpital." in shown


def test_after_the_delay_the_reason_is_said_and_nothing_typed_is_lost(own, case, adviser):
    with system_scope(Scope.TEST):
        type(case.unit).unscoped.filter(pk=case.unit_id).update(phone="03 84 00 00 02")
    until = timezone.localdate() - timedelta(days=1)
    make_procedure(case, adviser, "notified", observations_until=until)
    assert "Le délai pour écrire ici a fini" in read(own, "observations/")
    answer = own.post(f"{OWN}observations/", {"text": "J’étais à l’hôpital."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Le délai pour écrire ici a fini" in page
    assert "J’étais à l’hôpital." in page
    assert "tel:0384000002" in page
    with system_scope(Scope.TEST):
        assert not Observation.unscoped.exists()


@pytest.mark.parametrize("state", ["opened", "decided", "closed", None])
def test_where_nothing_is_awaited_observations_are_refused_with_the_reason(
    own, case, adviser, state
):
    manager = make_professional(L.UNIT_MANAGER, unit=adviser.unit)
    if state:
        make_procedure(case, adviser, state, decider=manager)
    assert "Aucune observation n’est attendue" in read(own, "observations/")
    answer = own.post(f"{OWN}observations/", {"text": "Voici."})
    assert answer.status_code == 422
    assert "Plus aucune observation" in answer.content.decode()
    assert "Voici." in answer.content.decode()


def test_who_left_reads_that_it_ended_and_may_still_ask_for_their_file(own, case, adviser):
    make_appointment(case, adviser, worked_day(3), place="Salle des Tilleuls")
    officer = make_professional(L.ORIENTATION_OFFICER)
    with acting_as(officer.user):
        record_exit(
            beneficiary=case,
            reason="employment",
            on=timezone.localdate(),
            actor=Actor(officer.user),
        )
    home = read(own)
    assert "Votre accompagnement est terminé" in home
    assert "Salle des Tilleuls" not in home
    assert "Inès Roy" not in read(own, "equipe/")
    assert own.post(f"{OWN}dossier/", {}).status_code == 302


def test_an_account_that_is_erased_reads_nothing_and_its_words_stay_without_it(
    case, adviser, person
):
    link_account(case, person)
    step = make_step(case, goal=make_goal(case, contract=make_contract(case)))
    with acting_as(person):
        saying.say_done(step_pk=step.pk, user=person, actor=Actor(person))
        saying.ask_for_file(user=person, actor=Actor(person))
    User.objects.filter(pk=person.pk).update(erasure_due_on=timezone.localdate())
    erase(user=person)
    with system_scope(Scope.TEST):
        assert StepWord.unscoped.filter(beneficiary=case).exists()
        assert not AccountLink.unscoped.filter(cut_at__isnull=True).exists()
        for name in ("StepWordEvent", "FileRequestEvent"):
            events = apps.get_model("followup", name)._base_manager
            assert not events.filter(pgh_context__user=person.pk).exists(), name
    with acting_as(person):
        assert queries.own_case(person) is None


def test_the_pages_cost_the_same_with_one_row_and_with_twenty(own, case, adviser):
    goal = make_goal(case, contract=make_contract(case))

    def fill(count: int) -> None:
        for number in range(count):
            step = make_step(case, f"Étape {number}", goal=goal)
            make_appointment(case, adviser, worked_day(3) + timedelta(minutes=number))
            share(case, adviser, text=f"Papier {number}")
            share(case, adviser, "document", document=make_document(case, f"Pièce {number}"))
            join_team(case, make_professional())
            with system_scope(Scope.TEST):
                StepWord.unscoped.create(beneficiary=case, step=step)

    fill(1)
    few = {path: queries_of(own, f"{OWN}{path}") for path in PAGES}
    fill(19)
    assert {path: queries_of(own, f"{OWN}{path}") for path in PAGES} == few


def test_the_space_shows_a_tile_to_who_is_linked_and_nothing_of_the_case(own, case, adviser):
    make_appointment(case, adviser, worked_day(3), place="Salle des Tilleuls")
    page = own.get("/mon-espace/").content.decode()
    assert "Voir mon accompagnement" in page
    assert "Tilleuls" not in page
    stranger = signed_in(person_with(L.CANDIDATE)).get("/mon-espace/").content.decode()
    assert "Voir mon accompagnement" not in stranger
