"""Replies: the first ones, how they are filled, and the screen where staff write them."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from portal.accounts.level_names import LevelName as L
from portal.applications.states import Refusal
from portal.participation.models import ReplyTemplate
from portal.participation.replies import fill, proposed, reasons, unknown_variables, variables_in
from tests.portal.accounts.people import officer, person_with, signed_in

pytestmark = pytest.mark.django_db

EVERY = {
    "prenom": "Nadia",
    "annonce": "Maçon",
    "organisation": "Atelier",
    "date": "lundi",
    "lieu": "Belfort",
}


def cms(name, *arguments):
    return reverse(f"wagtailsnippets_participation_replytemplate:{name}", args=arguments)


def typed(**changes):
    return {
        "use": "refused",
        "reason": "licence",
        "title": "Sans permis",
        "subject": "Votre candidature",
        "text": "Bonjour {prenom}",
        "position": "3",
        "is_active": "on",
        **changes,
    }


def test_there_is_a_first_reply_for_each_use_and_each_reason():
    assert set(ReplyTemplate.objects.values_list("use", flat=True)) == set(ReplyTemplate.Use.values)
    refused = ReplyTemplate.objects.filter(use="refused")
    assert set(refused.values_list("reason", flat=True)) == {"", *Refusal.values}


def test_the_first_replies_can_be_sent_as_they_are():
    for reply in ReplyTemplate.objects.all():
        for text in (reply.subject, reply.text):
            assert unknown_variables(text) == []
            assert "{" not in fill(text, EVERY)
            assert "'" not in text
        reply.full_clean()
        assert len(fill(reply.text, EVERY)) < 1500


def test_a_text_is_filled_and_what_has_no_value_leaves_no_gap():
    assert fill("Bonjour {prenom}, à {lieu}.", {"prenom": "Éva", "lieu": ""}) == "Bonjour Éva, à."
    assert fill("Venez {date} {lieu} !", {"date": ""}) == "Venez {lieu} !"
    assert fill("{prenom} {autre} {}", {"prenom": "É", "autre": "x"}) == "É {autre} {}"
    # A value is no text to fill.
    assert fill("{prenom}", {"prenom": "{lieu}", "lieu": "Belfort"}) == "{lieu}"


def test_variables_are_told_apart():
    assert unknown_variables("{prenom} {nom} {nom}") == ["nom"]
    assert variables_in("{prenom} {nom}") == {"prenom"}


def test_the_reply_of_the_reason_comes_first_then_the_general_one():
    found = proposed("refused", reason="licence")
    assert [reply.reason for reply in found] == ["licence", ""]
    ReplyTemplate.objects.filter(reason="licence").update(is_active=False)
    assert [reply.reason for reply in proposed("refused", reason="licence")] == [""]
    assert all(reply.use == "interview" for reply in proposed("interview"))


def test_communication_writes_replies_and_officers_do_not():
    writer = signed_in(person_with(L.COMMUNICATION))
    listed = BeautifulSoup(writer.get(cms("list")).text, "html.parser").select_one("table.listing")
    cells = {cell.get_text(strip=True) for cell in listed.select("td")}
    assert {label for _, label in reasons()} | {"Oui"} <= cells
    assert not {*Refusal.values, "True"} & cells
    shown = writer.get(cms("add")).content.decode()
    assert all(label in shown for _, label in reasons())
    assert "{prenom}" in shown
    assert writer.post(cms("add"), typed()).status_code == 302
    reply = ReplyTemplate.objects.get(title="Sans permis")
    assert (reply.reason, reply.is_active) == ("licence", True)
    assert signed_in(officer()).get(cms("list")).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "Cher {nom}"}, "text"),
        ({"subject": "{poste}"}, "subject"),
        ({"use": "hired"}, "reason"),
        ({"reason": "laideur"}, "reason"),
        ({"text": ""}, "text"),
    ],
)
def test_a_reply_that_cannot_be_sent_is_refused(changes, field):
    writer = signed_in(person_with(L.COMMUNICATION))
    response = writer.post(cms("add"), typed(**changes))
    assert field in response.context["form"].errors
    assert not ReplyTemplate.objects.filter(title="Sans permis").exists()
