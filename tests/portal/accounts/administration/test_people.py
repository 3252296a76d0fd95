"""People are found, and their levels and accounts changed, with a reason, from screens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.actors import SITE, Actor
from portal.accounts.errors import AccountError
from portal.accounts.level_names import GIVES, LevelName
from portal.accounts.models import AuditEntry, LevelGrant
from portal.accounts.services.addresses import verify_address
from portal.accounts.services.grants import grantable_levels
from portal.accounts.services.people import deactivate_account
from portal.accounts.sign_in.codes import give_application
from tests.factories import PASSWORD, OrganisationFactory, UserFactory
from tests.portal.accounts.people import give, person_with, place, queries_of, signed_in

LIST = "/habilitations/personnes/"


def names(response):
    return [person.email for person in response.context["people"]]


def test_people_are_found_without_accents_and_by_address(admin):
    ines = UserFactory(first_name="Inès", last_name="Évrard-Cœur", email="ines@exemple.test")
    for text in ("evrard", "INES coeur", "ines@ex"):
        assert names(admin.get(LIST, {"q": text})) == [ines.email], text
    assert names(admin.get(LIST, {"q": "vrard"})) == []


def test_the_list_is_sorted_without_accents(admin):
    UserFactory(last_name="Zola", email="z@exemple.test")
    UserFactory(last_name="Éluard", email="e@exemple.test")
    found = names(admin.get(LIST))
    assert found.index("e@exemple.test") < found.index("z@exemple.test")
    assert names(admin.get(LIST, {"sort": "-nom"})) == found[::-1]


def test_filters_narrow_by_level_organisation_last_sign_in_and_state(admin, nadia):
    type(nadia).objects.update(last_login=timezone.now())
    organisation = OrganisationFactory(name="Bois de l’Est")
    member = UserFactory(email="membre@exemple.test")
    place(member, LevelName.ORGANISATION_MEMBER, organisation)
    type(nadia).objects.filter(pk=member.pk).update(
        last_login=timezone.now() - timedelta(days=200), is_active=False
    )
    UserFactory(email="jamais@exemple.test")
    assert names(admin.get(LIST, {"level": "rights_administrator"})) == [
        "paul@exemple.test",
        "nadia@exemple.test",
    ]
    assert member.email in names(admin.get(LIST, {"organisation": "bois"}))
    assert nadia.email not in names(admin.get(LIST, {"organisation": "bois"}))
    assert names(admin.get(LIST, {"last_login": "180"})) == [member.email]
    assert "jamais@exemple.test" in names(admin.get(LIST, {"last_login": "jamais"}))
    assert names(admin.get(LIST, {"state": "inactif"})) == [member.email]


def test_wrong_filters_are_as_if_not_asked(admin):
    everybody = names(admin.get(LIST))
    wrong = {"level": "emperor", "last_login": "x", "sort": "x", "page": "999"}
    response = admin.get(LIST, wrong)
    assert response.status_code == 200
    assert names(response) == everybody


def test_the_list_costs_the_same_for_one_and_twenty(admin):
    def make(count):
        for number in range(count):
            person = UserFactory(last_name=f"Pareil {number}")
            give(person, LevelName.SPONSOR)
            place(person, LevelName.ORGANISATION_MEMBER)

    make(1)
    for_one = queries_of(admin, LIST, {"level": "sponsor"})
    make(19)
    assert queries_of(admin, LIST, {"level": "sponsor"}) == for_one
    assert len(names(admin.get(LIST, {"level": "sponsor"}))) == 20


def test_a_level_is_given_with_a_reason(admin, nadia):
    person = UserFactory()
    address = f"{LIST}{person.pk}/donner/"
    last_day = timezone.localdate() + timedelta(days=30)
    response = admin.post(
        address, {"level": "communication", "reason": "Recrutée", "ends_on": last_day}
    )
    assert response.url == f"{LIST}{person.pk}/"
    grant = person.grants.get()
    assert (grant.granted_by, grant.reason, grant.ends_on) == (nadia, "Recrutée", last_day)
    assert "Recrutée" in admin.get(response.url).content.decode()


def test_a_refused_level_says_why_and_is_logged(admin, nadia, paul):
    address = f"{LIST}{paul.pk}/donner/"
    response = admin.post(address, {"level": "adviser", "reason": "Essai"})
    assert "ne va jamais avec" in response.content.decode()
    assert paul.levels == {"rights_administrator"}
    line = AuditEntry.objects.get(action="level_refused")
    assert (line.actor, line.subject, line.level) == (nadia, paul, "adviser")
    assert "ne va jamais avec" in line.reason


@pytest.mark.parametrize("data", [{}, {"level": "sponsor"}, {"level": "x", "reason": "?"}])
def test_an_incomplete_form_gives_nothing(admin, data):
    person = UserFactory()
    assert admin.post(f"{LIST}{person.pk}/donner/", data).status_code == 422
    assert not person.grants.exists()


def test_ending_a_level_ends_the_open_session(admin):
    person = person_with(LevelName.COMMUNICATION)
    browser = signed_in(person)
    assert browser.get("/cms/").status_code == 200
    address = f"/habilitations/attributions/{person.grants.get().pk}/retirer/"
    assert "perd ce niveau" in admin.get(address).content.decode()
    assert person.grants.active().exists()
    admin.post(address, {"reason": "Départ"})
    assert not person.grants.active().exists()
    assert browser.get("/cms/").status_code == 302


def test_the_last_administrator_stays_on_screen_too(admin, nadia, paul):
    grants = {user: user.grants.get().pk for user in (nadia, paul)}
    admin.post(f"/habilitations/attributions/{grants[paul]}/retirer/", {"reason": "Départ"})
    response = admin.post(
        f"/habilitations/attributions/{grants[nadia]}/retirer/", {"reason": "Départ"}
    )
    assert "dernière personne" in response.content.decode()
    assert AuditEntry.objects.filter(action="level_refused", subject=nadia).exists()
    assert LevelGrant.objects.administrators().get().user == nadia


def test_an_account_is_closed_and_opened_again(admin):
    person = person_with(LevelName.COMMUNICATION)
    browser = signed_in(person)
    admin.post(f"{LIST}{person.pk}/desactiver/", {"reason": "Congé"})
    person.refresh_from_db()
    assert not person.is_active
    assert browser.get("/cms/").status_code == 302
    admin.post(f"{LIST}{person.pk}/reactiver/", {"reason": "Retour"})
    person.refresh_from_db()
    assert person.is_active
    actions = list(AuditEntry.objects.filter(subject=person).values_list("action", "reason"))
    assert actions[:2] == [("account_reactivated", "Retour"), ("account_deactivated", "Congé")]


def test_nobody_closes_their_own_account(admin, nadia):
    response = admin.post(f"{LIST}{nadia.pk}/desactiver/", {"reason": "Essai"})
    assert "collègue" in response.content.decode()
    nadia.refresh_from_db()
    assert nadia.is_active


def test_sessions_are_ended_on_demand(admin):
    person = person_with(LevelName.COMMUNICATION)
    browser = signed_in(person)
    admin.post(f"{LIST}{person.pk}/connexions/", {"reason": "Téléphone volé"})
    assert browser.get("/cms/").status_code == 302
    line = AuditEntry.objects.get(action="sessions_ended")
    assert (line.subject, line.reason) == (person, "Téléphone volé")


def test_a_person_shows_levels_organisations_invitations_and_history(admin):
    person = person_with(LevelName.SPONSOR, email="lea@exemple.test")
    organisation = OrganisationFactory(name="Bois de l’Est")
    place(person, LevelName.ORGANISATION_MEMBER, organisation)
    form = {"email": person.email, "level": "communication", "reason": "Renfort"}
    admin.post("/habilitations/invitations/agent/", form)
    grant = person.grants.get()
    admin.post(f"/habilitations/attributions/{grant.pk}/retirer/", {"reason": "Fin de mission"})
    text = admin.get(f"{LIST}{person.pk}/").content.decode()
    for expected in ("Parrain", "Fin de mission", "Bois de l’Est", "Renfort", "a retiré un niveau"):
        assert expected in text, expected


def test_an_unknown_person_is_not_found_and_others_are_refused(admin):
    assert admin.get(f"{LIST}999999/").status_code == 404
    outsider = signed_in(person_with(LevelName.COMMUNICATION))
    for path in ("", "999999/", "999999/donner/", "999999/desactiver/"):
        assert outsider.get(f"{LIST}{path}").status_code == 403, path


def test_the_header_leads_administrators_alone_to_their_screens(admin):
    assert "/habilitations/" in admin.get("/").content.decode()
    other = signed_in(person_with(LevelName.COMMUNICATION))
    assert "/habilitations/" not in other.get("/").content.decode()


def test_an_erased_account_is_not_opened_again(admin):
    person = UserFactory()
    type(person).objects.filter(pk=person.pk).update(is_active=False, erased_at=timezone.now())
    response = admin.post(f"{LIST}{person.pk}/reactiver/", {"reason": "Essai"})
    assert "effacé" in response.content.decode()
    person.refresh_from_db()
    assert not person.is_active


def test_the_last_administrator_cannot_be_closed_by_a_colleague_who_is_leaving(admin, nadia, paul):
    type(nadia).objects.filter(pk=nadia.pk).update(is_active=False)
    with pytest.raises(AccountError, match="n’administrez plus"):
        deactivate_account(user=paul, reason="Départ", actor=Actor(nadia))
    with pytest.raises(AccountError, match="dernière personne"):
        deactivate_account(user=paul, reason="Départ", actor=SITE)
    paul.refresh_from_db()
    assert paul.is_active


def test_a_second_factor_that_is_not_there_is_not_taken_away(admin, nadia):
    person = person_with(LevelName.COMMUNICATION)
    browser = signed_in(person)
    response = admin.post(f"{LIST}{person.pk}/second-facteur/", {"reason": "Téléphone perdu"})
    assert "pas de second facteur" in response.content.decode()
    own = admin.post(f"{LIST}{nadia.pk}/second-facteur/", {"reason": "Téléphone perdu"})
    assert "collègue" in own.content.decode()
    assert browser.get("/cms/").status_code == 200
    assert not AuditEntry.objects.filter(action="second_factor_reset").exists()


def test_a_membership_is_ended_from_the_person_and_their_session_is_out(admin):
    organisation = OrganisationFactory(name="Bois de l’Est")
    member = UserFactory(first_name="Tom", last_name="Roy")
    membership = place(member, LevelName.ORGANISATION_MEMBER, organisation)
    theirs = signed_in(member)
    assert theirs.get(f"/mon-organisation/{organisation.slug}/").status_code == 200
    address = f"/mon-organisation/{organisation.slug}/membres/{membership.pk}/retirer/"
    assert address in admin.get(f"/habilitations/personnes/{member.pk}/").text
    assert admin.post(address, {"reason": "A quitté l’entreprise"}).status_code == 302
    assert theirs.get(f"/mon-organisation/{organisation.slug}/").status_code == 302
    assert address not in admin.get(f"/habilitations/personnes/{member.pk}/").text


def test_second_factors_are_shown_filtered_and_taken_away(admin, nadia):
    agent = person_with(LevelName.COMMUNICATION, email="agent@exemple.test")
    give_application(agent, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert names(admin.get(LIST, {"second_factor": "oui"})) == [agent.email]
    assert agent.email not in names(admin.get(LIST, {"second_factor": "non"}))
    address = f"/habilitations/personnes/{agent.pk}/second-facteur/"
    page = f"/habilitations/personnes/{agent.pk}/"
    assert address in admin.get(page).text
    theirs = signed_in(agent)
    assert admin.post(address, {"reason": "Téléphone perdu"}).status_code == 302
    assert address not in admin.get(page).text
    assert theirs.get("/cms/").status_code == 302
    entry = AuditEntry.objects.get(action="second_factor_reset")
    assert (entry.subject, entry.reason) == (agent, "Téléphone perdu")


def test_open_sessions_are_listed_until_they_are_ended(admin):
    person = UserFactory()
    browser = Client(headers={"User-Agent": "Mozilla/5.0 (Android 9; Mobile) Firefox/140.0"})
    browser.post("/compte/connexion/", {"login": person.email, "password": PASSWORD})
    verify_address(person)
    browser.post("/compte/connexion/", {"login": person.email, "password": PASSWORD})
    assert browser.get("/compte/").status_code == 200
    page = f"/habilitations/personnes/{person.pk}/"
    assert "Firefox" in admin.get(page).text
    admin.post(f"{page}connexions/", {"reason": "Téléphone volé"})
    assert "n’est connectée nulle part" in admin.get(page).text
    assert browser.get("/compte/").status_code == 302


def test_a_grave_button_names_the_person_and_is_not_an_ordinary_one(admin):
    julie = person_with(LevelName.SPONSOR, first_name="Julie", last_name="Faivre")
    elise = person_with(LevelName.COMMUNICATION, first_name="Élise", last_name="Roy")
    grant = LevelGrant.objects.get(user=julie)
    end = admin.get(reverse("administration:end_grant", args=[grant.pk])).text
    assert "Retirer le niveau de Julie Faivre" in end
    assert "btn-danger" in end
    reset = admin.get(reverse("administration:reset_second_factor", args=[elise.pk])).text
    assert "Retirer le second facteur d’Élise Roy" in reset


def test_the_choice_of_a_level_says_what_each_gives(admin):
    julie = person_with(LevelName.SPONSOR, first_name="Julie", last_name="Faivre")
    shown = admin.get(reverse("administration:grant", args=[julie.pk])).text
    for level in grantable_levels():
        assert level.label in shown
        assert GIVES[level] in shown
