"""Who recruits answers: an interview, a refusal in three steps, several people at once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.level_names import LevelName as L
from portal.applications.services.deciding import decide
from portal.participation.models import Channel, ReplyTemplate
from snippets import french
from tests.factories import (
    UserFactory,
    VolunteeringPageFactory,
)
from tests.portal.accounts.people import officer, person_with, place, signed_in
from tests.portal.applications.received import (
    as_actor,
    called,
    fresh,
    mails_to,
    recruiting,
    url,
)
from tests.portal.participation.people import (
    make_application,
    make_applications,
)

pytestmark = pytest.mark.django_db


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
