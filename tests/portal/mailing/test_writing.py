"""Writing a campaign: what is refused, what two colleagues are told, what a copy takes."""

from typing import Any

import pytest

from portal.accounts.level_names import LevelName as L
from portal.accounts.models import User
from portal.mailing.errors import AudienceError, CampaignError, ChangedMeanwhileError
from portal.mailing.models import Campaign, CampaignCard, Source
from portal.mailing.services import attaching, writing
from portal.mailing.states import Status
from tests.factories import JobOfferPageFactory
from tests.portal.accounts.people import officer, person_with
from tests.portal.mailing.world import EVERY_ORGANISATION, campaign
from tests.states import fresh

pytestmark = pytest.mark.django_db
TEXT = {
    "name": "Forum de mars",
    "subject": "Le forum",
    "body": "Bonjour {{ first_name }}, venez au forum.",
    "fallbacks": {"first_name": "et bienvenue"},
    "reply_to": "forum@exemple.test",
    "replies_read_by": "Marie Petit",
}


@pytest.fixture(scope="module")
def author(lasting: None) -> User:
    return officer(first_name="Amina", last_name="Diallo")


@pytest.fixture(scope="module")
def draft(author: User) -> Campaign:
    return campaign(author)


def named(row: Campaign, user: User) -> dict[str, Any]:
    return {"campaign": row, "user": user, "version": row.version}


@pytest.mark.parametrize("source", [Source.CANDIDATES, Source.SESSION, "everybody", ""])
def test_a_public_out_of_reach_is_refused(author: User, source: str) -> None:
    writer = person_with(L.COMMUNICATION)
    with pytest.raises(CampaignError, match="public") as refused:
        writing.create(user=writer, source=source, name="Forum")
    assert refused.value.field == "source"


def test_a_campaign_begins_with_its_author_in_its_history(author: User) -> None:
    made = writing.create(user=author, source=Source.PARTNERS, name="  Forum \n de mars ")
    assert (made.name, made.status, made.criteria) == ("Forum de mars", Status.DRAFT, {})
    change = made.changes.get()
    assert (change.to_status, change.actor_name) == (Status.DRAFT, str(author))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kinds": []}, "kinds"),
        ({"kinds": ["everybody"]}, "kinds"),
        ({"communes": ["99999"]}, "communes"),
        ({"communes": []}, "communes"),
        ({"sectors": ["ZZ"]}, "sectors"),
        ({"radius_km": "10"}, "radius_km"),
        ({"verified": None}, "verified"),
    ],
)
def test_a_wrong_criterion_is_refused_at_its_field_and_kept_nowhere(
    draft: Campaign, author: User, change: dict[str, Any], field: str
) -> None:
    criteria = {**EVERY_ORGANISATION, **change}
    with pytest.raises(AudienceError) as refused:
        writing.change_audience(**named(draft, author), criteria=criteria)
    assert refused.value.field == field
    assert (fresh(draft).criteria, fresh(draft).version) == (EVERY_ORGANISATION, 0)


def test_the_second_of_two_is_told_what_the_first_did(draft: Campaign, author: User) -> None:
    colleague = officer(first_name="Bruno", last_name="Keller")
    writing.change_message(**named(draft, colleague), **TEXT)
    with pytest.raises(ChangedMeanwhileError, match=str(colleague)) as told:
        writing.change_audience(**named(draft, author), criteria=EVERY_ORGANISATION)
    assert told.value.row.subject == "Le forum"
    # Once it was read, the same is accepted.
    writing.change_audience(**named(told.value.row, author), criteria=EVERY_ORGANISATION)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"fallbacks": {}}, "fallbacks"),
        ({"fallbacks": {"first_name": "  "}}, "fallbacks"),
        ({"body": "Bonjour {{ prenom }}"}, "body"),
        ({"subject": ""}, "subject"),
        ({"name": " "}, "name"),
    ],
)
def test_a_message_that_cannot_leave_is_not_kept(
    draft: Campaign, author: User, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(CampaignError) as refused:
        writing.change_message(**named(draft, author), **{**TEXT, **change})
    assert refused.value.field == field
    assert fresh(draft).version == 0


def test_a_message_is_kept_with_its_words_of_replacement(draft: Campaign, author: User) -> None:
    writing.change_message(**named(draft, author), **TEXT)
    again = {**TEXT, "fallbacks": {"first_name": "bonjour à vous"}}
    row = writing.change_message(**named(fresh(draft), author), **again)
    words = dict(row.fallbacks.values_list("variable", "text"))
    assert (row.version, words) == (2, {"first_name": "bonjour à vous"})


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_only_a_draft_is_written_or_deleted(draft: Campaign, author: User, status: Status) -> None:
    Campaign.objects.filter(pk=draft.pk).update(
        **{
            **dict.fromkeys(("frozen_at", "scheduled_at", "ended_at"), draft.created_at),
            "frozen_count": 1,
            "rule": "Toutes",
            "approved_by": officer(),
            "status": status,
        }
    )
    for act in (
        lambda: writing.change_audience(**named(draft, author), criteria=EVERY_ORGANISATION),
        lambda: writing.change_message(**named(draft, author), **TEXT),
        lambda: writing.delete_draft(**named(draft, author)),
        lambda: attaching.attach(**named(draft, author), page_id=1),
    ):
        with pytest.raises(CampaignError, match="plus un brouillon"):
            act()
    assert fresh(draft).version == 0


def test_a_deleted_draft_is_told_to_who_still_writes_in_it(draft: Campaign, author: User) -> None:
    row = fresh(draft)
    writing.delete_draft(**named(draft, author))
    with pytest.raises(CampaignError, match="supprimée"):
        writing.change_message(**named(row, author), **TEXT)


def test_a_copy_takes_audience_and_text_and_what_is_still_on_line(
    draft: Campaign, author: User
) -> None:
    writing.change_message(**named(draft, author), **TEXT)
    live, gone = JobOfferPageFactory.row(), JobOfferPageFactory(live=False)
    for place, page in enumerate((gone, live)):
        CampaignCard.objects.create(campaign=draft, position=place, page=page, title=page.title)
    colleague = officer()
    made = writing.copy(campaign=fresh(draft), user=colleague)
    assert made.name == "Copie de Forum de mars"
    assert (made.status, made.version, made.author) == (Status.DRAFT, 0, colleague)
    assert (made.criteria, made.copied_from) == (EVERY_ORGANISATION, draft)
    assert (made.body, made.reply_to) == (TEXT["body"], TEXT["reply_to"])
    assert dict(made.fallbacks.values_list("variable", "text")) == TEXT["fallbacks"]
    assert list(made.cards.values_list("page", flat=True)) == [live.pk]
    # A copy of a copy is not called twice so.
    assert writing.copy(campaign=made, user=colleague).name == made.name


def test_opportunities_are_attached_once_in_an_order_and_five_at_most(
    draft: Campaign, author: User
) -> None:
    pages = JobOfferPageFactory.rows(6)
    for page in pages[:5]:
        attaching.attach(**named(fresh(draft), author), page_id=page.pk)
    row = fresh(draft)
    with pytest.raises(CampaignError, match="au plus"):
        attaching.attach(**named(row, author), page_id=pages[5].pk)
    with pytest.raises(CampaignError, match="déjà jointe"):
        attaching.attach(**named(row, author), page_id=pages[0].pk)
    last = row.cards.last()
    assert last is not None
    attaching.move_up(**named(row, author), card_id=last.pk)
    shown = list(row.cards.values_list("page", flat=True))
    assert shown == [pages[index].pk for index in (0, 1, 2, 4, 3)]
    attaching.detach(**named(fresh(draft), author), card_id=last.pk)
    assert row.cards.count() == 4
    with pytest.raises(CampaignError, match="plus jointe"):
        attaching.detach(**named(fresh(draft), author), card_id=last.pk)


def test_what_is_not_on_line_is_not_attached(draft: Campaign, author: User) -> None:
    hidden = JobOfferPageFactory(live=False)
    with pytest.raises(CampaignError, match="plus en ligne"):
        attaching.attach(**named(draft, author), page_id=hidden.pk)
