"""An ad is proposed once, by a way that reaches the person, and its message says nothing else."""

import pytest
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from pages.models import JobOfferPage
from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.contract.errors import NotWritableError
from portal.followup.models import AccountLink, Suggestion
from portal.followup.people.errors import HasLeftError
from portal.followup.rows.scope import Scope, acting_as, system_scope
from portal.followup.suggestions.errors import AlreadySentError, SuggestionError
from portal.followup.suggestions.queries import shared_with
from portal.followup.suggestions.services import sending
from portal.followup.unsaid import UNSAID
from search.index import indexing
from snippets.folding import fold_name
from snippets.mail.models import SuppressedAddress
from tests.factories import OrganisationFactory, RecruitmentSessionPageFactory
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.people_of_the_area import (
    link_account,
    make_professional,
    open_in_emergency,
)
from tests.portal.followup.suggestions.proposals import (
    ADDRESS,
    make_case,
    offer,
    propose,
    rows,
)

pytestmark = pytest.mark.django_db


def mail():
    return Email.objects.latest("pk")


def send(browser, case, page, way="mail"):
    path = reverse("followup:suggestion_send", args=[case.pk])
    sent = {"way": way, "opportunity": getattr(page, "pk", page)}
    return browser.post(path, sent, follow=True).content.decode()


def test_one_click_sends_the_ad_by_mail(case, referent, browser):
    page = offer()
    assert "L’annonce est envoyée par e-mail." in send(browser, case, page)
    (row,) = rows()
    assert (row.opportunity_id, row.title, row.way, row.address, row.kind) == (
        page.pk,
        page.title,
        "mail",
        ADDRESS,
        "job",
    )
    assert row.author_name == str(referent.user)
    message = mail()
    assert message.to == [ADDRESS]
    assert message.subject == "Une annonce pour vous"
    for said in (page.title, str(page.organisation), f"/proposition/{row.token}/"):
        assert said in message.message
    for unsaid in ("15\u00a0km", "souhaité", str(case), case.shown_number):
        assert unsaid not in message.message


def test_a_linked_account_is_written_to_at_its_own_address_which_the_case_never_keeps(
    case, referent, browser
):
    person = person_with(LevelName.CANDIDATE)
    link_account(case, person)
    propose(case, offer(), referent)
    assert mail().to == [person.email]
    with system_scope(Scope.TEST):
        AccountLink.unscoped.update(cut_at=timezone.now())
        (row,) = Suggestion.unscoped.all()
        kept = [row.address, *row.events.values_list("address", flat=True)]
    assert kept == ["", ""]
    screen = browser.get(f"/suivi/dossiers/{case.pk}/offres/").content.decode()
    assert person.email not in screen
    assert "à l’adresse de son compte" in screen


def test_the_same_ad_is_not_sent_twice_and_who_sent_it_is_said(case, referent, browser):
    page = offer()
    send(browser, case, page)
    count = Email.objects.count()
    again = send(browser, case, page, way="spoken")
    assert f"par {referent.user}" in again
    assert "n’est pas envoyée deux fois" in again
    assert len(rows()) == 1
    assert Email.objects.count() == count
    with pytest.raises(AlreadySentError):
        propose(case, page, referent)


def test_without_an_address_it_is_given_on_paper_or_said(referent, browser):
    case, page = make_case(referent, email=""), offer()
    screen = browser.get(f"/suivi/dossiers/{case.pk}/offres/").content.decode()
    assert "ni adresse e-mail ni compte lié" in screen
    assert "Envoyer par e-mail" not in screen
    assert "donnez-lui la feuille" in send(browser, case, page)
    assert rows() == []
    assert "Imprimez la feuille" in send(browser, case, page, way="sheet")
    (row,) = rows()
    sheet = browser.get(reverse("followup:suggestion_sheet", args=[case.pk, row.pk]))
    assert sheet["Content-Type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF")
    assert Email.objects.count() == 0


def test_an_address_that_receives_nothing_any_more_is_said_and_nothing_is_noted(case, referent):
    SuppressedAddress.objects.create(address=ADDRESS, reason=SuppressedAddress.Reason.values[0])
    with pytest.raises(SuggestionError, match="ne reçoit plus nos messages"):
        propose(case, offer(), referent)
    assert rows() == []


def test_an_ad_that_was_withdrawn_is_not_proposed_and_one_proposed_before_says_so(
    case, referent, browser
):
    page, gone = offer(), offer()
    propose(case, page, referent)
    JobOfferPage.objects.filter(pk__in=[page.pk, gone.pk]).update(live=False)
    indexing.sync([page.pk, gone.pk])
    with pytest.raises(SuggestionError, match="n’est plus en ligne"):
        propose(case, gone, referent)
    assert "Annonce retirée" in browser.get(f"/suivi/dossiers/{case.pk}/offres/").content.decode()


def test_a_cancelled_session_is_not_proposed(case, referent):
    page = RecruitmentSessionPageFactory.row(status="cancelled")
    with pytest.raises(SuggestionError, match="annulée"):
        propose(case, page, referent)


def test_who_left_is_proposed_nothing(referent, browser):
    case, page = make_case(referent, state="exited"), offer()
    with pytest.raises(HasLeftError):
        propose(case, page, referent)
    assert "sortie du suivi" in browser.get(f"/suivi/dossiers/{case.pk}/offres/").content.decode()


def test_who_reads_in_an_emergency_sends_nothing(case, referent):
    reader = make_professional()
    open_in_emergency(case, reader)
    with pytest.raises(NotWritableError):
        propose(case, offer(), reader)
    with acting_as(reader.user), pytest.raises(NotWritableError):
        sending.propose(
            beneficiary=case, opportunity_id=offer().pk, way="mail", actor=Actor(reader.user)
        )


def test_a_way_that_is_none_is_refused(case, browser):
    assert "Ce bouton n’existe pas" in send(browser, case, offer(), way="pigeon")
    for number in ("", "abc", "-1", "9" * 40):
        assert "Ce bouton n’existe pas" in send(browser, case, number)
    assert "n’est plus en ligne" in send(browser, case, "9" * 18)
    assert rows() == []


@pytest.fixture
def disclosing():
    """Ads whose authors say what their reader receives, and a session for them alone."""
    caf = OrganisationFactory(name="CAF du Territoire")
    return (
        offer(title="Agent d’accueil réservé aux bénéficiaires du RSA", organisation=caf),
        RecruitmentSessionPageFactory.row(
            title="Atelier des allocataires", audience="rsa", organisation=caf
        ),
    )


def test_no_mail_page_nor_own_list_says_what_the_person_receives(case, referent, disclosing):
    person = person_with(LevelName.CANDIDATE)
    link_account(case, person)
    for page in disclosing:
        row = propose(case, page, referent)
        link = signed_in(person).get(f"/proposition/{row.token}/").content.decode()
        for text in (mail().subject, mail().message, link):
            main = text.split("<main")[-1].split("</main")[0]
            assert UNSAID.isdisjoint(fold_name(main).split()), main
    with acting_as(person):
        shown = shared_with(person)
    assert {one.title for one in shown} == {"Rendez-vous emploi", "Une offre d’emploi"}
    for one in shown:
        assert UNSAID.isdisjoint(fold_name(f"{one.title} {one.organisation}").split())


def test_the_link_of_a_neutral_session_never_leads_to_its_public_page(case, referent, disclosing):
    session = disclosing[1]
    row = propose(case, session, referent)
    assert row.is_neutral
    visitor = signed_in(person_with(LevelName.CANDIDATE))
    assert "Voir l’annonce" not in visitor.get(f"/proposition/{row.token}/").content.decode()
    answer = visitor.post(f"/proposition/{row.token}/")
    assert answer["Location"] == f"/proposition/{row.token}/"
    assert rows()[0].seen_at
    assert "vous avez vu" in visitor.get(f"/proposition/{row.token}/").content.decode()


def test_opening_the_link_marks_nothing_and_the_button_marks_once(case, referent, client):
    page = offer()
    row = propose(case, page, referent)
    path = f"/proposition/{row.token}/"
    # A mail scanner opens it, and asks for its head.
    assert page.title in client.get(path).content.decode()
    client.head(path)
    assert rows()[0].seen_at is None
    answer = client.post(path)
    assert answer["Location"] == page.url
    first = rows()[0].seen_at
    assert first
    client.post(path)
    assert rows()[0].seen_at == first


def test_the_button_of_a_professional_marks_nothing(case, referent, browser):
    page = offer()
    row = propose(case, page, referent)
    assert browser.post(f"/proposition/{row.token}/")["Location"] == page.url
    assert rows()[0].seen_at is None


def test_the_page_of_the_link_names_neither_the_person_nor_the_case(referent, client):
    case = make_case(referent, first_name="Zélie")
    row = propose(case, offer(), referent)
    page = client.get(f"/proposition/{row.token}/")
    shown = page.content.decode()
    for unsaid in (case.birth_name, case.first_name, case.shown_number, ADDRESS):
        assert unsaid not in shown
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]


def test_a_wrong_link_says_so(client):
    answer = client.get("/proposition/BBBBCCCCDDDDFFFF/")
    assert answer.status_code == 404
    assert "Ce lien ne fonctionne pas" in answer.content.decode()


def test_the_history_keeps_who_sent_it_and_that_the_link_was_used(case, referent, client):
    row = propose(case, offer(), referent)
    client.post(f"/proposition/{row.token}/")
    with system_scope(Scope.TEST):
        events = Suggestion.unscoped.get(pk=row.pk).events.order_by("pgh_id")
        names = [event.pgh_context["name"] for event in events]
    assert names == [str(referent.user), "Par le lien de la proposition"]
