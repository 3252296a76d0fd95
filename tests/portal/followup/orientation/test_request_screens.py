"""The screens of requests: written by a referent, answered by an officer, once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup.models import (
    Exit,
    Orientation,
    ReferentAssignment,
    ReorientationRequest,
)
from portal.followup.rows.scope import Scope, system_scope
from snippets import french
from snippets.french import of
from tests.portal.accounts.people import signed_in
from tests.portal.followup.orientation.things import (
    address,
    make_request,
    rows,
    sent_back,
)
from tests.portal.followup.people_of_the_area import (
    make_professional,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def make_officer():
    return make_professional(LevelName.ORIENTATION_OFFICER)


def test_a_referent_writes_completes_and_sends_a_request(world):
    browser = signed_in(world.referent.user)
    choice = browser.get(address("request", world.case)).content.decode()
    url = address("request_write", world.case, "exit")
    assert url in choice
    # Nothing of the two other kinds is asked.
    assert "wanted_path" not in browser.get(url).content.decode()
    data = {"reason": "Elle a trouvé un emploi", "exit_reason": "employment"}
    answer = browser.post(url, data | {"send": "1"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Donnez la date de la sortie" in page
    assert "Elle a trouvé un emploi" in page
    (draft,) = rows(ReorientationRequest, beneficiary=world.case)
    assert draft.state == "draft"
    page = browser.get(url).content.decode()
    assert 'href="#champ-exit_on"' in page
    data |= {"exit_on": TODAY().isoformat(), "person_opinion": "D’accord", "send": "1"}
    assert browser.post(url, data | {"version": draft.version}).status_code == 302
    assert rows(ReorientationRequest, pk=draft.pk)[0].state == "sent"
    page = browser.get(address("request", world.case)).content.decode()
    assert "attend sa réponse" in page
    assert url not in page
    assert browser.get(url)["Location"] == address("request", world.case)


def test_a_draft_opens_at_once_and_may_become_another_request(world):
    draft = make_request(world.case, world.referent, state="draft", kind="exit")
    browser = signed_in(world.referent.user)
    begin = address("request", world.case)
    assert browser.get(begin)["Location"] == address("request_write", world.case, "exit")
    other = address("request_write", world.case, "referent")
    assert other in browser.get(f"{begin}?autre").content.decode()
    page = browser.get(other)
    assert "devient cette demande" in page.content.decode()
    assert browser.post(other, sent_back(page, send="1")).status_code == 302
    (sent,) = rows(ReorientationRequest, pk=draft.pk)
    assert (sent.kind, sent.state, sent.exit_reason) == ("referent", "sent", "")
    assert browser.get(address("request_write", world.case, "autre-chose")).status_code == 404


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_was_not_sent_is_shown_to_its_author_alone(world, state):
    make_request(world.case, world.referent, state=state, reason="Pas encore dit", sent_at=None)
    for who, is_shown in (("referent", True), ("manager", False), ("officer", False)):
        user = getattr(world, who).user
        page = signed_in(user).get(address("pathway", world.case)).content.decode()
        assert ("Pas encore dit" in page) is is_shown, who


def test_a_request_is_withdrawn(world):
    request = make_request(world.case, world.referent)
    answer = signed_in(world.referent.user).post(
        address("withdraw_request", world.case, request.pk)
    )
    assert answer.status_code == 302
    assert rows(ReorientationRequest, pk=request.pk)[0].state == "withdrawn"


@pytest.mark.parametrize("kind", ["reorientation", "referent", "exit"])
def test_an_officer_answers_a_request(world, kind):
    request = make_request(world.case, world.referent, kind=kind)
    browser = signed_in(world.officer.user)
    assert str(world.case) in browser.get("/suivi/orientation/?liste=demandes").content.decode()
    url = address("answer_request", world.case, request.pk)
    page = browser.get(url)
    data = sent_back(page) | {
        "answer": "Vu avec la référente.",
        "decision": "accept",
    }
    if kind == "reorientation":
        data["structure"] = world.structure.pk
    if kind == "referent":
        data["professional"] = world.colleague.pk
    assert browser.post(url, data | {"answer": ""}).status_code == 422
    answer = browser.post(url, data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert rows(ReorientationRequest, pk=request.pk)[0].state == "accepted"
    done = {
        "reorientation": len(rows(Orientation, beneficiary=world.case)) == 2,
        "referent": len(rows(ReferentAssignment, beneficiary=world.case)) == 2,
        "exit": len(rows(Exit, beneficiary=world.case)) == 1,
    }
    assert done[kind]
    own = signed_in(world.referent.user).get(reverse("followup:own_requests")).content.decode()
    assert "Vu avec la référente." in own


def test_the_day_of_an_exit_is_refused_beside_its_field(world):
    request = make_request(world.case, world.referent, kind="exit")
    browser = signed_in(world.officer.user)
    url = address("answer_request", world.case, request.pk)
    tomorrow = timezone.localdate() + timedelta(days=1)
    data = sent_back(browser.get(url)) | {"answer": "D’accord.", "decision": "accept"}
    answer = browser.post(url, data | {"exit_on": tomorrow.isoformat()})
    assert answer.status_code == 422
    assert "le jour venu" in str(answer.context["form"].errors["exit_on"])
    assert rows(Exit, beneficiary=world.case) == []


def test_a_refusal_asks_nothing_but_its_reason(world):
    request = make_request(world.case, world.referent, kind="referent")
    browser = signed_in(world.officer.user)
    url = address("answer_request", world.case, request.pk)
    data = {"decision": "refuse", "answer": "La situation est suivie.", "version": 1}
    assert browser.post(url, data).status_code == 302
    assert rows(ReorientationRequest, pk=request.pk)[0].state == "refused"
    page = browser.get(url, follow=True).content.decode()
    assert f"Demande refusée par {world.officer}" in page


def test_who_answers_second_is_told_who_answered_and_when(world):
    request = make_request(world.case, world.referent, kind="referent")
    url = address("answer_request", world.case, request.pk)
    first, second = signed_in(world.officer.user), signed_in(make_officer().user)
    late = sent_back(second.get(url), decision="refuse", answer="Ma réponse, écrite trop tard.")
    first.post(url, sent_back(first.get(url), decision="refuse", answer="Vu en commission."))
    answer = second.post(url, late)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert f"Demande refusée par {world.officer}, {french.full_date(timezone.now())}" in page
    assert "Vu en commission." in page
    # What was typed is shown, and there is nothing to save again.
    assert "Ma réponse, écrite trop tard." in page
    assert "Enregistrez de nouveau" not in page
    assert rows(ReorientationRequest, pk=request.pk)[0].answer == "Vu en commission."


def test_a_request_that_was_withdrawn_meanwhile_loses_no_answer(world):
    request = make_request(world.case, world.referent)
    url = address("answer_request", world.case, request.pk)
    officer = signed_in(world.officer.user)
    data = sent_back(officer.get(url), decision="refuse", answer="Ma réponse, écrite trop tard.")
    signed_in(world.referent.user).post(address("withdraw_request", world.case, request.pk))
    answer = officer.post(url, data)
    assert answer.status_code == 409
    assert "Demande retirée" in answer.content.decode()
    assert "Ma réponse, écrite trop tard." in answer.content.decode()


def test_a_draft_is_told_to_nobody_in_the_history(world):
    request = make_request(world.case, world.referent, state="draft")
    readers = (world.referent, world.manager, world.officer)
    told = f"Demande «\u00a0{request.get_kind_display()}\u00a0»"
    for one in readers:
        text = signed_in(one.user).get(address("pathway", world.case)).content.decode()
        assert "commencée" not in text, one
        assert told not in text, one
    page = signed_in(world.officer.user).get(address("assign", world.case)).content.decode()
    assert ", brouillon" not in page
    assert f"Texte en cours {of(world.referent)}" in page
    with system_scope(Scope.TEST):
        ReorientationRequest.unscoped.filter(pk=request.pk).update(
            state="sent", sent_at=timezone.now()
        )
    for one in readers:
        text = signed_in(one.user).get(address("pathway", world.case)).content.decode()
        assert f"{told} envoyée" in text, one
        assert "commencée" not in text, one


def test_a_draft_that_a_transfer_gave_back_is_told_to_nobody_else(world):
    """Its author keeps it in « Mes demandes »; whoever takes over learns nothing of it."""
    make_request(world.case, world.referent, state="draft", reason="Pas encore dit")
    officer = signed_in(world.officer.user)
    url = address("assign", world.case)
    typed = sent_back(officer.get(url), professional=world.colleague.pk)
    assert officer.post(url, typed).status_code == 302
    for one in (world.colleague, world.manager, world.officer):
        for name in ("pathway", "case"):
            browser = signed_in(one.user)
            text = browser.get(address(name, world.case), follow=True).content.decode()
            assert "Pas encore dit" not in text, (one, name)
            assert "etirée" not in text, (one, name)
    own = signed_in(world.referent.user).get("/suivi/mes-demandes/").content.decode()
    assert "Retirée" in own
