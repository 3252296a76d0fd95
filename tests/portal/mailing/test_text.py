"""The text of a campaign: variables, words of replacement, what it may not say."""

from datetime import date

import pytest

from portal.mailing import text
from portal.mailing.errors import CampaignError
from portal.mailing.models import Campaign, CampaignFallback, Source
from portal.mailing.text import check_text, filled, used_variables
from snippets.mail.kinds import Variable
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
BODY = "Bonjour {{ first_name }},\n\nOn se voit {{ day|long_date }}, à {{ site_name }}."
WORDS = {"first_name": "à vous", "day": "bientôt"}


@pytest.fixture(autouse=True)
def two_variables(monkeypatch):
    known = {
        "first_name": Variable("le prénom", "Inès"),
        "day": Variable("le jour", date(2027, 1, 5)),
    }
    monkeypatch.setattr(text, "variables_of", lambda _source: known)


def refused(field, **changed) -> str:
    asked = {
        "source": Source.CANDIDATES,
        "subject": "Une rencontre",
        "body": BODY,
        "fallbacks": WORDS,
    }
    with pytest.raises(CampaignError) as caught:
        check_text(**{**asked, **changed})
    assert caught.value.field == field
    return str(caught.value)


def a_campaign(**values) -> Campaign:
    author = UserFactory()
    row = Campaign.objects.create(
        source=Source.CANDIDATES, name="Essai", author=author, author_name=str(author), **values
    )
    CampaignFallback.objects.bulk_create(
        CampaignFallback(campaign=row, variable=name, text=word) for name, word in WORDS.items()
    )
    return row


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"subject": " "}, "subject", "Écrivez l’objet"),
        ({"body": "\n"}, "body", "Écrivez le texte"),
        ({"body": "Bonjour {{ firstname }}"}, "body", "Vouliez-vous dire {{ first_name }}"),
        ({"subject": "{{ first_name.password }}"}, "subject", "ne connaît pas"),
        ({"body": "Bonjour {{ first_name"}, "body", "accolade"),
        ({"body": "{% load i18n %}"}, "body", "est inconnu"),
        ({"fallbacks": {"first_name": "vous"}}, "fallbacks", "«\u00a0day\u00a0»"),
        ({"fallbacks": {**WORDS, "first_name": " \u00a0"}}, "fallbacks", "first_name"),
        ({"body": "{{ day|date:'j F' }}"}, "fallbacks", "ne paraîtrait pas"),
        (
            {"body": "{% if first_name %}Salut{% endif %}", "fallbacks": {}},
            "fallbacks",
            "«\u00a0first_name\u00a0»",
        ),
        ({"body": "Vous touchez le R.S.A."}, "body", "«\u00a0r s a\u00a0»"),
        (
            {"body": "{{ first_name }}", "fallbacks": {"first_name": "allocataire"}},
            "fallbacks",
            "RSA",
        ),
    ],
)
def test_a_text_that_cannot_leave_says_why_beside_its_field(changed, field, words):
    assert words in refused(field, **changed)


def test_a_text_without_variables_of_people_needs_no_word_of_replacement():
    check_text(
        source=Source.CANDIDATES,
        subject="Une rencontre",
        body="{% if contact_phone %}Appelez {{ contact_phone }}{% endif %}",
        fallbacks={},
    )


def test_organisations_may_be_told_of_the_rsa():
    check_text(
        source=Source.ORGANISATIONS, subject="Embaucher", body="Une aide du RSA", fallbacks={}
    )


def test_used_variables_are_those_of_conditions_too():
    assert used_variables("{{ a }}", "{% if b == c %}{{ d|default:e }}{% endif %}") == set("abcde")


def test_empty_values_are_replaced_and_told_and_only_those_that_are_used():
    campaign = a_campaign(subject="Bonjour {{ first_name }}", body="Une date.")
    told = filled(campaign, {"first_name": " ", "day": None})
    assert told.text.subject == "Bonjour à vous"
    assert told.replaced == ("first_name",)
    assert filled(campaign, {"first_name": "Inès"}).replaced == ()


def test_zero_is_a_value_and_a_value_that_is_missing_is_empty():
    campaign = a_campaign(subject="S", body="{{ day }} {{ first_name }}")
    told = filled(campaign, {"day": 0})
    assert told.text.body == "0 à vous\n"
    assert told.replaced == ("first_name",)
