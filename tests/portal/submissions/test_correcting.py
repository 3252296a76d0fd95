"""A correction that is not sent says so; what sending will refuse is told in the form."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from pages.models import JobOfferPage, RecruitmentSessionPage, VolunteeringPage
from pages.moderation import services
from snippets.models import Organisation
from tests.pages.moderation.conftest import act, approve, edit, refusal, with_level
from tests.portal.submissions.conftest import (
    address,
    edit_data,
    fresh,
    job_data,
    propose,
    session_data,
    volunteering_data,
)

pytestmark = pytest.mark.django_db

KINDS = {
    "offre": ("company", JobOfferPage, job_data),
    "session": ("company", RecruitmentSessionPage, session_data),
    "benevolat": ("association", VolunteeringPage, volunteering_data),
}
UNSENT = "Votre correction n’est pas envoyée"


@pytest.fixture(scope="module")
def once_refused(started):
    """An offer that was refused, made once."""
    company = Organisation.objects.get(memberships__user__email="gerante@entreprise.test")
    page = propose(started, company)
    act(page, with_level("communication"), "reject", refusal(page))
    return page


@pytest.fixture
def refused(once_refused, db):
    return fresh(once_refused)


def shown(response) -> str:
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def actions(page: str) -> list[str]:
    """The buttons and links of what one may do, in their order."""
    found = re.search(r'<ul class="actions">(.*?)</ul>', page, re.DOTALL)[1]
    return [label.strip() for label in re.findall(r">([^<>]*\w[^<>]*)</(?:a|button)>", found)]


def test_what_was_refused_is_to_be_corrected_first(signed_in, company, refused):
    page = shown(signed_in.get(address("detail", company, refused.pk)))
    assert UNSENT not in page
    assert actions(page)[0] == "Corriger"
    assert "Envoyer en relecture" not in actions(page)


def test_a_correction_that_is_saved_says_that_it_is_not_sent_and_can_be(
    signed_in, company, refused
):
    data = edit_data(signed_in, company, refused, summary="Vous montez des murs.", save="1")
    response = signed_in.post(address("edit", company, refused.pk), data, follow=True)
    page = shown(response)
    assert "Votre correction est enregistrée. Elle n’est pas encore envoyée." in page
    assert UNSENT in page
    assert actions(page)[0] == "Envoyer en relecture"
    # Before the reasons of the refusal, which stay to be read.
    assert (
        page.index(UNSENT) < page.index('class="actions"') < page.index("Ce qui était à corriger")
    )
    assert "Indiquez le salaire." in page
    listed = shown(signed_in.get(address("home", company)))
    assert "Correction non envoyée" in listed
    sent = signed_in.post(address("submit", company, refused.pk), follow=True)
    assert UNSENT not in shown(sent)
    assert fresh(refused).workflow_in_progress


def test_saving_without_any_change_is_no_correction(signed_in, company, refused):
    data = edit_data(signed_in, company, refused, save="1")
    response = signed_in.post(address("edit", company, refused.pk), data, follow=True)
    assert UNSENT not in shown(response)


def test_the_correction_of_what_is_online_says_it_too(signed_in, company, moderator, member):
    offer = propose(signed_in, company)
    approve(offer, moderator)
    edit(fresh(offer), member, summary="Un autre résumé.")
    signed_in.post(address("submit", company, offer.pk))
    act(fresh(offer), moderator, "reject", refusal(fresh(offer)))
    edit(fresh(offer), member, summary="Un résumé juste.")
    page = shown(signed_in.get(address("detail", company, offer.pk)))
    assert UNSENT in page
    assert "Correction non envoyée" in page
    assert actions(page)[0] == "Envoyer en relecture"


def test_who_prolongs_what_was_refused_corrects_nothing(signed_in, company, moderator, member):
    offer = propose(signed_in, company)
    approve(offer, moderator)
    edit(fresh(offer), member, summary="Un autre résumé.")
    signed_in.post(address("submit", company, offer.pk))
    act(fresh(offer), moderator, "reject", refusal(fresh(offer)))
    services.prolong(page=fresh(offer), user=moderator)
    page = shown(signed_in.get(address("detail", company, offer.pk)))
    assert UNSENT not in page
    assert "Modification à corriger" in page
    edit(fresh(offer), member, summary="Un résumé juste.")
    assert UNSENT in shown(signed_in.get(address("detail", company, offer.pk)))


def test_a_correction_with_a_hole_is_completed_first(signed_in, company, refused):
    data = edit_data(signed_in, company, refused, salary_min="", save="1")
    signed_in.post(address("edit", company, refused.pk), data)
    page = shown(signed_in.get(address("detail", company, refused.pk)))
    assert UNSENT in page
    assert "À compléter avant l’envoi" in page
    assert f'{address("edit", company, refused.pk)}#champ-salary_min"' in page
    assert actions(page)[:2] == ["Compléter", "Envoyer en relecture"]


HOLES = [
    ("offre", {"salary_min": ""}, {"salary_min"}),
    (
        "offre",
        {"contract": "cdd", "salary_min": "", "summary": ""},
        {"duration_months", "salary_min", "summary"},
    ),
    (
        "offre",
        {"apply_by": "phone", "commune": "", "salary_min": ""},
        {"contact_phone", "commune", "salary_min"},
    ),
    ("session", {"interviewers": "2", "summary": ""}, {"slot_minutes", "summary"}),
    ("session", {"apply_by": "email", "commune": ""}, {"contact_email", "commune"}),
    ("benevolat", {"rhythm": "one_off", "hours": "", "summary": ""}, {"starts_on", "summary"}),
    ("benevolat", {"apply_by": "web", "description": ""}, {"apply_url", "description"}),
]


@pytest.mark.parametrize(("kind", "changes", "fields"), HOLES)
def test_a_draft_tells_beside_each_field_what_sending_refuses_all_at_once(
    home_of, kind, changes, fields
):
    organisation_kind, model, data = KINDS[kind]
    organisation, client = home_of(organisation_kind)
    create = address("create", organisation, kind)
    refused = client.post(create, {**data(**changes), "send": "1"})
    assert refused.status_code == 422
    errors = refused.context["form"].errors
    assert fields <= set(errors)
    # The same text as a draft: the same sentences, as a warning.
    client.post(create, {**data(**changes), "save": "1"})
    draft = model.objects.get(organisation=organisation)
    form = client.get(address("edit", organisation, draft.pk))
    assert form.context["form"].missing == errors
    page = shown(form)
    for name in errors:
        field = page[page.index(f'id="champ-{name}"') :]
        assert "Avant l’envoi" in field[: field.index('<div class="field"')], name
    detail = shown(client.get(address("detail", organisation, draft.pk)))
    for name in errors:
        assert f"#champ-{name}" in detail


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_draft_has_nothing_to_complete(home_of, kind):
    organisation_kind, model, data = KINDS[kind]
    organisation, client = home_of(organisation_kind)
    client.post(address("create", organisation, kind), {**data(), "save": "1"})
    draft = model.objects.get(organisation=organisation)
    assert not client.get(address("edit", organisation, draft.pk)).context["form"].missing
    page = shown(client.get(address("detail", organisation, draft.pk)))
    assert "À compléter" not in page
    assert actions(page)[0] == "Envoyer en relecture"
    client.post(address("submit", organisation, draft.pk))
    assert fresh(draft).workflow_in_progress


@pytest.mark.parametrize(
    ("kind", "fields", "told"),
    [
        ("offre", ("expire_at",), "expire_at"),
        ("benevolat", ("expire_at",), "expire_at"),
        ("session", ("starts_at", "ends_at"), "ends_at"),
    ],
)
def test_an_end_that_is_past_is_told_beside_its_field(home_of, kind, fields, told):
    organisation_kind, model, data = KINDS[kind]
    organisation, client = home_of(organisation_kind)
    user = organisation.memberships.get().user
    client.post(address("create", organisation, kind), {**data(), "save": "1"})
    draft = model.objects.get(organisation=organisation)
    past = timezone.now() - timedelta(days=2)
    edit(draft, user, **{name: past + timedelta(hours=rank) for rank, name in enumerate(fields)})
    detail = client.get(address("detail", organisation, draft.pk))
    (sentence,) = (text for anchor, text in detail.context["problems"] if anchor.endswith(told))
    assert "passée" in sentence
    # Its form proposes another end, where it has a field for it alone.
    form = client.get(address("edit", organisation, draft.pk)).context["form"]
    beside = [str(form[told].help_text), *form.missing.get(told, [])]
    assert sum("passée" in text for text in beside) == 1


@pytest.mark.parametrize(
    ("kind", "name", "label"),
    [
        ("offre", "salary_min", "ou la convention"),
        ("offre", "salary_period", "s’il y a un salaire"),
        ("offre", "salary_max", "facultatif"),
        ("offre", "duration_months", "s’il y a une fin"),
        ("offre", "contact_phone", "si l’on répond par téléphone"),
        ("session", "slot_minutes", "s’il y a des recruteurs"),
        ("benevolat", "starts_on", "si la mission est ponctuelle"),
    ],
)
def test_what_may_be_asked_is_not_called_optional(home_of, kind, name, label):
    organisation, client = home_of(KINDS[kind][0])
    page = shown(client.get(address("create", organisation, kind)))
    field = page[page.index(f'id="champ-{name}"') :]
    assert f"({label})" in field[: field.index("</label>")]


@pytest.mark.parametrize(("kind", "changes", "fields"), HOLES)
def test_every_field_that_sending_may_ask_for_says_so(home_of, kind, changes, fields):
    organisation, client = home_of(KINDS[kind][0])
    form = client.get(address("create", organisation, kind)).context["form"]
    assert fields <= form.asked | set(form.conditions)
