"""The screens of those who recruit: who sees what, the lists, the three steps, the file."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from post_office.models import Email

from pages.follow_links import follow_links
from portal.accounts.level_names import LevelName as L
from portal.accounts.models import AuditEntry
from portal.applications.models import Application
from portal.applications.services.changing import change
from portal.applications.services.deciding import decide
from portal.applications.states import Role, Status
from portal.participation.models import Channel, ReplyTemplate
from portal.participation.services.agreements import withdraw_agreement
from snippets import french
from snippets.models import SiteSettings
from tests.factories import (
    JobOfferPageFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
    VolunteeringPageFactory,
)
from tests.portal.accounts.people import officer, person_with, place, queries_of, signed_in
from tests.portal.applications.received import (
    as_actor,
    mails_to,
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

MARKER = "Zébulonne"


@pytest.fixture
def company():
    return recruiting()[0]


@pytest.fixture
def member(company):
    return company.memberships.get().user


@pytest.fixture
def offer(company):
    return offer_of(company)


@pytest.fixture
def browser(member):
    return signed_in(member)


def fresh(application):
    return Application.objects.get(pk=application.pk)


def names(response):
    return [one.participant.name for one in response.context["results"]]


def called(page, first, last, **fields):
    return make_application(
        page=page, participant=make_guest(first_name=first, last_name=last), **fields
    )


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


def test_an_interview_is_proposed_with_its_day_and_place(browser, offer):
    application = make_application(page=offer)
    where = f"{url('answer', application.pk)}?vers=interview"
    form = browser.get(where).context["form"]
    assert "Bonjour Nadia" in form["message"].value()
    assert "{date}" in form["message"].value()
    data = {
        "to": "interview",
        "version": form["version"].value(),
        "subject": form["subject"].value(),
        "message": form["message"].value(),
    }
    response = browser.post(where, data)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"when", "where"}
    assert form["message"].value() in response.context["form"]["message"].value()
    for wrong in ("0001-01-01T00:00", "9999-12-31T23:59", "2020-01-01T10:00", "demain"):
        response = browser.post(where, {**data, "when": wrong, "where": "Belfort"})
        assert set(response.context["form"].errors) == {"when"}
    day = timezone.localdate() + timedelta(days=40)
    browser.post(where, {**data, "when": f"{day}T14:00", "where": "12 rue de Brasse"})
    [mail] = mails_to(application.participant.email)
    assert f"> Quand\u00a0: {french.full_date(day)} à 14\u00a0h" in mail.message
    assert "> Où\u00a0: 12 rue de Brasse" in mail.message
    assert fresh(application).status == "interview"


def test_another_text_is_chosen_and_an_unknown_variable_is_refused(browser, offer):
    application = make_application(page=offer)
    other = ReplyTemplate.objects.create(
        use="offered", title="Court", subject="Oui", text="C’est oui, {prenom}.", position=9
    )
    where = f"{url('answer', application.pk)}?vers=offered"
    form = browser.get(f"{where}&modele={other.pk}").context["form"]
    assert form["message"].value() == "C’est oui, Nadia."
    data = {"to": "offered", "version": 1, "subject": "Oui", "message": "Cher {nom}"}
    response = browser.post(where, data)
    assert "{nom}" in response.context["form"].errors["message"][0]
    assert Email.objects.count() == 0


def test_a_colleague_who_comes_second_keeps_what_they_typed(browser, company, offer, member):
    application = make_application(page=offer)
    colleague = place(UserFactory(), L.ORGANISATION_MEMBER, company).user
    where = f"{url('answer', application.pk)}?vers=offered"
    version = browser.get(where).context["form"]["version"].value()
    decide(application=application, to="interview", actor=as_actor(colleague))
    data = {"to": "offered", "version": version, "subject": "Oui", "message": "Mon long texte"}
    response = browser.post(where, data)
    assert response.status_code == 422
    text = response.content.decode()
    assert str(colleague) in text
    assert "Mon long texte" in text
    assert fresh(application).status == "interview"
    again = response.context["form"]["version"].value()
    assert browser.post(where, {**data, "version": again}).status_code == 302
    assert fresh(application).status == "offered"


def test_an_answer_that_may_not_follow_leads_back(browser, offer):
    closed = make_application(page=offer, status="hired")
    for where in (f"{url('answer', closed.pk)}?vers=interview", url("refuse", closed.pk, "motif")):
        assert browser.get(where)["Location"] == url("one", closed.pk)
    assert browser.get(url("answer", closed.pk))["Location"] == url("one", closed.pk)


def test_a_refusal_is_two_steps_when_nobody_helped(browser, offer):
    application = make_application(page=offer)
    reason, message = (url("refuse", application.pk, step) for step in ("motif", "message"))
    assert browser.get(message)["Location"] == reason
    assert browser.post(reason, {}).status_code == 422
    assert browser.post(reason, {"refusal": "licence"})["Location"] == message
    form = browser.get(message).context["form"]
    assert "permis" in form["message"].value()
    assert "Bonjour Nadia" in form["message"].value()
    assert fresh(application).status == "sent"
    sent = browser.post(message, {"subject": "Merci", "message": "Non merci."})
    assert sent["Location"] == url("one", application.pk)
    assert (fresh(application).status, fresh(application).refusal) == ("refused", "licence")
    [mail] = mails_to(application.participant.email)
    assert "> Non merci." in mail.message
    assert (
        "applications.refusing" not in browser.session
        or not browser.session["applications.refusing"]
    )


def test_a_refusal_keeps_what_was_typed_between_its_three_steps(browser, offer):
    helper = officer()
    application = make_application(page=offer, by=helper, channel=Channel.ADVISER)
    reason, message, word = (
        url("refuse", application.pk, step) for step in ("motif", "message", "aide")
    )
    browser.post(reason, {"refusal": "profile"})
    assert browser.get(word)["Location"] == message
    browser.post(message, {"subject": "Objet à moi", "message": "Mes\r\nmots"})
    assert fresh(application).status == "sent"
    # Back to the first: another reason keeps the words that were typed.
    assert browser.get(reason).context["form"]["refusal"].value() == "profile"
    browser.post(reason, {"refusal": "mobility"})
    form = browser.get(message).context["form"]
    assert (form["subject"].value(), form["message"].value()) == ("Objet à moi", "Mes\nmots")
    browser.post(message, {"subject": "Objet à moi", "message": "Mes\nmots"})
    assert Email.objects.count() == 0
    browser.post(word, {"word_to_helper": "Aidez-la à venir."})
    assert (fresh(application).status, fresh(application).refusal) == ("refused", "mobility")
    assert "> Aidez-la à venir." in mails_to(helper.email)[0].message


def test_another_reason_proposes_another_message_when_nothing_was_typed(browser, offer):
    application = make_application(page=offer)
    reason, message = (url("refuse", application.pk, step) for step in ("motif", "message"))
    browser.post(reason, {"refusal": "profile"})
    form = browser.get(message).context["form"]
    first = form["message"].value()
    # Sent as a browser does, then back: these are still the proposed words.
    browser.post(reason, {"refusal": "mobility"})
    assert browser.get(message).context["form"]["message"].value() != first


def test_a_step_that_is_none_is_not_found(browser, offer):
    application = make_application(page=offer)
    assert browser.get(url("refuse", application.pk, "fin")).status_code == 404
    assert browser.get(url("refuse", application.pk, "aide")).status_code == 302


def test_the_second_refusal_reads_what_the_first_did(browser, company, offer):
    application = make_application(page=offer)
    colleague = place(UserFactory(), L.ORGANISATION_MEMBER, company).user
    reason, message = (url("refuse", application.pk, step) for step in ("motif", "message"))
    browser.post(reason, {"refusal": "profile"})
    decide(application=application, to="interview", actor=as_actor(colleague))
    data = {"subject": "Non", "message": "Mes mots"}
    response = browser.post(message, data)
    assert response.status_code == 422
    assert str(colleague) in response.content.decode()
    assert "Mes mots" in response.content.decode()
    assert browser.post(message, data).status_code == 302
    assert fresh(application).status == "refused"


def test_several_are_refused_after_a_reason_and_a_confirmation(browser, offer):
    able = make_applications(2, page=offer)
    gone = called(offer, "Yvan", "Dol", status="withdrawn")
    where = url("bulk", offer.pk)
    data = {"ids": [one.pk for one in (*able, gone)], "to": "refused", "query": "tri=nom"}
    first = browser.post(where, data)
    assert first.context["stage"] == "reason"
    assert browser.post(where, {**data, "stage": "reason"}).status_code == 422
    second = browser.post(where, {**data, "stage": "reason", "refusal": "experience"})
    form = second.context["form"]
    assert "{prenom}" in form["message"].value()
    assert "expérience" in form["message"].value()
    text = second.content.decode()
    assert "Yvan Dol" in text
    assert "2\u00a0personnes" in text
    assert Email.objects.count() == 0
    done = browser.post(
        where,
        {
            **data,
            "stage": "send",
            "refusal": "experience",
            "subject": form["subject"].value(),
            "message": form["message"].value(),
        },
        follow=True,
    )
    assert done.redirect_chain == [(f"{url('list', offer.pk)}?tri=nom", 302)]
    assert "2\u00a0candidatures changées, 1\u00a0ne pouvait pas." in done.content.decode()
    for application in able:
        assert "> Bonjour Nadia," in mails_to(application.participant.email)[0].message


def test_the_whole_narrowed_list_is_answered(browser, offer):
    seen = [make_application(page=offer, status="seen") for _ in range(2)]
    sent = make_application(page=offer)
    data = {"all": "1", "to": "shortlisted", "query": "etat=seen"}
    shown = browser.post(url("bulk", offer.pk), data)
    assert {one.pk for one in shown.context["able"]} == {one.pk for one in seen}
    ids = [one.pk for one in shown.context["chosen"]]
    browser.post(
        url("bulk", offer.pk),
        {"ids": ids, "to": "shortlisted", "stage": "send", "subject": "Oui", "message": ""},
    )
    assert {fresh(one).status for one in seen} == {"shortlisted"}
    assert fresh(sent).status == "sent"


def test_several_are_answered_but_whom_a_colleague_has_just_answered(browser, offer):
    quick, slow = called(offer, "Ana", "Vite"), called(offer, "Ivo", "Lent")
    opened = called(offer, "Eva", "Lue")
    data = {"ids": [quick.pk, slow.pk, opened.pk], "to": "refused"}
    shown = browser.post(
        url("bulk", offer.pk), {**data, "stage": "reason", "refusal": "profile"}
    ).content.decode()
    versions = {f"version-{one.pk}": one.version for one in (quick, slow, opened)}
    assert all(f'name="{name}"' in shown for name in versions)
    decide(application=quick, to="interview", actor=as_actor(officer()))
    browser.get(url("one", opened.pk))
    sent = {"stage": "send", "refusal": "profile", "subject": "Non", "message": "Non"}
    done = browser.post(url("bulk", offer.pk), {**data, **versions, **sent}, follow=True)
    assert "2\u00a0candidatures changées, 1\u00a0ne pouvait pas." in done.content.decode()
    assert "Ana Vite" in done.content.decode()
    assert [fresh(one).status for one in (quick, slow, opened)] == [
        "interview",
        "refused",
        "refused",
    ]


def test_who_follows_somebody_does_not_recruit_them(browser, offer, member, monkeypatch):
    followed = person_with(L.CANDIDATE)
    application = make_application(page=offer, user=followed)
    people = type(followed).objects.filter(pk=followed.pk)
    monkeypatch.setattr("portal.participation.rules._acting_for", [lambda _: people])
    assert browser.get(url("one", application.pk)).context["may_answer"] is False
    assert fresh(application).status == "sent"
    assert browser.get(url("refuse", application.pk, "motif")).status_code == 404


def test_a_selection_of_others_or_of_nobody_changes_nothing(browser, offer):
    foreign = make_application()
    for ids in ([], [foreign.pk], ["x", "9" * 30]):
        data = {"ids": ids, "to": "interview", "stage": "send", "subject": "x", "message": "x"}
        response = browser.post(url("bulk", offer.pk), data, follow=True)
        assert "Choisissez au moins une candidature." in response.content.decode()
    assert fresh(foreign).status == "sent"


def test_the_file_has_those_who_agree_as_text(browser, offer, member):
    make_application(
        page=offer,
        participant=make_guest(first_name="=1+1", last_name="Zoé", phone="06 01 02 03 04"),
        message="@SUM(A1)",
    )
    gone = called(offer, "Yvan", "Dol")
    withdraw_agreement(agreement=gone.agreement)
    called(offer, "Lia", "Cachée", hidden_at=timezone.now())
    called(offer, "Ida", "Attend", status="to_confirm")
    for client, known in ((browser, member), (signed_in(officer()), None)):
        response = client.post(url("export", offer.pk, "csv"))
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        assert "'=1+1" in text
        assert "'@SUM(A1)" in text
        assert not any(name in text for name in ("Dol", "Cachée", "Attend"))
        entry = AuditEntry.objects.filter(action="candidates_exported").latest("pk")
        assert entry.details == {"format": "csv", "lines": 1, "page": offer.pk}
        assert known in {None, entry.actor}
    response = browser.post(url("export", offer.pk, "xlsx"))
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[1][:2] == ("Zoé", "'=1+1")
    assert response["Content-Disposition"].endswith('.xlsx"')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert browser.post(url("export", offer.pk, "pdf")).status_code == 404


def test_the_file_follows_the_filters_of_the_list(browser, offer):
    called(offer, "Élodie", "Zeller")
    called(offer, "Marc", "Abel")
    response = browser.post(f"{url('export', offer.pk, 'csv')}?q=zeller")
    text = b"".join(response.streaming_content).decode()
    assert "Zeller" in text
    assert "Abel" not in text


def test_notes_are_read_by_colleagues_and_officers(browser, offer, member):
    application = make_application(page=offer)
    where = url("note", application.pk)
    assert browser.post(where, {"text": ""}).status_code == 422
    browser.post(where, {"text": "À rappeler lundi"})
    agent = signed_in(officer(last_name="Agentdupays"))
    agent.post(where, {"text": "Vue au forum"})
    for reader in (browser, agent):
        text = reader.get(url("one", application.pk)).content.decode()
        assert "À rappeler lundi" in text
        assert "Vue au forum" in text
    assert "Agentdupays" not in browser.get(url("one", application.pk)).content.decode()


def helper_of_kind(kind):
    """An adviser, an officer or a partner's member, whom a test looks for."""
    name = {"first_name": MARKER, "last_name": f"de {MARKER}"}
    if kind != "partner":
        return person_with(kind, **name), {}
    partner = recruiting(kind="employment_partner", name=f"Mission {MARKER}", siret="")[0]
    return place(UserFactory(**name), L.ORGANISATION_MEMBER, partner).user, {"helped_for": partner}


@pytest.mark.parametrize("kind", ["adviser", "employment_officer", "partner"])
def test_who_helped_is_named_nowhere_to_an_organisation(browser, offer, member, kind):
    helper, fields = helper_of_kind(kind)
    application = make_application(
        page=offer,
        by=helper,
        channel=Channel.ADVISER,
        status="to_confirm",
        message="Bonjour",
        **fields,
    )
    change(application, Status.SENT, role=Role.RECRUITER, actor=as_actor(helper))
    pages = [
        url("home"),
        url("list", offer.pk),
        url("one", application.pk),
        f"{url('answer', application.pk)}?vers=interview",
        url("refuse", application.pk, "motif"),
        f"/mon-organisation/{offer.organisation.slug}/",
    ]
    for page in pages:
        assert MARKER not in browser.get(page).content.decode(), page
    for extension in ("csv", "xlsx"):
        content = b"".join(browser.post(url("export", offer.pk, extension)).streaming_content)
        assert MARKER.encode() not in content
    bulk = {"ids": [application.pk], "to": "interview"}
    assert MARKER not in browser.post(url("bulk", offer.pk), bulk).content.decode()
    # An officer decides for the organisation: who comes second is not told their name either.
    where = f"{url('answer', application.pk)}?vers=offered"
    version = browser.get(where).context["form"]["version"].value()
    agent = helper if kind == "employment_officer" else officer(first_name=MARKER)
    decide(application=fresh(application), to="interview", actor=as_actor(agent))
    second = browser.post(
        where, {"to": "offered", "version": version, "subject": "Oui", "message": "Oui"}
    )
    assert "Le service emploi a répondu entre-temps" in second.content.decode()
    assert MARKER not in second.content.decode()
    browser.post(url("refuse", application.pk, "motif"), {"refusal": "profile"})
    step = browser.get(url("refuse", application.pk, "message"))
    assert step.context["total"] == 3
    browser.post(url("refuse", application.pk, "message"), {"subject": "Non", "message": "Non"})
    last = browser.get(url("refuse", application.pk, "aide")).content.decode()
    assert "la personne qui l’a aidée" in last
    assert MARKER not in last
    browser.post(url("refuse", application.pk, "aide"), {"word_to_helper": "Un mot"})
    assert fresh(application).status == "refused"
    assert MARKER not in browser.get(url("one", application.pk)).content.decode()
    assert mails_to(helper.email)
    for mail in Email.objects.all():
        if helper.email not in mail.to:
            assert MARKER not in f"{mail.message}{mail.html_message}{mail.subject}"


def test_an_officer_reads_who_helped(offer):
    helper = officer(first_name=MARKER)
    application = make_application(page=offer, by=helper, channel=Channel.ADVISER)
    assert MARKER in signed_in(officer()).get(url("one", application.pk)).content.decode()


def test_a_mission_is_answered_in_its_own_words():
    association, manager = recruiting(kind="association", siret="")
    mission = VolunteeringPageFactory.row(organisation=association)
    application = make_application(page=mission)
    client = signed_in(manager)
    assert "Accueillir comme bénévole" in client.get(url("one", application.pk)).content.decode()
    where = f"{url('answer', application.pk)}?vers=hired"
    form = client.get(where).context["form"]
    assert "contract" not in form.fields
    client.post(where, {"to": "hired", "version": 1, "subject": "Oui", "message": ""})
    assert "vous accueille pour cette mission" in mails_to(application.participant.email)[0].message
    assert "Accueillie" in client.get(url("list", mission.pk)).content.decode()
    assert not application.participant.outcomes.exists()


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
