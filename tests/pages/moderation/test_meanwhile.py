"""What is done beside the editor is told in its tab, and no older text undoes it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.models import EditingSession

from pages.models import JobOfferPage
from pages.moderation import bulk, schedule, services
from pages.moderation.author_mail import last_day
from search.models import Opportunity
from tests.factories import RecruitmentSessionPageFactory, VolunteeringPageFactory
from tests.pages.moderation.conftest import approve, edit, with_level
from tests.pages.review.test_cms import edit_url, editor_data

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def tab(client, author):
    """The browser of the author."""
    client.force_login(author)
    return client


@pytest.fixture
def other(db):
    return with_level("communication", first_name="Nadia", last_name="Perrin")


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def in_words(moment):
    return date_format(last_day(moment), "j F Y")


def meanwhile(response):
    return BeautifulSoup(response.content, "lxml").select_one("#meanwhile").get_text(" ")


def end_in(response):
    page = BeautifulSoup(response.content, "lxml")
    return page.select_one("input[name=expire_at]")["value"]


def shown_end(moment):
    return timezone.localtime(moment).strftime("%d/%m/%Y %H:%M")


def ping(client, page, data):
    """What the tab asks every ten seconds: the HTML of its answer."""
    session = EditingSession.objects.filter(object_id=page.pk).latest("pk")
    address = reverse(
        "wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", page.pk, session.pk]
    )
    answer = client.post(
        address,
        {
            "revision_id": data["loaded_revision_id"],
            "revision_created_at": data["loaded_revision_created_at"],
        },
    )
    return answer.json()["html"]


def test_open_tab_does_not_undo_a_prolongation(live, tab, other):
    former = live.expire_at
    data = editor_data(tab, live, summary="Un autre résumé.")
    page = services.prolong(page=live, user=other)
    end = fresh(live).expire_at
    assert end == former + timedelta(days=60)
    # The automatic save is refused.
    refused = tab.post(edit_url(live), data, **JSON)
    assert (refused.status_code, refused.json()["error_code"]) == (400, "invalid_revision")
    # The tab is told by whom, and until when.
    html = ping(tab, live, data)
    assert f"Nadia Perrin a prolongé cette annonce jusqu’au {in_words(end)} inclus." in html
    assert 'data-w-teleport-target-value="#meanwhile"' in html
    # A person who sends first sees both texts together; nothing is saved.
    data["action-submit"] = "1"
    count = live.revisions.count()
    shown = tab.post(edit_url(live), data)
    assert live.revisions.count() == count
    assert not fresh(live).workflow_in_progress
    told = meanwhile(shown)
    assert f"Nadia Perrin a prolongé cette annonce jusqu’au {in_words(end)} inclus." in told
    assert "Rien n’est encore enregistré" in told
    assert "vous n’y aviez pas touché\u00a0: Retirer de la liste le" in told
    assert "Gardé" not in told, "nobody else touched the summary"
    assert end_in(shown) == shown_end(end)
    assert "Un autre résumé." in shown.content.decode()
    # What the page shows then can be sent.
    data = editor_data_of(shown, data)
    assert tab.post(edit_url(live), data).status_code == 302
    page = fresh(live)
    assert page.workflow_in_progress
    approve(page, other)
    page = fresh(live)
    assert page.summary == "Un autre résumé."
    assert page.expire_at.replace(second=0, microsecond=0) == end.replace(second=0, microsecond=0)


def editor_data_of(response, former):
    """What the shown form sends: hidden fields and dates are those that it shows."""
    page = BeautifulSoup(response.content, "lxml")
    data = former.copy()
    for name in ("loaded_revision_id", "loaded_revision_created_at", "expire_at"):
        data[name] = page.select_one(f"#page-edit-form input[name={name}]")["value"]
    data.pop("overwrite_revision_id", None)
    return data


def test_tab_that_has_saved_by_itself_is_stopped_too(live, tab, other):
    data = editor_data(tab, live, summary="Un premier.")
    saved = tab.post(edit_url(live), data, **JSON).json()
    assert saved["success"]
    services.prolong(page=live, user=other)
    data["overwrite_revision_id"] = saved["revision_id"]
    data["summary"] = "Un deuxième."
    assert tab.post(edit_url(live), data, **JSON).json()["error_code"] == "invalid_revision"
    assert "a prolongé" in meanwhile(tab.post(edit_url(live), data))


def test_end_chosen_here_is_kept_and_said(live, tab, other):
    sooner = timezone.localtime(timezone.now() + timedelta(days=3)).strftime("%d/%m/%Y %H:%M")
    data = editor_data(tab, live, expire_at=sooner)
    services.prolong(page=live, user=other)
    shown = tab.post(edit_url(live), data)
    assert end_in(shown) == sooner
    told = " ".join(meanwhile(shown).split())
    assert (
        f"Retirer de la liste le (l’autre texte dit : « {shown_end(fresh(live).expire_at)}" in told
    )


def test_what_a_colleague_saved_comes_back_only_where_it_was_not_touched(tab, author, other):
    """Without the dialog of the tab, Wagtail would write the older text over the newer one."""
    session = RecruitmentSessionPageFactory(live=True, owner=author, contact_name_public=True)
    session.save_revision(user=author).publish()
    data = editor_data(tab, session, summary="Mon résumé.", what_to_bring="Mon CV")
    edit(
        fresh(session),
        other,
        status="cancelled",
        contact_name_public=False,
        what_to_bring="Votre CV",
    )
    shown = tab.post(edit_url(session), data)
    page = BeautifulSoup(shown.content, "lxml")
    assert page.select_one("select[name=status] option[selected]")["value"] == "cancelled"
    assert not page.select_one("input[name=contact_name_public]").has_attr("checked")
    assert "Mon résumé." in str(page)
    told = " ".join(meanwhile(shown).split())
    assert "Nadia Perrin a enregistré un autre texte" in told
    assert "La session est" in told.split("Gardé")[0]
    assert "(l’autre texte dit : « Votre CV »)" in told


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (
            lambda page, who: services.withdraw(page=page, user=who, reason="En double"),
            "Nadia Perrin a retiré cette annonce\u00a0: «\u00a0En double\u00a0».",
        ),
        (lambda page, who: services.mark_filled(page=page, user=who), "a dit que c’est pourvu"),
        (
            lambda page, _: services.mark_filled(page=page, user=None),
            "Quelqu’un, par le lien d’un e-mail, a dit que c’est pourvu",
        ),
        (
            lambda page, who: undone(bulk.withdraw_many(pages=[page], user=who, reason="Oups")),
            "a annulé le retrait",
        ),
        (
            lambda page, who: undone(bulk.prolong_many(pages=[page], user=who)),
            "a annulé sa prolongation",
        ),
    ],
    ids=["withdrawn", "filled", "filled_by_link", "withdrawal_undone", "prolongation_undone"],
)
def test_whatever_is_done_beside_the_editor_is_told(live, tab, other, act, said):
    data = editor_data(tab, live, summary="Un autre résumé.")
    act(live, other)
    assert said in ping(tab, live, data)
    assert tab.post(edit_url(live), data, **JSON).json()["error_code"] == "invalid_revision"
    assert said in meanwhile(tab.post(edit_url(live), data))
    assert fresh(live).get_latest_revision_as_object().summary != "Un autre résumé."


def undone(outcome):
    user = outcome.operation.user
    assert bulk.undo_many(token=bulk.undo_token(outcome.operation), user=user).done


def test_tab_opened_afterwards_is_told_nothing(live, tab, other):
    services.prolong(page=live, user=other)
    data = editor_data(tab, live, summary="Un autre résumé.")
    assert "#meanwhile" not in ping(tab, live, data)
    assert tab.post(edit_url(live), data, **JSON).json()["success"]
    assert not fresh(live).is_open or fresh(live).has_unpublished_changes


def test_nothing_is_left_unpublished_by_an_act_beside(live, other):
    page = services.prolong(page=live, user=other)
    assert (page.live_revision_id, page.has_unpublished_changes) == (page.latest_revision_id, False)
    assert fresh(live).latest_revision.user == other


@pytest.mark.parametrize("factory", [None, VolunteeringPageFactory], ids=["job", "volunteering"])
def test_older_version_that_is_restored_keeps_the_new_end(live, tab, author, other, factory):
    if factory:
        live = factory(live=True, owner=author)
        live.save_revision(user=author).publish()
    older = fresh(live).latest_revision
    edit(fresh(live), author, summary="Un autre résumé.")
    end = services.prolong(page=fresh(live), user=other).expire_at
    address = reverse("wagtailadmin_pages:revisions_revert", args=[live.pk, older.pk])
    response = tab.get(address)
    assert end_in(response) == shown_end(end)
    assert older.as_object().expire_at == end


def test_late_approval_of_an_older_review_keeps_the_new_end(live, author, other):
    edit(live, author, summary="Un autre résumé.")
    services.submit(page=live, user=author)
    reviewed = fresh(live).current_workflow_task_state.revision
    end = services.prolong(page=fresh(live), user=other).expire_at
    page = fresh(live)
    # The review goes on, with the same text and the new end.
    assert page.current_workflow_task_state.revision == page.latest_revision
    approve(page, other)
    page = fresh(live)
    assert (page.summary, page.expire_at) == ("Un autre résumé.", end)
    reviewed.refresh_from_db()
    assert reviewed.as_object().expire_at == end


def test_scheduled_version_goes_live_with_the_new_end(live, author, other):
    edit(live, author, go_live_at=timezone.now() + timedelta(hours=1), summary="Plus tard.")
    services.submit(page=live, user=author)
    approve(fresh(live), other)
    page = fresh(live)
    scheduled = page.scheduled_revision
    assert scheduled is not None
    end = services.prolong(page=page, user=other).expire_at
    page = fresh(live)
    assert page.scheduled_revision == page.latest_revision
    past = timezone.now() - timedelta(seconds=1)
    for revision in live.revisions.all():
        revision.content["go_live_at"] = past.isoformat()
        revision.save(update_fields=["content"])
    page.revisions.filter(pk=page.latest_revision_id).update(approved_go_live_at=past)
    schedule.publish_scheduled()
    page = fresh(live)
    assert (page.summary, page.expire_at) == ("Plus tard.", end)
    assert Opportunity.objects.get().expires_at == end


def test_undo_gives_the_former_end_to_older_versions_as_well(live, author, other):
    former, older = live.expire_at, live.latest_revision
    edit(live, author, summary="Un autre résumé.")
    outcome = bulk.prolong_many(pages=[fresh(live)], user=other)
    undone(outcome)
    page = fresh(live)
    assert page.expire_at == former
    assert page.get_latest_revision_as_object().expire_at == former
    assert older.as_object().expire_at == former
    assert page.has_unpublished_changes


def test_end_shortened_afterwards_on_purpose_holds(live, author, other):
    older = live.latest_revision
    services.prolong(page=live, user=other)
    sooner = (timezone.now() + timedelta(days=5)).replace(microsecond=0)
    edit(fresh(live), author, expire_at=sooner)
    services.submit(page=fresh(live), user=author)
    approve(fresh(live), other)
    assert fresh(live).expire_at == sooner
    assert older.as_object().expire_at == sooner


def test_copy_begins_without_the_ends_of_its_model(live, author, other):
    from pages.moderation.copying import duplicate

    services.prolong(page=live, user=other)
    copy = duplicate(page=fresh(live), user=author)
    assert (copy.end_version, copy.expire_at) == (0, None)
    assert JobOfferPage.objects.get(pk=copy.pk).get_latest_revision_as_object().expire_at is None
