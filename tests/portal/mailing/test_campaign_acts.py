"""What one does with a campaign on its screens: looked at, tried, agreed to, sent, explained."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from portal.accounts.models import User
from portal.mailing import messages
from portal.mailing.models import Campaign, CampaignRecipient, Origin, Source
from portal.mailing.sending import send_round
from portal.mailing.services import lifecycle
from portal.mailing.states import Status
from snippets.mail.models import Delivery, SuppressedAddress
from tests.portal.accounts.people import officer, signed_in
from tests.portal.mailing.sendings import act, answer, ledger, put, states
from tests.portal.mailing.world import campaign, earlier_campaign, organisation, session_list
from tests.states import fresh, undone

pytestmark = pytest.mark.django_db
HOME = "/communication/campagnes/"
TEXT = {
    "name": "Forum",
    "subject": "Le forum",
    "body": "Bonjour {{ first_name }}",
    "reply": "own",
    "replies_read_by": "Marie Petit",
    "version": "0",
}


@pytest.fixture(scope="module")
def author(lasting: None) -> User:
    return officer(first_name="Amina", last_name="Diallo")


@pytest.fixture(scope="module")
def draft(author: User) -> Campaign:
    organisation(email="un@exemple.test", name="Menuiserie Richard")
    organisation(email="deux@exemple.test", name="Garage Lebrun")
    return campaign(author, reply_to="forum@exemple.test", replies_read_by="Marie Petit")


@pytest.fixture
def browser(author: User) -> Client:
    return signed_in(author)


def of(row: Campaign, path: str = "") -> str:
    return f"{HOME}{row.pk}/{path}"


def test_the_preview_names_who_reads_a_word_of_replacement(
    draft: Campaign, author: User, browser: Client
) -> None:
    typed = {**TEXT, "fallback_first_name": "chère équipe"}
    browser.post(of(draft, "message/"), typed)
    page = browser.get(of(draft, "apercu/"))
    assert [rank for rank, _, _ in page.context["others"]] == [1, 2]
    assert all("le prénom" in variables for _, _, variables in page.context["others"])
    assert "Bonjour chère équipe" in page.context["preview"].plain
    frame = browser.get(of(draft, "apercu/message/?lecteur=2"))
    assert "chère équipe" in frame.content.decode()
    policy = frame.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    for nonsense in ("0", "-1", "x", "999999999999", ""):
        assert browser.get(of(draft, f"apercu/?lecteur={nonsense}")).status_code == 200


def test_a_try_goes_to_its_writer_alone_and_is_noted(
    draft: Campaign, author: User, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert browser.post(of(draft, "essai/"), {"lecteur": "1"}).status_code == 302
    email = Email.objects.get()
    assert (email.to, email.subject) == ([author.email], "[Essai] Le forum de janvier")
    assert [change.note for change in draft.changes.all()] == ["Essai envoyé à soi-même"]
    monkeypatch.setattr(messages, "TESTS", replace(messages.TESTS, most=1))
    browser.post(of(draft, "essai/"))
    assert Email.objects.count() == 1


def test_a_button_of_an_old_page_does_nothing(draft: Campaign, browser: Client) -> None:
    for version in ("", "x", "-1", "9" * 20, "7"):
        answer = browser.post(of(draft, "arreter-la-liste/"), {"version": version}, follow=True)
        assert answer.redirect_chain == [(of(draft), 302)]
    assert fresh(draft).status == "draft"


def test_a_campaign_is_approved_started_and_told_as_it_goes(
    draft: Campaign, author: User, browser: Client
) -> None:
    browser.post(of(draft, "arreter-la-liste/"), {"version": "0"})
    assert (fresh(draft).status, fresh(draft).frozen_count) == ("approved", 2)
    version = str(fresh(draft).version)
    past = {"day": "2020-01-01", "hour": "10:00", "version": version}
    assert browser.post(of(draft, "programmer/"), past).status_code == 422
    today = {"day": timezone.localdate().isoformat(), "hour": "00:00", "version": version}
    refused = browser.post(of(draft, "programmer/"), today)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["day"])
    assert "2\u00a0personnes" in browser.get(of(draft, "envoyer/")).content.decode()
    browser.post(of(draft, "envoyer/"), {"version": fresh(draft).version})
    page = browser.get(of(draft)).content.decode()
    assert "Envoi en cours" in page
    assert "0 sur 2 traités" in page
    # The second of two colleagues is told, and nothing is sent twice.
    second = signed_in(officer()).post(of(draft, "envoyer/"), {"version": fresh(draft).version})
    assert second.status_code == 422
    assert str(author) in second.content.decode()
    lifecycle.pause(campaign=draft, user=author, version=fresh(draft).version)
    # The bar of an open page asks for the whole page then.
    asked = browser.get(of(draft), headers={"HX-Request": "true"})
    assert asked.headers["HX-Refresh"] == "true"


def test_a_large_list_is_agreed_to_by_somebody_else(
    draft: Campaign, author: User, browser: Client, settings: Any
) -> None:
    settings.CAMPAIGN_APPROVAL_ABOVE = 1
    colleague = officer(first_name="Bruno", last_name="Keller")
    page = browser.get(of(draft)).content.decode()
    assert "Demander l’accord" in page
    assert "Bruno Keller" in page
    browser.post(of(draft, "arreter-la-liste/"), {"version": "0"})
    assert fresh(draft).status == "submitted"
    assert "Donner mon accord" not in browser.get(of(draft)).content.decode()
    browser.post(of(draft, "accorder/"), {"version": fresh(draft).version, "read": "2"})
    assert fresh(draft).status == "submitted"
    other = signed_in(colleague)
    assert "Relire et donner mon accord" in other.get(HOME).content.decode()
    other.post(of(draft, "accorder/"), {"version": fresh(draft).version, "read": "2"})
    assert (fresh(draft).status, fresh(draft).approved_by) == ("approved", colleague)


def test_each_row_says_why_to_who_wrote(author: User, browser: Client) -> None:
    row = earlier_campaign(author, "un@exemple.test", rule="Les entreprises de Delle")
    line = CampaignRecipient.objects.get(campaign=row)
    assert line.origin == Origin.ORGANISATION
    page = browser.get(of(row, f"destinataires/{line.pk}/")).content.decode()
    for said in ("Les entreprises de Delle", "Votre fiche.", "la fiche de l’organisation"):
        assert said in page
    other = earlier_campaign(author, "un@exemple.test")
    assert browser.get(of(other, f"destinataires/{line.pk}/")).status_code == 404


# --- Each act on its screen


@pytest.fixture
def started(draft: Campaign) -> Campaign:
    """Two messages, queued."""
    row = act("start", act("submit", draft))
    send_round(campaign_id=row.pk)
    return fresh(row)


def test_a_campaign_is_put_off_to_a_moment_in_paris_and_back(
    draft: Campaign, browser: Client
) -> None:
    row = act("submit", draft)
    day = timezone.localdate() + timedelta(days=1)
    typed = {"day": day.isoformat(), "hour": "09:30", "version": row.version}
    page = browser.post(of(row, "programmer/"), typed, follow=True).content.decode()
    row = fresh(row)
    local = timezone.localtime(row.scheduled_at)
    assert (row.status, local.date(), f"{local:%H:%M}") == ("scheduled", day, "09:30")
    assert "La campagne partira le" in page
    browser.post(of(row, "deprogrammer/"), {"version": row.version})
    assert (fresh(row).status, fresh(row).scheduled_at) == ("approved", None)


def test_a_sending_is_held_taken_up_again_and_ended(started: Campaign, browser: Client) -> None:
    def post(path: str) -> str:
        return browser.post(
            of(started, path), {"version": fresh(started).version}, follow=True
        ).content.decode()

    assert "L’envoi est en pause" in post("pause/")
    assert "L’envoi reprend" in post("poursuivre/")
    assert fresh(started).status == "sending"
    answer(started, Delivery.SENT, 1)
    page = browser.get(of(started, "annuler/")).content.decode()
    assert "1\u00a0message est parti" in page
    assert "Plus rien ne part" in post("annuler/")
    assert fresh(started).status == "cancelled"
    assert ledger(started).reasons == {"cancelled": 1}


def test_failures_are_sent_again_while_they_can_be(started: Campaign, browser: Client) -> None:
    answer(started, Delivery.FAILED, 1)
    answer(started, Delivery.SENT)
    row = put(started, Status.SENT)
    link = of(row, "relancer/")
    assert link in browser.get(of(row)).content.decode()
    page = browser.get(link).content.decode()
    assert "Renvoyer 1\u00a0message en échec" in page
    assert "Aucune personne qui a déjà eu le message" in page
    failed = row.recipients.get(dispatch__email__status=Delivery.FAILED)
    with undone():
        SuppressedAddress.objects.create(address=failed.address, reason="unknown")
        assert link not in browser.get(of(row)).content.decode()
        told = browser.get(link, follow=True)
        assert told.redirect_chain == [(of(row), 302)]
        assert "Aucun message ne peut être renvoyé" in told.content.decode()
    browser.post(link, {"version": fresh(row).version})
    assert fresh(row).status == "sending"
    assert states(row)[failed.address] == Delivery.QUEUED


ASKS = {
    "programmer/": {Status.APPROVED},
    "envoyer/": {Status.APPROVED, Status.SCHEDULED},
    "annuler/": set(Status) - {Status.DRAFT, Status.SENT, Status.CANCELLED},
    "relancer/": {Status.SENT},
    "supprimer/": {Status.DRAFT},
}


def test_a_page_asks_in_the_states_where_its_act_is_possible(
    started: Campaign, browser: Client
) -> None:
    for status in Status:
        with undone():
            row = put(started, status)
            asks = {path for path in ASKS if browser.get(of(row, path)).status_code == 200}
            assert asks == {path for path, where in ASKS.items() if status in where}, status


def test_a_shortcut_s_new_draft_complains_of_nothing(author: User, browser: Client) -> None:
    row = campaign(author, Source.SESSION, {"roster": session_list().pk})
    page = browser.get(of(row, "public/")).content.decode()
    assert "field-error" not in page
    assert "Répondez aux questions" in page
    assert "Choisir les destinataires" in browser.get(of(row)).content.decode()


def test_a_list_that_was_never_made_is_told_as_such(draft: Campaign, browser: Client) -> None:
    Campaign.objects.filter(pk=draft.pk).update(status=Status.CANCELLED, ended_at=timezone.now())
    page = browser.get(of(draft)).content.decode()
    assert "jamais été arrêtée" in page


def test_words_of_replacement_are_said_to_be_useless_when_they_are(
    draft: Campaign, browser: Client
) -> None:
    def hidden() -> bool:
        page = browser.get(of(draft, "message/")).content.decode()
        return "data-no-fallback hidden" in page

    assert not hidden()
    for body in ("", "Bonjour {{ first_name }}"):
        Campaign.objects.filter(pk=draft.pk).update(body=body)
        assert hidden(), body
