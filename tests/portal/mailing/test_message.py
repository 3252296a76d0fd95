"""A campaign as it leaves: one message per person, cards that are still online, previews, tries."""

import pytest
from django.utils import timezone

from portal.mailing.cards import FOR_RSA, GONE, TOO_MANY, cards_of, check_cards
from portal.mailing.errors import CampaignError
from portal.mailing.messages import preview, send_test
from portal.mailing.models import CampaignCard, CampaignRecipient, Source
from search.models import Opportunity
from snippets.mail.preferences.refusals import refuse_category
from snippets.models import Delivery, MailRefusal
from tests.factories import JobOfferPageFactory
from tests.portal.mailing.rows import freeze_rows, make_campaign, make_recipient, queue_one
from tests.search.rows import make_row

pytestmark = pytest.mark.django_db
WORDS = {"first_name": "à vous"}


def attach(campaign, *rows):
    CampaignCard.objects.bulk_create(
        CampaignCard(campaign=campaign, position=number, page_id=row.pk, title=row.title)
        for number, row in enumerate(rows)
    )


def test_each_message_goes_to_one_address_and_is_tied_to_its_row():
    email = queue_one(make_campaign(subject="Bonjour {{ first_name }}", fallbacks=WORDS))
    recipient = CampaignRecipient.objects.get()
    assert recipient.dispatch == email.dispatch
    assert email.to == [recipient.address]
    assert [*email.cc, *email.bcc] == []
    assert email.subject == "Bonjour à vous"
    assert email.headers["Reply-To"] == "nadia@exemple.test"
    assert email.dispatch.category == "campaigns_candidates"
    assert "lue par\u00a0: Nadia Roussel, service emploi." in email.message


def test_a_person_who_stopped_these_messages_is_withheld():
    refuse_category(
        address="ines@exemple.test",
        category="campaigns_candidates",
        source=MailRefusal.Source.ONE_CLICK,
    )
    assert queue_one(make_campaign()).status == Delivery.WITHHELD


def test_the_preview_is_what_leaves_and_names_what_is_replaced():
    campaign = make_campaign(body="Bonjour {{ first_name }}.", fallbacks=WORDS)
    shown = preview(campaign, "ines@exemple.test", {"first_name": ""})
    assert shown.replaced == ("first_name",)
    assert preview(campaign, "ines@exemple.test", {"first_name": "Inès"}).replaced == ()
    email = queue_one(campaign)
    # The links of the end have a token of their own.
    assert shown.plain.partition("\n-- \n")[0] == email.message.partition("\n-- \n")[0]
    assert (
        shown.html.partition('class="foot"')[0] == email.html_message.partition('class="foot"')[0]
    )
    assert shown.subject == email.subject


def test_a_try_goes_to_its_writer_alone_even_who_stopped_these_messages():
    campaign = make_campaign()
    make_recipient(campaign)
    author = campaign.author
    refuse_category(
        address=author.email,
        category="campaigns_candidates",
        source=MailRefusal.Source.ONE_CLICK,
    )
    email = send_test(campaign=campaign, user=author, values={})
    assert email.to == [author.email]
    assert email.subject.startswith("[Essai] ")
    assert email.status == Delivery.QUEUED
    assert not CampaignRecipient.objects.exclude(dispatch=None).exists()


def test_a_card_that_has_gone_is_left_out_at_sending():
    online, gone, over = JobOfferPageFactory.rows(3)
    campaign = make_campaign()
    Opportunity.objects.filter(pk=gone.pk).delete()
    Opportunity.objects.filter(pk=over.pk).update(expires_at=timezone.now())
    attach(campaign, gone, online, over)
    (card,) = cards_of(campaign)
    assert card.title == online.title
    email = queue_one(campaign)
    assert card.url in email.message
    assert card.url in email.html_message
    assert gone.title not in email.message
    assert over.title not in email.message


def test_cards_that_cannot_leave_say_why():
    rows = [make_row("Maçon") for _ in range(6)]
    rsa = make_row("Atelier", kind="session", details={"audience": "rsa"})
    refusals = (
        ([row.pk for row in rows], TOO_MANY),
        ([rows[0].pk, 999_999], GONE),
        ([rsa.pk], FOR_RSA),
    )
    for ids, words in refusals:
        with pytest.raises(CampaignError, match=words) as caught:
            check_cards(source=Source.CANDIDATES, page_ids=ids)
        assert caught.value.field == "cards"
    check_cards(source=Source.PARTNERS, page_ids=[rsa.pk])
    check_cards(source=Source.CANDIDATES, page_ids=[row.pk for row in rows[:5]])


def test_what_is_the_same_for_everybody_is_read_once(django_assert_max_num_queries):
    from portal.mailing.messages import letter_of, queue_message

    campaign = make_campaign()
    rows = [make_recipient(campaign, f"{number}@exemple.test") for number in range(2)]
    freeze_rows(campaign)
    letter = letter_of(campaign)
    for row in rows:
        with django_assert_max_num_queries(11):
            queue_message(recipient=row, values={}, letter=letter)
