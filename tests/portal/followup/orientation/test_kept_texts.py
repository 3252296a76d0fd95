"""What is typed in a decision or a request is kept, and comes back: as in the journal."""

import json

import pytest
from django.urls import reverse

from portal.followup.journal.labels import form_label
from portal.followup.journal.models import Draft
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.accounts.people import signed_in
from tests.portal.followup.orientation.things import make_request, record_exit_of, sent_back
from tests.portal.followup.people_of_the_area import make_beneficiary, orient, refer

pytestmark = pytest.mark.django_db
TEXT = "Un long motif, écrit entre deux entretiens."
# Each form of orientation with a long text: who writes it, and where.
FORMS = {
    "orient": ("officer", "orient", "reason"),
    "correct": ("officer", "correct_orientation", "reason"),
    "transfer": ("officer", "assign", "reason"),
    "request": ("referent", "request_write", "reason"),
    "answer": ("officer", "answer_request", "answer"),
    "exit": ("officer", "exit", "situation"),
    "undo": ("officer", "take_back_exit", "why"),
}


def laid(world, name):
    """The person and the address of a form."""
    who, screen, field = FORMS[name]
    case, more = world.case, []
    if name == "correct":
        case = make_beneficiary(unit=world.unit)
        more = [orient(case, notified_on=None).pk]
    if name == "answer":
        more = [make_request(case, world.referent).pk]
    if name == "request":
        more = ["referent"]
    if name == "undo":
        case = make_beneficiary(unit=world.unit, state="exited")
        record_exit_of(case)
    return getattr(world, who).user, reverse(f"followup:{screen}", args=[case.pk, *more]), field


def keep(browser, page, field, text=TEXT):
    """What the script sends while somebody types."""
    sent = {
        "draft_token": page.context["draft_token"],
        "draft_form": page.context["draft_form"],
        "fields": json.dumps({field: text}),
    }
    return browser.post("/suivi/brouillons/enregistrer/", sent)


def kept():
    with system_scope(Scope.TEST):
        return [*Draft.unscoped.all()]


@pytest.mark.parametrize("name", FORMS)
def test_a_text_is_kept_while_it_is_typed_and_comes_back_once(world, name):
    user, url, field = laid(world, name)
    browser = signed_in(user)
    page = browser.get(url)
    assert f'data-draft-form="{page.context["draft_form"]}"' in page.content.decode()
    assert keep(browser, page, field).status_code == 200
    # A session that expired: signed in again, the text is there, with what the form began with.
    again = signed_in(user).get(url)
    assert again.context["form"][field].value() == TEXT
    assert "n’avait pas été enregistré" in again.content.decode()
    if "starts_on" in again.context["form"].fields:
        assert again.context["form"]["starts_on"].value()
    # Their own list names the form: no kind of text is without a name.
    label = form_label(page.context["draft_form"])
    assert label != form_label("")
    own = signed_in(user).get("/suivi/brouillons/").content.decode()
    assert label.lower() in own
    assert TEXT in own


def test_what_is_sent_is_kept_no_more(world):
    user, url, field = laid(world, "exit")
    browser = signed_in(user)
    keep(browser, browser.get(url), field)
    data = sent_back(browser.get(url), reason="move")
    assert browser.post(url, data).status_code == 302
    assert kept() == []


def test_who_is_no_referent_any_more_gets_the_request_back(world):
    user, url, _ = laid(world, "request")
    browser = signed_in(user)
    page = browser.get(url)
    with system_scope(Scope.TEST):
        world.case.referentassignment_set.all().delete()
        refer(world.case, world.partner)
    data = sent_back(page, reason=TEXT, draft_token=page.context["draft_token"])
    answer = browser.post(url, data | {"draft_form": page.context["draft_form"]}, follow=True)
    assert "Votre texte n’est pas perdu" in answer.content.decode()
    (draft,) = kept()
    assert draft.fields["reason"] == TEXT


def test_two_requests_of_another_kind_do_not_mix_their_texts(world):
    user, url, field = laid(world, "request")
    browser = signed_in(user)
    keep(browser, browser.get(url), field)
    other = reverse("followup:request_write", args=[world.case.pk, "exit"])
    assert not browser.get(other).context["form"][field].value()
