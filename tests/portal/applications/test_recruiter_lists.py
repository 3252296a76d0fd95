"""Who recruits reads the applications of their organisation: lists, CVs, the ways there."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.follow_links import follow_links
from portal.accounts.level_names import LevelName as L
from portal.participation.services.agreements import withdraw_agreement
from snippets.models import SiteSettings
from tests.factories import (
    JobOfferPageFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
)
from tests.portal.accounts.people import officer, person_with, place, queries_of, signed_in
from tests.portal.applications.received import (
    called,
    fresh,
    names,
    offer_of,
    recruiting,
    url,
)
from tests.portal.participation.people import (
    PDF,
    make_application,
    make_applications,
    make_frozen_cv,
    make_guest,
)

pytestmark = pytest.mark.django_db


def test_a_member_reads_the_applications_of_their_organisation_alone(browser, offer):
    own, foreign = make_application(page=offer), make_application()
    assert browser.get(url("one", own.pk)).status_code == 200
    for name, arguments in (
        ("one", [foreign.pk]),
        ("cv", [foreign.pk]),
        ("answer", [foreign.pk]),
        ("refuse", [foreign.pk, "motif"]),
        ("list", [foreign.page_id]),
    ):
        assert browser.get(url(name, *arguments)).status_code == 404, name
    assert browser.post(url("note", foreign.pk), {"text": "x"}).status_code == 404
    home = browser.get(url("home"))
    assert [row["page_id"] for row in home.context["results"]] == [offer.pk]
    assert own.participant.name in home.content.decode()


@pytest.mark.parametrize("field", ["verified_at", "suspended_at"])
def test_an_organisation_that_is_not_trusted_reads_nothing(browser, company, offer, field):
    application = make_application(page=offer)
    changes = (
        {"verified_at": None}
        if field == "verified_at"
        else {
            "suspended_at": timezone.now(),
            "suspended_by": UserFactory(),
            "suspension_reason": "Signalée",
        }
    )
    type(company).objects.filter(pk=company.pk).update(**changes)
    assert browser.get(url("one", application.pk)).status_code == 404
    assert browser.get(url("list", offer.pk)).status_code == 404


def test_an_ended_membership_reads_nothing(browser, member, offer, company):
    application = make_application(page=offer)
    place(member, L.ORGANISATION_MEMBER)
    member.memberships.filter(organisation=company).update(ended_at=timezone.now())
    assert browser.get(url("one", application.pk)).status_code == 404


def test_what_is_hidden_not_agreed_to_or_not_confirmed_is_not_seen(browser, offer):
    hidden = make_application(page=offer, hidden_at=timezone.now())
    waits = make_application(page=offer, status="to_confirm")
    gone = make_application(page=offer)
    withdraw_agreement(agreement=gone.agreement)
    assert names(browser.get(url("list", offer.pk))) == []
    for application in (hidden, waits, gone):
        assert browser.get(url("one", application.pk)).status_code == 404


def test_an_officer_reads_all_and_opening_is_not_reading_for_the_organisation(offer):
    waits, sent = make_application(page=offer, status="to_confirm"), make_application(page=offer)
    agent = signed_in(officer())
    assert len(names(agent.get(url("list", offer.pk)))) == 2
    assert b"pas encore confirm" in agent.get(url("one", waits.pk)).content
    agent.get(url("one", sent.pk))
    assert fresh(sent).status == "sent"


def test_opening_marks_as_read(browser, offer, member):
    application = make_application(page=offer)
    response = browser.get(url("one", application.pk))
    assert fresh(application).status == "seen"
    assert "Lue" in response.content.decode()
    assert application.changes.last().actor == member


def test_a_session_has_no_list_of_applications(company):
    session = RecruitmentSessionPageFactory(organisation=company)
    assert signed_in(officer()).get(url("list", session.pk)).status_code == 404


def test_a_list_is_narrowed_and_sorted(browser, offer):
    SiteSettings.objects.update_or_create(pk=1, defaults={"reply_deadline_days": 14})
    called(offer, "Élodie", "Zeller", days_ago=1)
    called(offer, "Marc", "Abel", days_ago=30, status="seen")
    late = called(offer, "Œdipe", "Lemoine", days_ago=20, status="interview")
    late.cv = make_frozen_cv(late.participant)
    late.save()
    user = person_with(L.CANDIDATE, first_name="Zoé", last_name="Éluard")
    make_application(page=offer, user=user, days_ago=3, status="refused")
    where = url("list", offer.pk)

    def shown(query):
        return names(browser.get(f"{where}?{query}"))

    every = ["Élodie Zeller", "Zoé Éluard", "Œdipe Lemoine", "Marc Abel"]
    assert shown("") == every
    assert shown("tri=ancien") == every[::-1]
    assert shown("tri=nom") == ["Marc Abel", "Zoé Éluard", "Œdipe Lemoine", "Élodie Zeller"]
    assert shown("tri=-nom")[0] == "Élodie Zeller"
    assert shown("q=ELOD") == ["Élodie Zeller"]
    assert shown("q=oedi+lemo") == ["Œdipe Lemoine"]
    assert shown("q=eluard") == ["Zoé Éluard"]
    assert shown("etat=en-attente") == ["Élodie Zeller", "Œdipe Lemoine", "Marc Abel"]
    assert shown("etat=closes") == ["Zoé Éluard"]
    assert shown("etat=seen") == ["Marc Abel"]
    assert shown("retard=on") == ["Marc Abel"]
    assert shown("cv=on") == ["Œdipe Lemoine"]
    day = (timezone.localdate() - timedelta(days=3)).isoformat()
    assert shown(f"du={day}") == ["Élodie Zeller", "Zoé Éluard"]
    assert shown(f"au={day}") == ["Zoé Éluard", "Œdipe Lemoine", "Marc Abel"]
    assert shown(f"du={day}&au={day}") == ["Zoé Éluard"]
    # What makes no sense is as if it were not asked.
    assert shown("etat=parti&du=hier&tri=zzz&page=99") == every
    assert shown("du=0001-01-01&au=9999-12-31") == every


def test_a_list_of_five_hundred_costs_the_same_and_its_file_streams(browser, offer):
    make_applications(20, page=offer)
    file = url("export", offer.pk, "csv")

    def cost_of_file():
        with CaptureQueriesContext(connection) as queries:
            response = browser.post(file)
            lines = b"".join(response.streaming_content).count(b"\r\n")
        assert response.streaming
        return lines, len(queries)

    few, (lines, few_of_file) = queries_of(browser, url("list", offer.pk)), cost_of_file()
    assert lines == 21
    make_applications(480, page=offer)
    assert queries_of(browser, url("list", offer.pk)) == few
    assert cost_of_file() == (501, few_of_file)


@pytest.mark.parametrize("name", ["list", "home"])
def test_lists_cost_the_same_whatever_their_length(browser, company, offer, name):
    for title in ("Un", "Deux"):
        make_application(page=offer_of(company, title=title))
    make_application(page=offer)
    address = url("list", offer.pk) if name == "list" else url("home")
    few = queries_of(browser, address)
    make_applications(19, page=offer)
    for number in range(10):
        make_application(page=offer_of(company, title=f"Offre {number}"))
    assert queries_of(browser, address) == few


def test_a_long_list_has_pages(browser, offer):
    make_applications(51, page=offer)
    first = browser.get(url("list", offer.pk))
    assert len(names(first)) == 50
    assert len(names(browser.get(f"{url('list', offer.pk)}?page=2"))) == 1
    assert "page=2" in first.content.decode()


def test_the_home_shows_whom_to_answer_first(browser, company, offer):
    old, new = make_application(page=offer, days_ago=16), make_application(page=offer)
    make_application(page=offer, days_ago=40, status="interview")
    for address in (url("home"), f"/mon-organisation/{company.slug}/"):
        response = browser.get(address)
        assert [one.pk for one in response.context["first"]] == [old.pk, new.pk]
        assert "En retard, attendue le" in response.content.decode()
        assert "Candidatures" in response.content.decode()


def test_the_organisations_table_counts_its_applications(browser, company):
    page = JobOfferPageFactory(organisation=company)
    make_applications(2, page=page)
    make_application(page=page, status="seen")
    text = browser.get(f"/mon-organisation/{company.slug}/").content.decode()
    assert "3\u00a0candidatures" in text
    assert "2\u00a0nouvelles" in text
    cost = queries_of(browser, f"/mon-organisation/{company.slug}/")
    make_applications(9, page=page)
    assert queries_of(browser, f"/mon-organisation/{company.slug}/") == cost


def test_a_deleted_opportunity_keeps_its_applications_readable(browser, company):
    page = JobOfferPageFactory(organisation=company)
    application = make_application(page=page)
    page.delete()
    assert names(browser.get(url("list", 0))) == [application.participant.name]
    assert browser.get(url("one", application.pk)).status_code == 200
    browser.post(
        url("answer", application.pk),
        {"to": "interview", "version": 1, "subject": "Oui", "message": "Venez."},
    )
    assert fresh(application).status == "interview"


def test_a_withdrawn_page_keeps_its_list(browser, company):
    page = JobOfferPageFactory(organisation=company)
    make_application(page=page)
    page.unpublish()
    response = browser.get(url("list", page.pk))
    assert "n’est plus en ligne" in response.content.decode()
    assert len(names(response)) == 1


def test_the_cv_is_given_as_a_file_and_to_nobody_else(browser, offer):
    applicant = make_guest(first_name="Éva", last_name="Lô")
    application = make_application(page=offer, participant=applicant, cv=make_frozen_cv(applicant))
    response = browser.get(url("cv", application.pk))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == 'inline; filename="CV-eva-lo.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert fresh(application).status == "seen"
    stranger = recruiting()[1]
    assert signed_in(stranger).get(url("cv", application.pk)).status_code == 404


def test_a_cv_that_is_lost_or_erased_is_not_found(browser, offer):
    applicant = make_guest()
    cv = make_frozen_cv(applicant)
    application = make_application(page=offer, participant=applicant, cv=cv)
    cv.file.storage.delete(cv.file.name)
    assert browser.get(url("cv", application.pk)).status_code == 404
    cv.file.save("cv.pdf", ContentFile(PDF))
    type(cv).objects.filter(pk=cv.pk).update(file="", erased_at=timezone.now())
    assert browser.get(url("cv", application.pk)).status_code == 404
    assert "Effacé" in browser.get(url("one", application.pk)).content.decode()


def test_officers_have_the_way_in_the_header_and_nobody_else(browser):
    assert url("home") in signed_in(officer()).get("/").content.decode()
    for other in (browser, signed_in(person_with(L.ADVISER)), signed_in(UserFactory())):
        assert f'"{url("home")}"' not in other.get("/").content.decode()


def test_an_organisation_that_is_not_verified_has_no_way_to_candidates():
    organisation, manager = recruiting(verified_at=None)
    text = signed_in(manager).get(f"/mon-organisation/{organisation.slug}/").content.decode()
    assert url("home") not in text


def test_saying_that_it_is_filled_leads_to_those_who_wait(browser, company):
    page = JobOfferPageFactory(organisation=company)
    make_applications(2, page=page)
    make_application(page=page, status="offered")
    where = f"/mon-organisation/{company.slug}/annonces/{page.pk}/pourvue/"
    done = browser.post(where, follow=True)
    assert done.redirect_chain == [(url("list", page.pk), 302)]
    assert "2\u00a0candidatures attendent une réponse" in done.content.decode()


def test_the_cms_leads_officers_to_the_list(offer):
    make_application(page=offer)
    agent = officer()
    link = follow_links([offer], user=agent)[offer.pk]
    assert (link.label, link.count, link.url) == ("Candidatures", 1, url("list", offer.pk))
    by_mail = offer_of(offer.organisation, apply_by="email")
    assert follow_links([by_mail], user=agent) == {}
    assert follow_links([offer], user=person_with(L.COMMUNICATION)) == {}
