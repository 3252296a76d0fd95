"""Nothing of a message to candidates tells what they touch: titles, places, cards, addresses."""

from typing import Any

import pytest
from wagtail.contrib.redirects.models import Redirect

from pages.models import SessionAudience
from portal.accounts.models import User
from portal.mailing.audiences.estimate import estimate
from portal.mailing.cards import cards_of, check_cards
from portal.mailing.disclosing import leads_to_disclosure
from portal.mailing.errors import AudienceError, CampaignError
from portal.mailing.models import Source
from portal.mailing.text import check_text
from portal.recruitment.models import Roster
from search.models import Opportunity
from tests.factories import JobOfferPageFactory, RecruitmentSessionPageFactory
from tests.portal.accounts.people import officer
from tests.portal.mailing.rows import make_campaign
from tests.portal.mailing.world import session_list
from tests.portal.participation.people import make_application
from tests.search.rows import make_row

pytestmark = pytest.mark.django_db
TITLE = "Un métier pour les bénéficiaires du RSA"


@pytest.fixture(scope="module")
def author(lasting) -> User:
    return officer()


def refused(author: User, source: str, criteria: dict[str, Any]) -> AudienceError:
    with pytest.raises(AudienceError, match="«\u00a0rsa\u00a0»") as caught:
        estimate(source=source, criteria=criteria, user=author)
    return caught.value


@pytest.mark.parametrize("field", ["title", "place_name", "address"])
def test_an_open_session_whose_words_would_tell_is_no_public(author: User, field: str) -> None:
    roster = session_list()
    criteria = {"roster": roster.pk, "states": ["registered"]}
    estimate(source=Source.SESSION, criteria=criteria, user=author)
    Roster.objects.filter(pk=roster.pk).update(**{field: "Espace RSA"})
    assert refused(author, Source.SESSION, criteria).field == "roster"


def test_an_offer_whose_title_would_tell_is_no_public(author: User) -> None:
    page = JobOfferPageFactory.row(title=TITLE)
    criteria = {"page": page.pk, "states": ["waiting"]}
    assert refused(author, Source.APPLICANTS, criteria).field == "page"


@pytest.mark.parametrize("what", ["title", "organisation"])
def test_what_an_application_says_counts_whatever_the_offer_says_today(
    author: User, what: str
) -> None:
    application = make_application()
    criteria = {"page": application.page_id, "states": ["waiting"]}
    estimate(source=Source.APPLICANTS, criteria=criteria, user=author)
    if what == "title":
        application.title = TITLE
        application.save()
    else:
        application.organisation.name = "Entraide des allocataires du RSA"
        application.organisation.save()
    with pytest.raises(AudienceError, match="se lit dans l’annonce choisie"):
        estimate(source=Source.APPLICANTS, criteria=criteria, user=author)


@pytest.mark.parametrize(
    "words", [{"title": TITLE}, {"organisation_name": "Entraide RSA"}], ids=["title", "who"]
)
def test_a_card_whose_words_would_tell_goes_to_organisations_alone(words: dict[str, str]) -> None:
    row = make_row(**{"title": "Maçon", **words})
    with pytest.raises(CampaignError, match="ne se joint pas") as caught:
        check_cards(source=Source.APPLICANTS, page_ids=[row.pk])
    assert caught.value.field == "cards"
    check_cards(source=Source.ORGANISATIONS, page_ids=[row.pk])


def test_a_card_whose_title_tells_by_now_is_left_out_at_sending() -> None:
    page = JobOfferPageFactory.row(title="Maçon")
    campaign = make_campaign()
    campaign.cards.create(position=1, page_id=page.pk, title=page.title)
    (card,) = cards_of(campaign)
    assert card.title == "Maçon"
    Opportunity.objects.filter(pk=page.pk).update(title=TITLE)
    assert cards_of(campaign) == ()


def test_every_address_of_a_session_for_beneficiaries_is_refused(settings: Any) -> None:
    page = RecruitmentSessionPageFactory.row(title="Atelier", audience=SessionAudience.RSA)
    roster = session_list()
    Roster.objects.filter(pk=roster.pk).update(audience=SessionAudience.RSA)
    Redirect.objects.create(old_path="/atelier", redirect_page=page)
    Redirect.objects.create(old_path="/court", redirect_link="/atelier")
    path = page.get_url_parts()[2]
    host = settings.BASE_URL
    for address in (
        f"{host}{path}",
        f"{host}{path.rstrip('/')}?utm=1#haut",
        f"{host.replace('http', 'HTTP')}{path}",
        path,
        f"{host.partition('//')[2]}{path}",
        f"{host}{path.replace('s', '%73')}",
        f"{host}/inscription/{page.pk}/",
        f"{host}/rencontres/{roster.pk}/",
        f"{host}/atelier/",
        f"{host}/court",
    ):
        for text in (f"Venez : {address}.", f"({address})"):
            assert leads_to_disclosure(text), address
    with pytest.raises(CampaignError, match="bénéficiaires du RSA") as caught:
        check_text(source=Source.SESSION, subject="Venez", body=f"Ici : {path}", fallbacks={})
    assert caught.value.field == "body"
    check_text(source=Source.PARTNERS, subject="Venez", body=f"Ici : {path}", fallbacks={})


def test_other_addresses_may_be_written(settings: Any) -> None:
    page = RecruitmentSessionPageFactory.row(title="Atelier")
    rsa = RecruitmentSessionPageFactory.row(title="Autre", audience=SessionAudience.RSA)
    offer = JobOfferPageFactory.row(title=TITLE, slug="macon")
    elsewhere = f"https://autre.example{rsa.get_url_parts()[2]}"
    text = f"{settings.BASE_URL}{page.get_url_parts()[2]} {settings.BASE_URL} et/ou 1/2 {elsewhere}"
    assert leads_to_disclosure(text) == ""
    # By its title.
    assert leads_to_disclosure(f"{settings.BASE_URL}{offer.get_url_parts()[2]}")


@pytest.mark.parametrize(
    "body",
    [
        "R{% if first_name %}S{% endif %}A",
        "R{% if first_name %}{% else %}S{% endif %}A",
        "Pour R{{ first_name }}A",
    ],
)
def test_words_that_a_text_makes_with_its_values_are_read(body: str) -> None:
    with pytest.raises(CampaignError, match="dirait que la personne touche") as caught:
        check_text(
            source=Source.CANDIDATES, subject="Venez", body=body, fallbacks={"first_name": "S"}
        )
    assert caught.value.field == "body"
