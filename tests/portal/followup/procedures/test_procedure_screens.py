"""The screens of procedures: who is refused, what is missing, the letters."""

import pypdfium2
import pytest

from portal.followup.configuration import letters
from portal.followup.models import LetterText, SanctionProcedure
from portal.followup.procedures.acts import ACTS
from portal.followup.procedures.states import S
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.accounts.people import signed_in
from tests.portal.followup.cast import make_cast
from tests.portal.followup.people_of_the_area import make_beneficiary, refer
from tests.portal.followup.procedures.laid import (
    REASONS,
    SUPPRESSION,
    latest,
    make_appeal,
    make_procedure,
    make_report,
    today,
)


@pytest.fixture(scope="module")
def everybody(lasting):
    """All who may stand before a case, which has a procedure."""
    found = make_cast()
    found.report = make_report(found.case, found.referent)
    found.procedure = make_procedure(found.case, found.referent, "notified")
    return found


def addresses(cast) -> list[str]:
    tab = f"/suivi/dossiers/{cast.case.pk}/procedure/"
    row = f"{tab}{cast.procedure.pk}/"
    return [
        tab,
        f"{tab}signaler/",
        f"{tab}remobilisation/",
        f"{tab}signalements/{cast.report.pk}/",
        f"{row}observations/",
        f"{row}ouverture.pdf",
        *(f"{row}{slug}/" for slug in ACTS),
    ]


@pytest.mark.django_db
def test_nobody_else_opens_any_of_them(everybody):
    for who, (user, _) in everybody.outside.items():
        browser = signed_in(user)
        for address in addresses(everybody):
            for answer in (browser.get(address), browser.post(address, {})):
                assert answer.status_code in {403, 404}, (who, address)
    assert latest(everybody.procedure).version == 1


@pytest.mark.django_db
def test_a_colleague_of_the_manager_is_refused_by_404(everybody):
    browser = signed_in(everybody.other_manager.user)
    for address in addresses(everybody):
        assert browser.get(address).status_code == 404, address


@pytest.mark.django_db
def test_the_team_reads_and_does_not_conduct(everybody):
    for who in (everybody.referent, everybody.nurse, everybody.deputy):
        browser = signed_in(who.user)
        tab = f"/suivi/dossiers/{everybody.case.pk}/procedure/"
        page = browser.get(tab).content.decode()
        assert "Procédure ouverte le" in page
        assert "Mettre en attente" not in page
        for slug in ACTS:
            assert browser.get(f"{tab}{everybody.procedure.pk}/{slug}/").status_code == 403


@pytest.mark.django_db
def test_a_procedure_of_another_case_is_not_found_under_this_one(everybody):
    other = make_beneficiary(everybody.referent)
    browser = signed_in(everybody.manager.user)
    row = everybody.procedure.pk
    for end in ("observations/", "ouverture.pdf", "attente/"):
        address = f"/suivi/dossiers/{other.pk}/procedure/{row}/{end}"
        assert browser.get(address).status_code == 404


@pytest.mark.django_db
def test_an_act_or_a_letter_that_does_not_exist_is_not_found(everybody):
    browser = signed_in(everybody.manager.user)
    row = f"/suivi/dossiers/{everybody.case.pk}/procedure/{everybody.procedure.pk}/"
    assert browser.get(f"{row}supprimer/").status_code == 404
    assert browser.get(f"{row}decision.pdf").status_code == 404


def test_the_manager_who_is_the_referent_does_not_conduct(cast):
    refer_manager = make_beneficiary(unit=cast.unit)
    refer(refer_manager, cast.manager)
    row = make_procedure(refer_manager, cast.manager, "notified")
    browser = signed_in(cast.manager.user)
    address = f"/suivi/dossiers/{refer_manager.pk}/procedure/{row.pk}/attente/"
    assert browser.get(address).status_code == 404
    assert signed_in(cast.colleague.user).get(address).status_code == 200


@pytest.mark.parametrize("state", S)
def test_each_state_shows_its_acts_and_each_has_a_form(cast, state):
    row = make_procedure(cast.case, cast.referent, state, decider=cast.manager)
    if state in {S.IN_FORCE, S.ENDED}:
        make_appeal(row)
    browser = signed_in(cast.manager.user)
    tab = f"/suivi/dossiers/{cast.case.pk}/procedure/"
    page = browser.get(tab).content.decode()
    assert row.get_state_display() in page
    for act in ACTS.values():
        with system_scope(Scope.TEST):
            is_offered = act.is_offered(SanctionProcedure.unscoped.get(pk=row.pk))
        assert (f"{tab}{row.pk}/{act.slug}/" in page) == is_offered, act.slug
        form = browser.get(f"{tab}{row.pk}/{act.slug}/")
        assert form.status_code == 200
        said = "n’est pas possible maintenant" in form.content.decode()
        assert said != is_offered, act.slug


def text_of(answer) -> str:
    pages = pypdfium2.PdfDocument(answer.content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def test_the_decision_on_paper_has_its_reasons_and_the_ways_of_appeal(cast):
    row = make_procedure(
        cast.case, cast.referent, "in_force", decider=cast.manager, rate=40, months=2
    )
    browser = signed_in(cast.manager.user)
    text = text_of(browser.get(f"/suivi/dossiers/{cast.case.pk}/procedure/{row.pk}/decision.pdf"))
    for said in ("suspension de 40 %", "2 mois", "recours", *REASONS.values()):
        assert said in text.replace("\u00a0", " "), said


def test_each_letter_of_a_whole_procedure_is_printed(cast):
    row = make_procedure(
        cast.case,
        cast.referent,
        "ended",
        decider=cast.manager,
        **(SUPPRESSION | {"removal_proposed_on": today(), "right_ended_on": today()}),
    )
    make_appeal(row, outcome="rejected", answer="Le délai était clair.", decided_on=today())
    browser = signed_in(cast.manager.user)
    tab = f"/suivi/dossiers/{cast.case.pk}/procedure/"
    page = browser.get(tab).content.decode()
    for slug in ("ouverture", "decision", "radiation", "fin-de-droit", "recours"):
        address = f"{tab}{row.pk}/{slug}.pdf"
        assert address in page
        text = text_of(browser.get(address))
        assert cast.case.birth_name in text
        assert "{" not in text


def test_a_letter_has_the_text_that_somebody_wrote_for_its_day(cast):
    row = make_procedure(cast.case, cast.referent)
    with system_scope(Scope.TEST):
        LetterText.unscoped.create(
            key=letters.Key.BREACH_NOTICE,
            subject="Un autre objet",
            body="Sous {delai_observations}, dites-le\u00a0: {manquement}, {faits}",
            starts_on=today(),
        )
    browser = signed_in(cast.manager.user)
    text = text_of(browser.get(f"/suivi/dossiers/{cast.case.pk}/procedure/{row.pk}/ouverture.pdf"))
    assert "Un autre objet" in text
    assert "10 jours" in text.replace("\u00a0", " ")


def test_what_is_typed_in_a_refused_decision_is_not_lost(cast):
    row = make_procedure(cast.case, cast.referent, "notified")
    browser = signed_in(cast.manager.user)
    typed = REASONS | {
        "version": 1,
        "observations_seen": 0,
        "outcome": "suspension",
        "stage": "first",
        "home": "alone",
        "rate": 10,
        "months": 1,
        "effect_on": str(today()),
    }
    address = f"/suivi/dossiers/{cast.case.pk}/procedure/{row.pk}/decider/"
    answer = browser.post(address, typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "De 30 à 100" in page
    assert REASONS["consequences"] in page
    assert browser.post(address, typed | {"rate": 30}).status_code == 302
    assert latest(row).state == "decided"
    # Sent again by a tab that was left open: it changed meanwhile.
    assert browser.post(address, typed).status_code == 409


def test_a_decision_is_sent_again_over_what_changed_and_what_arrived(cast):
    row = make_procedure(cast.case, cast.referent, "notified")
    tab = f"/suivi/dossiers/{cast.case.pk}/procedure/{row.pk}/"
    manager, referent = signed_in(cast.manager.user), signed_in(cast.referent.user)
    typed = REASONS | {
        "outcome": "suspension",
        "stage": "first",
        "home": "alone",
        "rate": 30,
        "months": 1,
        "effect_on": str(today()),
        **(manager.get(f"{tab}decider/").context["form"].initial),
    }
    typed = {name: str(value) for name, value in typed.items()}
    said = {"on": str(today()), "way": "written", "text": "J’étais à l’hôpital."}
    assert referent.post(f"{tab}observations/", said).status_code == 302
    with system_scope(Scope.TEST):
        SanctionProcedure.unscoped.update(version=7)
    for waited in ("modifié", "observation de la personne est arrivée"):
        answer = manager.post(f"{tab}decider/", typed)
        assert answer.status_code == 409
        page = answer.content.decode()
        assert waited in page
        assert "J’étais à l’hôpital." in page
        shown = answer.context["form"]
        assert shown["nature"].value() == REASONS["nature"]
        typed |= {name: shown[name].value() for name in ("version", "observations_seen")}
    assert manager.post(f"{tab}decider/", typed).status_code == 302
    assert latest(row).state == "decided"


def test_the_answer_of_an_appeal_that_was_never_made_is_refused(cast):
    row = make_procedure(cast.case, cast.referent, "in_force", decider=cast.manager)
    address = f"/suivi/dossiers/{cast.case.pk}/procedure/{row.pk}/reponse/"
    form = {"version": 0, "received_on": str(today())}
    answer = signed_in(cast.manager.user).post(address, form)
    assert answer.status_code == 422
    assert "Aucun recours" in answer.content.decode()


def test_names_keep_their_capitals_inside_a_sentence(cast):
    row = make_procedure(cast.case, cast.referent, "notified")
    with system_scope(Scope.TEST):
        row.report.kind = "removed"
        row.report.save()
    browser = signed_in(cast.manager.user)
    tab = f"/suivi/dossiers/{cast.case.pk}/procedure/"
    said = "radiation de la liste de France Travail"
    assert said in browser.get(tab).content.decode()
    assert said in text_of(browser.get(f"{tab}{row.pk}/ouverture.pdf"))
