"""The screens of both sides, as a browser without JavaScript uses them."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.accounts.level_names import LevelName
from portal.accounts.models import Membership
from portal.accounts.services.grants import grant_level
from portal.cv import services
from portal.cv.models import CvHelper, CvHelpRequest
from portal.cv.services import accept_request, ask_help, create_cv
from snippets.french import full_date
from snippets.merging.screen import MYSELF
from snippets.models import RomeDomain
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import person_with, queries_of, signed_in
from tests.portal.cv.helping.people import partner_of

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def sent(base, **typed):
    """What the form of the editor sends when somebody types over what they saw."""
    return {"base": json.dumps(base), **typed}


def test_the_page_says_the_same_whoever_has_the_address(lina, cv, adviser):
    browser, address = signed_in(lina), reverse("cv:helpers", args=[cv.pk])
    pages = []
    for to in (adviser.email, "personne@nulle-part.test"):
        answer = browser.post(address, {"address": to}, follow=True)
        pages.append(text(answer).replace(to, "…"))
        services.cancel_request(request=CvHelpRequest.objects.latest("pk"), user=lina)
    first, second = (
        [line for line in page.splitlines() if "csrf" not in line and "/demandes/" not in line]
        for page in pages
    )
    assert any("Si … est l’adresse d’une personne" in line for line in first)
    assert first == second


def test_an_error_is_said_beside_the_field(lina, cv):
    browser, address = signed_in(lina), reverse("cv:helpers", args=[cv.pk])
    for typed, said in (
        ("", "Écrivez une adresse e-mail."),
        ("lucie", "pas valable"),
        (lina.email, "propre adresse"),
    ):
        answer = browser.post(address, {"address": typed})
        assert answer.status_code == 422
        assert said in text(answer)
        assert f'value="{typed}"' in text(answer) or not typed
    assert not CvHelpRequest.objects.exists()


def test_an_adviser_opens_the_cv_writes_and_the_owner_sees_who(lina, cv, adviser):
    services.ask_help(cv=cv, user=lina, address=adviser.email)
    helper, owner = signed_in(adviser), signed_in(lina)
    page = text(helper.get(reverse("cv:helped")))
    assert "On vous demande de l’aide" in page
    assert cv.title not in page
    number = CvHelpRequest.objects.get().pk
    answer = helper.post(reverse("cv:answer_asked", args=[number]), {"reponse": "oui"}, follow=True)
    page = text(answer)
    assert "Vous écrivez dans le CV de Lina Morel, avec son accord." in page
    for name in ("cv:delete", "cv:copy", "cv:rename", "cv:helpers"):
        assert reverse(name, args=[cv.pk]) not in page
        assert helper.post(reverse(name, args=[cv.pk])).status_code == 403
    edit = reverse("cv:edit", args=[cv.pk])
    helper.post(edit, sent({"basics.label": "Cuisinière"}, **{"basics.label": "Cheffe"}))
    page = text(owner.get(edit))
    assert "Modifié par Lucie Marchand (Département)" in page
    assert "Modifié par" not in text(helper.get(edit))
    assert "Lucie Marchand (Département)" in text(owner.get(reverse("cv:versions", args=[cv.pk])))
    page = text(owner.get(reverse("cv:helpers", args=[cv.pk])))
    assert "Dernier changement" in page


def test_who_was_saved_last_still_learns_that_the_other_wrote(consent, lina, cv, adviser):
    edit = reverse("cv:edit", args=[cv.pk])
    seen = {"basics.label": "Cuisinière"}
    signed_in(adviser).post(edit, sent(seen, **{"basics.label": "Cheffe"}))
    owner = signed_in(lina)
    owner.post(edit, sent({"basics.summary": ""}, **{"basics.summary": "Je cuisine."}))
    assert "Modifié par Lucie Marchand (Département)" in text(owner.get(edit))
    # A day later it is no news any more.
    cv.versions.update(saved_at=timezone.now() - timedelta(days=2))
    assert "Modifié par" not in text(owner.get(edit))


def test_two_people_in_one_field_are_asked(consent, lina, cv, adviser):
    edit, seen = reverse("cv:edit", args=[cv.pk]), {"basics.label": "Cuisinière"}
    signed_in(adviser).post(edit, sent(seen, **{"basics.label": "Cheffe"}))
    answer = signed_in(lina).post(edit, sent(seen, **{"basics.label": "Commis"}))
    assert answer.status_code == 409
    assert "Lucie Marchand a écrit en même temps que vous" in text(answer)
    (asked,) = answer.context["conflicts"].values()
    assert (asked.former, asked.mine, asked.theirs) == ("Cuisinière", "Commis", "Cheffe")
    assert (asked.change.who, asked.seen) == ("Lucie Marchand", "Cheffe")
    chosen = {"choice|basics.label": "theirs", "seen|basics.label": "Cheffe"}
    answer = signed_in(lina).post(edit, sent(seen, **{"basics.label": "Commis"}) | chosen)
    assert answer.status_code == 302
    cv.refresh_from_db()
    assert cv.document["basics"]["label"] == "Cheffe"


def test_two_windows_of_one_person_and_a_box_are_told_in_words(lina, cv):
    browser, edit = signed_in(lina), reverse("cv:edit", args=[cv.pk])
    name, seen = "x-declic.domain", {"x-declic.domain": ""}
    browser.post(edit, sent(seen, **{name: "J"}))
    answer = browser.post(edit, sent(seen, **{name: "G"}))
    (asked,) = answer.context["conflicts"].values()
    assert asked.change.who == MYSELF
    assert (asked.mine, asked.theirs) == (RomeDomain.G.label, RomeDomain.J.label)
    assert "Une autre de vos fenêtres a écrit en même temps" in text(answer)


@pytest.mark.parametrize("live", [True, False], ids=["scripts", "no-scripts"])
def test_who_types_when_the_consent_ends_keeps_their_text(live, consent, lina, cv, adviser):
    services.stop_helper(helper=consent, user=lina)
    cv.document["basics"]["summary"] = "Un secret écrit depuis."
    cv.save()
    browser, seen = signed_in(adviser), {"basics.label": "Cuisinière"}
    answer = browser.post(
        reverse("cv:edit", args=[cv.pk]),
        sent(seen, **{"basics.label": "Cheffe <b>"}),
        headers={"accept": "application/json"} if live else {},
    )
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    if live:
        assert "Rien n’est enregistré" in answer.json()["message"]
    else:
        assert "Cheffe &lt;b&gt;" in text(answer)
    assert "secret" not in text(answer)
    cv.refresh_from_db()
    assert cv.document["basics"]["label"] == "Cuisinière"


@pytest.mark.parametrize(
    ("name", "more", "button"),
    [("cv:step", [2], {"next": "1"}), ("cv:edit", [], {"up": "section|skills"})],
)
def test_a_consent_that_ends_after_the_save_shows_nothing_more(
    name, more, button, consent, lina, cv, adviser, monkeypatch
):
    save = services.save_texts

    def save_then_stop(**wishes):
        saved = save(**wishes)
        services.stop_helper(helper=consent, user=lina)
        return saved

    monkeypatch.setattr(services, "save_texts", save_then_stop)
    services.set_step(cv=cv, user=lina, step=1)
    answer = signed_in(adviser).post(reverse(name, args=[cv.pk, *more]), sent({}, **button))
    assert answer.status_code == 403
    assert "Vous ne pouvez plus écrire dans ce CV" in text(answer)


SCREENS = (
    ("cv:edit",),
    ("cv:step", 3),
    ("cv:preview",),
    ("cv:page", 1),
    ("cv:pdf",),
    ("cv:versions",),
    ("cv:version", 1),
)


def test_after_a_stop_the_helper_is_told_so_and_nothing_of_the_cv(consent, lina, cv, adviser):
    services.stop_helper(helper=consent, user=lina)
    browser = signed_in(adviser)
    day = full_date(timezone.localtime(CvHelper.objects.get().revoked_at))
    for name, *more in SCREENS:
        address = reverse(name, args=[cv.pk, *more])
        answer = browser.get(address)
        assert answer.status_code == 403, name
        assert f"arrêté depuis le {day}" in text(answer), name
        assert "no-store" in answer["Cache-Control"], name
        for secret in ("Cuisin", "Lina", "Morel"):
            assert secret not in text(answer), name
        # The place of a picture, and a script, get no page.
        for kind in ("image/png", "application/json"):
            assert browser.get(address, headers={"accept": kind}).status_code == 404, name
    assert browser.get(reverse("cv:leave", args=[cv.pk])).status_code == 404
    assert browser.post(reverse("cv:restore", args=[cv.pk, 1])).status_code == 404


def test_a_right_that_was_lost_is_not_called_a_stop(lina, cv, partner):
    helper = accept_request(request=ask_help(cv=cv, user=lina, address=partner.email), user=partner)
    assert helper.revoked_at is None
    grant_level(user=partner, level=LevelName.CANDIDATE, reason="Inscription", actor=SITE)
    Membership.objects.filter(user=partner).update(ended_at=timezone.now())
    answer = signed_in(partner).get(reverse("cv:edit", args=[cv.pk]))
    assert answer.status_code == 403
    assert "votre rôle sur le site a changé" in text(answer)
    assert "arrêté" not in text(answer)


def test_a_deleted_cv_is_not_called_a_stop(consent, lina, cv, adviser):
    services.delete_cv(cv=cv, user=lina)
    answer = signed_in(adviser).get(reverse("cv:edit", args=[cv.pk]))
    assert answer.status_code == 403
    assert "la personne l’a supprimé" in text(answer)
    assert "arrêté" not in text(answer)


def test_who_never_helped_learns_nothing(consent, lina, cv, other_cv, adviser):
    services.stop_helper(helper=consent, user=lina)
    stranger = signed_in(person_with(LevelName.ADVISER))
    edit = reverse("cv:edit", args=[cv.pk])
    assert stranger.post(edit, sent({}, **{"basics.label": "x"})).status_code == 404
    for name, *more in SCREENS:
        assert stranger.get(reverse(name, args=[cv.pk, *more])).status_code == 404, name
        other = reverse(name, args=[other_cv.pk, *more])
        assert signed_in(adviser).get(other).status_code == 404, name


def test_a_stop_is_undone_from_the_page(consent, lina, cv, adviser):
    browser = signed_in(lina)
    stop = reverse("cv:stop_helper", args=[cv.pk, consent.pk])
    answer = browser.post(stop, follow=True)
    assert "C’est arrêté" in text(answer)
    resume = reverse("cv:resume_helper", args=[cv.pk, consent.pk])
    assert resume in text(answer)
    assert signed_in(adviser).get(reverse("cv:edit", args=[cv.pk])).status_code == 403
    browser.post(resume)
    assert signed_in(adviser).get(reverse("cv:edit", args=[cv.pk])).status_code == 200


def test_numbers_of_others_are_not_found(consent, lina, cv, other_cv, adviser):
    stranger = person_with(LevelName.CANDIDATE, email="autre@exemple.test")
    theirs = create_cv(owner=stranger, title="Autre", document={})
    asked = services.ask_help(cv=cv, user=lina, address="x@exemple.test")
    proposed = services.propose_help(user=adviser, address=lina.email)
    browser = signed_in(stranger)
    # The number of another's helper or request, under one's own CV.
    for name, number in (
        ("cv:stop_helper", consent.pk),
        ("cv:resume_helper", consent.pk),
        ("cv:cancel_help", asked.pk),
    ):
        assert browser.post(reverse(name, args=[theirs.pk, number])).status_code == 404
    mine = signed_in(lina)
    assert mine.post(reverse("cv:stop_helper", args=[other_cv.pk, consent.pk])).status_code == 404
    for typed in (str(proposed.pk), "9" * 30, "-1", "é", ""):
        answer = browser.post(reverse("cv:proposals"), {"demande": typed, "reponse": "oui"})
        assert answer.status_code == 404
    colleague = signed_in(person_with(LevelName.ADVISER))
    for name in ("cv:withdraw_help", "cv:answer_asked"):
        for number in (asked.pk, proposed.pk):
            assert colleague.post(reverse(name, args=[number])).status_code == 404
    consent.refresh_from_db()
    assert consent.revoked_at is None


def test_a_candidate_answers_a_proposal(lina, cv, other_cv, partner):
    request = services.propose_help(user=partner, address=lina.email)
    browser, address = signed_in(lina), reverse("cv:proposals")
    space = text(browser.get(reverse("space:home")))
    assert "Paul Martin propose de vous aider pour votre CV" in space
    assert "Cap Emploi" in space
    answer = browser.post(address, {"demande": request.pk, "reponse": "oui"})
    assert answer.status_code == 422
    assert "Choisissez un CV." in text(answer)
    foreign = create_cv(owner=person_with(LevelName.CANDIDATE), title="Autre", document={})
    typed = {"demande": request.pk, "reponse": "oui", f"{request.pk}-cv": foreign.pk}
    assert browser.post(address, typed).status_code == 422
    assert not CvHelper.objects.exists()
    answer = browser.post(address, typed | {f"{request.pk}-cv": other_cv.pk})
    assert answer.url == reverse("cv:helpers", args=[other_cv.pk])
    assert [row.cv for row in CvHelper.objects.all()] == [other_cv]
    assert "propose de vous aider" not in text(browser.get(reverse("space:home")))


def test_a_refusal_shows_nothing_to_who_proposed(lina, adviser):
    proposer, browser = signed_in(adviser), signed_in(lina)
    for address in (lina.email, "personne@nulle-part.test"):
        answer = proposer.post(reverse("cv:propose_help"), {"address": address})
        assert answer.url == reverse("cv:helped")
    before = text(proposer.get(reverse("cv:helped"))).count("Proposition envoyée le")
    number = CvHelpRequest.objects.get(address=lina.email).pk
    browser.post(reverse("cv:proposals"), {"demande": number, "reponse": "non"})
    page = text(proposer.get(reverse("cv:helped")))
    assert page.count("Proposition envoyée le") == before == 2
    assert "Lina" not in page


def test_leaving_is_confirmed_and_shown_to_the_candidate(consent, lina, cv, adviser):
    browser, address = signed_in(adviser), reverse("cv:leave", args=[cv.pk])
    assert "Ne plus aider Lina Morel" in text(browser.get(address))
    assert CvHelper.objects.active().exists()
    browser.post(address)
    assert "cette personne a arrêté d’aider" in text(
        signed_in(lina).get(reverse("cv:helpers", args=[cv.pk]))
    )


@pytest.mark.parametrize("kind", ["company", "association", "employment_partner"])
def test_the_screens_of_helpers_are_closed_and_hidden_to(kind):
    member = partner_of(OrganisationFactory(kind=kind, verified_at=None))
    browser = signed_in(member)
    for name in ("cv:helped", "cv:propose_help"):
        assert browser.get(reverse(name)).status_code == 403
    assert "Aider à un CV" not in text(browser.get(reverse("account_home")))


def test_a_partner_finds_the_way_from_their_organisation(partner, partnership):
    browser = signed_in(partner)
    assert "Aider à un CV" in text(
        browser.get(reverse("submissions:home", args=[partnership.slug]))
    )
    assert "Aider à un CV" in text(browser.get(reverse("account_home")))
    assert browser.get(reverse("cv:helped")).status_code == 200


def test_a_long_list_is_searched_and_cut(adviser):
    names = [f"Personne{chr(97 + number)}" for number in range(24)] + ["Éloïse"]
    for name in names:
        owner = person_with(LevelName.CANDIDATE, first_name=name, last_name="Durand")
        CvHelper.objects.create(cv=create_cv(owner=owner, title="CV", document={}), user=adviser)
    browser, address = signed_in(adviser), reverse("cv:helped")
    page = text(browser.get(address))
    assert "Page 1 sur 2" in page
    page = text(browser.get(address, {"q": "eloise durand"}))
    assert "Éloïse Durand" in page
    assert "Personnea" not in page
    assert "0\u00a0CV trouvé" in text(browser.get(address, {"q": "zzz"}))


def test_the_lists_cost_the_same_for_one_and_for_five(lina, cv, adviser):
    owner, helper = signed_in(lina), signed_in(adviser)
    screens = (
        (owner, reverse("cv:helpers", args=[cv.pk])),
        (owner, reverse("cv:versions", args=[cv.pk])),
        (owner, reverse("space:home")),
        (helper, reverse("cv:helped")),
    )

    def one_more():
        colleague = person_with(LevelName.ADVISER)
        CvHelper.objects.create(cv=cv, user=colleague, given_at=timezone.now())
        services.change_cv(
            cv=cv, user=colleague, change=lambda document: document.update(n=colleague.pk)
        )
        services.propose_help(user=colleague, address=lina.email)
        services.propose_help(user=adviser, address=colleague.email)
        candidate = person_with(LevelName.CANDIDATE)
        theirs = create_cv(owner=candidate, title="CV", document={})
        services.ask_help(cv=theirs, user=candidate, address=adviser.email)

    one_more()
    one = [queries_of(*screen) for screen in screens]
    for _ in range(4):
        one_more()
    assert [queries_of(*screen) for screen in screens] == one
