"""Four short steps: each saves, none loses what another one holds, all can be seen at once."""

import pytest

from pages.models import JobOfferPage
from portal.submissions.forms import FORMS
from tests.portal.submissions.conftest import address, fresh, job_data, propose

pytestmark = pytest.mark.django_db


def draft_of(page):
    return fresh(page).get_latest_revision_as_object()


def sent(form, **changes):
    """What a browser sends of a form that is shown, hidden steps included."""
    names = [*form.text_names, "key", "version", "base"]
    values = {name: form[name].value() for name in names}
    data = {name: value for name, value in values.items() if value not in (None, False, "")}
    return {**data, **changes}


def test_each_step_saves_and_the_next_one_keeps_what_was_typed(signed_in, company):
    url = address("create", company, "offre")
    first = signed_in.get(url)
    assert first.context["form"].step == 1
    data = job_data(summary="", contract=None, salary_min="", commune="", etape="1", next="1")
    response = signed_in.post(url, data)
    page = JobOfferPage.objects.get()
    edit = address("edit", company, page.pk)
    assert response.headers["Location"] == f"{edit}?etape=2"

    second = signed_in.get(f"{edit}?etape=2").context["form"]
    assert second.step == 2
    response = signed_in.post(
        edit, sent(second, contract="cdd", duration_months="6", etape="2", back="1")
    )
    assert response.headers["Location"] == f"{edit}?etape=1"
    text = draft_of(page)
    assert (text.title, text.contract, text.duration_months) == ("Maçon ou maçonne", "cdd", 6)
    assert not page.workflow_in_progress


def test_the_last_step_says_what_is_missing_elsewhere_and_sends(signed_in, company):
    signed_in.post(address("create", company, "offre"), job_data(summary=""))
    page = JobOfferPage.objects.get()
    edit = address("edit", company, page.pk)
    last = signed_in.get(f"{edit}?etape=4")
    lacking = last.context["form"].lacking_elsewhere
    assert [(step.number, labels) for step, labels in lacking] == [(1, ["Résumé"])]
    assert f"{edit}?etape=1&amp;manque=1" in last.content.decode()
    assert "Avant l’envoi" not in signed_in.get(f"{edit}?etape=1").content.decode()
    assert "Avant l’envoi" in signed_in.get(f"{edit}?etape=1&manque=1").content.decode()

    refused = signed_in.post(edit, sent(last.context["form"], etape="4", send="1"))
    assert refused.status_code == 422
    assert refused.context["form"].step is None
    complete = sent(last.context["form"], summary="Vous construisez.", etape="4", send="1")
    assert signed_in.post(edit, complete).status_code == 302
    assert fresh(page).workflow_in_progress


def test_what_is_wrong_in_a_step_is_shown_in_that_step(signed_in, company):
    signed_in.post(address("create", company, "offre"), job_data())
    edit = address("edit", company, JobOfferPage.objects.get().pk)
    form = signed_in.get(f"{edit}?etape=2").context["form"]
    for step, shown in (("2", 2), ("3", 2)):
        response = signed_in.post(edit, sent(form, weekly_hours="x", etape=step, next="1"))
        assert response.status_code == 422
        assert response.context["form"].step == shown


@pytest.mark.parametrize("step", ["0", "5", "tout", "-1", "9" * 30])
def test_a_step_that_is_none_shows_the_whole_form(signed_in, company, step):
    response = signed_in.get(address("create", company, "offre"), {"etape": step})
    assert response.status_code == 200
    assert response.context["form"].step is None


@pytest.mark.parametrize("kind", FORMS)
def test_every_field_is_in_one_step_and_no_empty_choice_is_a_row_of_dashes(
    signed_in, company, kind
):
    form = FORMS[kind](instance=FORMS[kind].Meta.model(), organisation=company)
    names = [name for step in form.steps for name in step.names]
    assert len(names) == len(set(names))
    assert set(form.fields) - set(names) == {"key", "version", "base", "clear_pin"}
    assert len(form.steps) == 4
    assert "-----" not in form.as_p()


def test_words_that_a_review_refuses_are_told_while_writing_and_when_saved(signed_in, company):
    response = signed_in.post(address("remarks", company), {"text": "Jeune homme <b>"})
    assert "jeune homme" in response.content.decode()
    assert "<b>" not in response.content.decode()
    signed_in.post(address("create", company, "offre"), job_data(summary="Équipe dynamique."))
    edit = address("edit", company, JobOfferPage.objects.get().pk)
    assert "«&nbsp;dynamique&nbsp;»" in signed_in.get(edit).content.decode()


def test_the_preview_beside_is_the_page_alone(signed_in, company):
    page = propose(signed_in, company)
    preview = address("preview", company, page.pk)
    framed = signed_in.get(preview, {"seul": "1"})
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Vous montez des murs." in framed.content.decode()
    assert "<footer" not in framed.content.decode()
    assert "<footer" in signed_in.get(preview).content.decode()


def test_the_page_of_an_offer_shows_its_text_and_its_facts(signed_in, company):
    page = propose(signed_in, company)
    shown = signed_in.get(address("detail", company, page.pk)).content.decode()
    assert "Vous montez des murs." in shown
    assert "<dt>Salaire</dt>" in shown
