"""Two people at once: colleagues on one text, a double click, an edit against a moderator."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from wagtail.models import WorkflowState

from pages.models import JobOfferPage
from pages.moderation import services as moderation
from pages.moderation.author_mail import last_day
from pages.moderation.errors import ModerationError
from pages.moderation.locking import content_digest
from portal.accounts.actors import Actor
from portal.accounts.models import Membership, User
from portal.accounts.services.memberships import end_membership
from portal.submissions import services
from portal.submissions.errors import InReviewError, NotAMemberError, StaleError
from snippets.models import Organisation
from tests.factories import OccupationFactory
from tests.pages.moderation.conftest import act, approval, approve, edit
from tests.portal.accounts.people import signed_in as browser_of
from tests.portal.submissions.conftest import (
    address,
    edit_data,
    fresh,
    job_data,
    join,
    organisation_of,
    propose,
    session_of,
)


@pytest.fixture(scope="module")
def drafted(started):
    """A draft of the member, and the browser of a colleague, made once."""
    company = Organisation.objects.get(memberships__user__email="gerante@entreprise.test")
    started.post(address("create", company, "offre"), {**job_data(), "save": "1"})
    return browser_of(join(company, email="collegue@entreprise.test"))


@pytest.fixture
def two(signed_in, drafted):
    """The browsers of two colleagues."""
    second = Client()
    second.cookies[settings.SESSION_COOKIE_NAME] = session_of(drafted)
    return signed_in, second


@pytest.fixture
def colleague(drafted, member):
    return User.objects.get(email="collegue@entreprise.test")


@pytest.fixture
def page(company, two):
    return JobOfferPage.objects.get()


def latest(page):
    return fresh(page).get_latest_revision_as_object()


@pytest.mark.django_db
def test_the_second_sees_both_texts_and_chooses_field_by_field(company, member, two, page):
    first, second = two
    url = address("edit", company, page.pk)
    mine = edit_data(first, company, page, title="Maçon du premier", summary="Le premier.")
    theirs = edit_data(
        second,
        company,
        page,
        title="Maçon du second",
        transport_access="Bus 3",
        salary_min="2100",
    )
    assert first.post(url, {**mine, "save": "1"}).status_code == 302
    response = second.post(url, {**theirs, "send": "1"})
    assert response.status_code == 409
    assert latest(page).title == "Maçon du premier"
    assert not WorkflowState.objects.exists()
    differing = response.context["conflicts"]
    assert {name: conflict.choice for name, conflict in differing.items()} == {
        "title": "mine",
        "summary": "theirs",
        "transport_access": "mine",
        "salary_min": "mine",
    }
    shown = response.content.decode()
    assert "Maçon du premier" in shown
    assert "Maçon du second" in shown
    title = differing["title"]
    assert (title.former, title.is_mutual) == ("Maçon ou maçonne", True)
    assert title.change.who == str(member)
    assert title.change.at == fresh(page).latest_revision.created_at
    assert not differing["summary"].is_mutual
    form = response.context["form"]
    again = {
        **theirs,
        "version": form["version"].value(),
        "base": form["base"].value(),
        "choice|title": "mine",
        "choice|summary": "theirs",
        "choice|transport_access": "mine",
        "choice|salary_min": "theirs",
        "save": "1",
    }
    assert second.post(url, again).status_code == 302
    saved = latest(page)
    assert (saved.title, saved.summary) == ("Maçon du second", "Le premier.")
    assert (saved.transport_access, saved.salary_min) == ("Bus 3", 1900)


@pytest.mark.django_db
def test_an_edit_in_place_by_the_cms_is_seen_too(company, two, page):
    """Autosave rewrites a revision: its number is the same, its text is not."""
    mine = edit_data(two[0], company, page, title="Le mien")
    revision = fresh(page).latest_revision
    draft = revision.as_object()
    draft.title = "Celui du CMS"
    draft.save_revision(user=revision.user, overwrite_revision=revision)
    assert fresh(page).latest_revision_id == revision.pk
    response = two[0].post(address("edit", company, page.pk), {**mine, "save": "1"})
    assert response.status_code == 409
    assert response.context["conflicts"]["title"].theirs == "Celui du CMS"
    assert latest(page).title == "Celui du CMS"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "name", "value"),
    [
        ({"schedules": ["day", "night"]}, "schedules", ["day"]),
        ({"siae": None}, "siae", True),
        ({"description": "Autre chose."}, "description", "<p>Le leur.</p>"),
        ({"skills": "Lire un plan"}, "skills", ["Poser", "Couler"]),
        ({"commune": "Belfort"}, "commune_id", "90300"),
        ({"occupation": ""}, "occupation_id", "F1800"),
        ({"starts_on": "2099-01-01"}, "starts_on", timezone.localdate()),
        ({"contract": "cdd"}, "contract", "pmsmp"),
        ({"location": ""}, "location", "SRID=4326;POINT(6.863100 47.638600)"),
    ],
)
def test_the_other_text_can_be_taken_for_every_kind_of_field(
    company, two, page, member, typed, name, value
):
    from tests.factories import CommuneFactory

    CommuneFactory(insee_code="90300", name="Roppe", latitude=47.65, longitude=6.9)
    OccupationFactory(code="F1800", label="Peintre")
    mine = edit_data(two[0], company, page, **typed)
    mine = {key: typed for key, typed in mine.items() if typed is not None}
    edit(fresh(page), member, **{name: value})
    url = address("edit", company, page.pk)
    response = two[0].post(url, {**mine, "save": "1"})
    field = name.removesuffix("_id")
    assert set(response.context["conflicts"]) == {field}
    again = {**mine, "version": response.context["form"]["version"].value()}
    assert two[0].post(url, {**again, f"choice|{field}": "theirs", "save": "1"}).status_code == 302
    assert getattr(latest(page), name) == value


@pytest.mark.django_db
def test_the_same_words_typed_by_two_are_no_conflict(company, two, page):
    url = address("edit", company, page.pk)
    datas = [edit_data(client, company, page, title="Pareil") for client in two]
    codes = [
        client.post(url, {**data, "save": "1"}).status_code
        for client, data in zip(two, datas, strict=True)
    ]
    assert codes == [302, 302]


@pytest.mark.django_db
def test_what_staff_laid_out_is_kept_while_the_words_are_not_changed(company, two, page, member):
    rich = "<h3>Le poste</h3><p>Des <b>murs</b>.</p>"
    edit(fresh(page), member, description=rich)
    form = two[0].get(address("edit", company, page.pk)).context["form"]
    text = form["description"].value()
    assert text == "Le poste\n\nDes murs."
    sent = text.replace("\n", "\r\n")  # as browsers do
    data = edit_data(two[0], company, page, description=sent, title="Autre")
    two[0].post(address("edit", company, page.pk), {**data, "save": "1"})
    assert (latest(page).title, latest(page).description) == ("Autre", rich)


@pytest.mark.django_db
def test_an_edit_during_the_review_is_refused_or_takes_it_back_first(company, two, page):
    url = address("edit", company, page.pk)
    data = edit_data(two[1], company, page, title="Trop tard")
    two[0].post(address("submit", company, page.pk))
    response = two[1].post(url, {**data, "save": "1"})
    assert response.status_code == 422
    assert "reprenez-la d’abord" in response.content.decode()
    assert response.context["form"]["title"].value() == "Trop tard"
    assert latest(page).title == "Maçon ou maçonne"
    assert two[1].post(url, {**data, "take_back": "1"}).status_code == 302
    assert latest(page).title == "Trop tard"
    assert WorkflowState.objects.get().status == "cancelled"


@pytest.mark.django_db
def test_the_swap_publishes_nothing_that_was_not_reviewed(company, signed_in, moderator):
    """The moderator's dialog is open; the organisation takes the text back and changes it."""
    page = propose(signed_in, company)
    state, dialog = page.current_workflow_task_state, approval(page)
    data = edit_data_in_review(signed_in, company, page, title="Jamais relu", take_back="1")
    assert signed_in.post(address("edit", company, page.pk), data).status_code == 302
    for sent_again in (False, True):
        if sent_again:
            signed_in.post(address("submit", company, page.pk))
        with pytest.raises(ModerationError):
            state.task.specific.on_action(state, moderator, "approve", **dialog)
        assert not fresh(page).live
    with pytest.raises(ModerationError, match="modifiée"):
        act(fresh(page), moderator, "approve", dialog)
    assert not fresh(page).live


def edit_data_in_review(client, organisation, page, **changes):
    """The form was opened before the review began."""
    return job_data(version=content_digest(page.latest_revision), **changes)


@pytest.mark.django_db
def test_a_change_of_a_live_page_stays_unseen_until_it_is_approved(company, signed_in, moderator):
    page = propose(signed_in, company)
    approve(page, moderator)
    data = edit_data(signed_in, company, page, title="Pas encore relu")
    signed_in.post(address("edit", company, page.pk), {**data, "send": "1"})
    assert fresh(page).title == "Maçon ou maçonne"
    assert "Modification en relecture" in signed_in.get(address("home", company)).content.decode()
    approve(page, moderator)
    assert fresh(page).title == "Pas encore relu"


@pytest.mark.django_db
def test_a_person_taken_out_during_the_form_changes_nothing_and_is_told(
    company, member, colleague, two, page
):
    membership = Membership.objects.get(user=colleague)
    data = edit_data(two[1], company, page, title="Après mon départ")
    end_membership(membership=membership, reason="Départ", actor=Actor(colleague))
    response = two[1].post(address("edit", company, page.pk), {**data, "send": "1"})
    assert response.status_code == 403
    assert "Vous n’êtes plus membre" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    response = two[1].post(address("create", company, "offre"), {**job_data(), "send": "1"})
    assert response.status_code == 403
    assert latest(page).title == "Maçon ou maçonne"
    assert JobOfferPage.objects.count() == 1


@pytest.mark.django_db
def test_services_read_the_membership_and_the_page_again(company, colleague, page):
    """What the view has read before is no proof: each service asks under its locks."""
    draft = latest(page)
    draft.title = "Autre"
    common = {"organisation": company, "page": page, "user": colleague}
    with pytest.raises(StaleError):
        services.save(**common, draft=draft, version="une autre")
    services.submit(**common)
    with pytest.raises(InReviewError):
        services.save(**common, draft=draft, version=content_digest(page.latest_revision))
    membership = Membership.objects.get(user=colleague)
    end_membership(membership=membership, reason="Départ", actor=Actor(colleague))
    for service in (services.take_back, services.duplicate, services.delete):
        with pytest.raises(NotAMemberError):
            service(**common)
    assert latest(page).title == "Maçon ou maçonne"


@pytest.mark.django_db
def test_a_page_given_to_another_organisation_meanwhile_is_left_alone(company, member, page):
    JobOfferPage.objects.filter(pk=page.pk).update(organisation=organisation_of("company"))
    edit(fresh(page), member, organisation=fresh(page).organisation)
    with pytest.raises(ModerationError, match="plus celle"):
        services.submit(organisation=company, page=page, user=member)


@pytest.mark.parametrize("base", ["9" * 5_000, "9" * 30, "²", "-1"])
@pytest.mark.django_db
def test_forged_number_of_a_text_is_no_text(company, two, page, base):
    forged = {**job_data(title="Autre"), "version": "forged", "base": base, "save": "1"}
    response = two[0].post(address("edit", company, page.pk), forged)
    assert response.status_code == 409
    assert response.context["conflicts"]["title"].theirs == "Maçon ou maçonne"
    assert latest(page).title == "Maçon ou maçonne"


@pytest.mark.django_db
def test_prolongation_made_meanwhile_is_kept_and_told(company, two, page, moderator):
    former = going_live(page, moderator).expire_at
    data = edit_data(
        two[0], company, page, summary="Un autre résumé.", expire_at=str(last_day(former))
    )
    moderation.prolong(page=fresh(page), user=moderator)
    end = fresh(page).expire_at
    assert end > former
    response = two[0].post(address("edit", company, page.pk), {**data, "save": "1"})
    assert response.status_code == 409
    said = " ".join(response.context["form"].non_field_errors())
    assert "Quelqu’un a prolongé cette annonce" in said
    assert said in response.content.decode()
    assert response.context["conflicts"]["expire_at"].change.who == "l’équipe du site"
    assert moderator.get_full_name() not in response.content.decode()
    assert response.context["conflicts"]["expire_at"].choice == "theirs"
    again = {
        **data,
        "version": response.context["form"]["version"].value(),
        "base": response.context["form"]["base"].value(),
        "choice|expire_at": "theirs",
        "save": "1",
    }
    assert two[0].post(address("edit", company, page.pk), again).status_code == 302
    draft = latest(page)
    assert (draft.summary, draft.expire_at) == ("Un autre résumé.", end)


@pytest.mark.django_db
def test_withdrawal_made_meanwhile_is_told_before_it_is_sent_again(company, two, page, moderator):
    going_live(page, moderator)
    data = edit_data(two[0], company, page, summary="Un autre résumé.")
    moderation.withdraw(page=fresh(page), user=moderator, reason="Lien mort")
    response = two[0].post(address("edit", company, page.pk), {**data, "send": "1"})
    assert response.status_code == 409
    assert "a retiré cette annonce" in " ".join(response.context["form"].non_field_errors())
    assert not fresh(page).workflow_in_progress


def going_live(page, moderator):
    moderation.submit(page=fresh(page), user=page.owner)
    approve(fresh(page), moderator)
    return fresh(page)


@pytest.mark.django_db
def test_who_wrote_each_text_is_found_among_several(company, two, page, member, moderator):
    """The last to save wrote another field; a colleague, oneself, the staff are told apart."""
    mine = edit_data(two[1], company, page, title="Le mien", summary="Le mien", contract="cdd")
    edit(fresh(page), member, title="De la collègue")
    edit(fresh(page), moderator, summary="Du service emploi")
    response = two[1].post(address("edit", company, page.pk), {**mine, "save": "1"})
    who = {name: one.change.who for name, one in response.context["conflicts"].items()}
    assert (who["title"], who["summary"]) == (str(member), "l’équipe du site")
    assert f"{member} et l’équipe du site ont écrit en même temps" in response.content.decode()
