"""The members' page: one's own organisation, never without a manager, out at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import SITE, Actor
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry, Invitation, Membership, User
from portal.accounts.services.invitations import invite_to_organisation
from portal.accounts.services.memberships import add_member
from portal.organisations import scope
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import MANAGER, MEMBER, join, manager_of, officer, person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Bois de l’Est")


@pytest.fixture
def manager(organisation):
    return manager_of(organisation, first_name="Marc", last_name="Vauthier")


@pytest.fixture
def colleague(organisation, manager):
    return join(organisation, first_name="Lina", last_name="Petit")


def at(organisation, path=""):
    return f"/mon-organisation/{organisation.slug}/membres/{path}"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def text(response):
    return response.content.decode()


def invite(organisation, manager, email="ines@exemple.test"):
    return invite_to_organisation(
        email=email, organisation=organisation, role=MEMBER, actor=Actor(manager)
    )


def test_a_manager_sees_members_and_invitations(organisation, manager, colleague):
    invite(organisation, manager)
    old = invite(organisation, manager, "vieux@exemple.test")
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=1))
    page = text(signed_in(manager).get(at(organisation)))
    for wanted in ("Lina Petit", "Marc Vauthier (vous)", "ines@exemple.test", "Plus valable"):
        assert wanted in page


def test_the_page_costs_the_same_with_1_and_20_members(organisation, manager):
    client = signed_in(manager)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(at(organisation)).status_code == 200
        return len(captured)

    invite(organisation, manager, "premier@exemple.test")
    queries()
    one = queries()
    for number in range(19):
        join(organisation)
        invite(organisation, manager, f"autre{number}@exemple.test")
    assert queries() == one


def test_private_screens_are_never_cached(organisation, manager):
    client = signed_in(manager)
    for url in (
        at(organisation),
        at(organisation, "inviter/"),
        f"/mon-organisation/{organisation.slug}/fiche/",
        f"/mon-organisation/{organisation.slug}/fiche/modifier/",
        f"/mon-organisation/{organisation.slug}/quitter/",
        "/organisations/inscription/",
    ):
        assert "no-store" in client.get(url)["Cache-Control"]


def test_a_colleague_is_invited_and_the_invitation_resent_and_revoked(organisation, manager):
    client = signed_in(manager)
    url = at(organisation, "inviter/")
    for wrong in ({}, {"email": "x", "role": "member"}, {"email": "a@b.fr", "role": "emperor"}):
        assert client.post(url, wrong).status_code == 422
    refused = client.post(url, {"email": manager.email, "role": "member"})
    assert "déjà dans l’organisation" in text(refused)
    sent = client.post(url, {"email": "ines@exemple.test", "role": "manager"}, follow=True)
    assert "L’invitation est envoyée à ines@exemple.test" in text(sent)
    first = Invitation.objects.pending().get()
    base = f"/mon-organisation/{organisation.slug}/invitations"
    client.post(f"{base}/{first.pk}/renvoyer/")
    second = Invitation.objects.pending().get()
    assert second.pk != first.pk
    assert second.role == MANAGER
    assert Email.objects.filter(to="ines@exemple.test").count() == 2
    client.post(f"{base}/{second.pk}/annuler/")
    assert not Invitation.objects.pending().exists()
    assert client.post(f"{base}/{second.pk}/annuler/").status_code == 404
    assert client.get(f"{base}/{second.pk}/annuler/").status_code == 405


def test_an_old_invitation_that_is_resent_leaves_the_list(organisation, manager):
    old = invite(organisation, manager)
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    url = f"/mon-organisation/{organisation.slug}/invitations/{old.pk}/renvoyer/"
    signed_in(manager).post(url)
    assert Invitation.objects.unanswered().count() == 1
    assert Invitation.objects.pending().count() == 1


def test_a_role_is_changed_and_the_last_manager_keeps_theirs(organisation, manager, colleague):
    client = signed_in(manager)
    own = Membership.objects.get(user=manager)
    refused = client.post(at(organisation, f"{own.pk}/role/"), {"role": "member"}, follow=True)
    assert "dernière personne" in text(refused)
    url = at(organisation, f"{colleague.pk}/role/")
    assert "n’existe pas" in text(client.post(url, {"role": "emperor"}, follow=True))
    assert "rôle de gestionnaire" in text(client.post(url, {"role": "manager"}, follow=True))
    response = client.post(at(organisation, f"{own.pk}/role/"), {"role": "member"}, follow=True)
    assert response.redirect_chain[-1][0].endswith("/fiche/")
    assert "Vous avez maintenant le rôle de membre" in text(response)


def test_a_colleague_who_is_removed_is_out_at_once(organisation, manager, colleague):
    theirs = signed_in(colleague.user)
    sheet = f"/mon-organisation/{organisation.slug}/fiche/"
    assert theirs.get(sheet).status_code == 200
    client, url = signed_in(manager), at(organisation, f"{colleague.pk}/retirer/")
    assert "Retirer Lina Petit" in text(client.get(url))
    assert client.post(url, {"reason": " "}).status_code == 422
    response = client.post(url, {"reason": "Départ"}, follow=True)
    assert "Lina Petit ne fait plus partie" in text(response)
    assert theirs.get(sheet).status_code == 302
    assert theirs.get(sheet).url.startswith("/compte/connexion/")
    assert AuditEntry.objects.get(action="member_left").reason == "Départ"
    assert client.post(url, {"reason": "Départ"}).status_code == 404
    assert signed_in(User.objects.get(pk=colleague.user_id)).get(sheet).status_code == 403


def test_nobody_removes_themselves_by_the_colleagues_screen(organisation, manager, colleague):
    own = Membership.objects.get(user=manager)
    response = signed_in(manager).post(at(organisation, f"{own.pk}/retirer/"), {"reason": "x"})
    assert response.status_code == 422
    assert "Quitter l’organisation" in text(response)


def test_a_member_leaves_and_the_last_manager_of_others_does_not(organisation, manager, colleague):
    url = f"/mon-organisation/{organisation.slug}/quitter/"
    client = signed_in(manager)
    assert "Donnez d’abord le rôle de gestionnaire" in text(client.get(url))
    assert "dernière personne" in text(client.post(url, follow=True))
    theirs = signed_in(colleague.user)
    assert "il faudra une invitation" in text(theirs.get(url))
    assert "Vous ne faites plus partie" in text(theirs.post(url, follow=True))
    assert "Vous êtes la dernière personne" in text(client.get(url))
    client.post(url)
    assert not Membership.objects.active().exists()


def test_a_manager_of_another_organisation_finds_nothing(organisation, manager, colleague):
    other = OrganisationFactory()
    stranger = manager_of(other)
    invitation = invite(organisation, manager)
    client = signed_in(stranger)
    for slug in (organisation.slug, other.slug):
        base = f"/mon-organisation/{slug}"
        for path in (
            f"membres/{colleague.pk}/role/",
            f"membres/{colleague.pk}/retirer/",
            f"invitations/{invitation.pk}/renvoyer/",
            f"invitations/{invitation.pk}/annuler/",
        ):
            fields = {"role": "manager", "reason": "Forgé"}
            assert client.post(f"{base}/{path}", fields).status_code == 404
    for path in ("membres/", "membres/inviter/", "fiche/", "fiche/modifier/", "quitter/"):
        base = f"/mon-organisation/{organisation.slug}"
        assert client.get(f"{base}/{path}").status_code == 404
        posted = client.post(f"{base}/{path}", {"email": "x@exemple.test", "role": "member"})
        assert posted.status_code in {404, 405}
    colleague.refresh_from_db()
    assert (colleague.role, colleague.ended_at) == (MEMBER, None)
    assert list(Invitation.objects.pending()) == [invitation]


def test_a_manager_of_one_who_is_a_member_of_another_manages_the_first_alone(organisation, manager):
    other = OrganisationFactory()
    join(other)
    add_member(organisation=other, user=manager, role=MEMBER, actor=SITE)
    client = signed_in(manager)
    assert client.get(at(organisation)).status_code == 200
    assert client.get(at(other)).status_code == 404
    sheet = client.get(f"/mon-organisation/{other.slug}/fiche/")
    assert sheet.status_code == 200
    assert at(other) not in text(sheet)


def test_a_plain_member_reads_the_sheet_and_manages_nobody(organisation, colleague):
    client = signed_in(colleague.user)
    assert client.get(at(organisation)).status_code == 403
    assert client.get(f"/mon-organisation/{organisation.slug}/fiche/modifier/").status_code == 403
    sheet = text(client.get(f"/mon-organisation/{organisation.slug}/fiche/"))
    assert "Modifier la fiche" not in sheet
    assert at(organisation) not in sheet


def test_scope_says_what_each_person_reaches(organisation, manager, colleague):
    OrganisationFactory(name="Une autre")
    stranger = join(OrganisationFactory())
    assert list(scope.visible_to(colleague.user)) == [organisation]
    assert list(scope.managed_by(colleague.user)) == []
    assert list(scope.managed_by(manager)) == [organisation]
    assert scope.visible_to(officer()).count() == 3
    assert scope.managed_by(person_with(LevelName.RIGHTS_ADMINISTRATOR)).count() == 3
    assert not scope.visible_to(person_with(LevelName.ADVISER)).exists()
    mine = Membership.objects.filter(organisation=organisation)
    assert set(Membership.objects.visible_to(manager)) == set(mine)
    assert set(Membership.objects.managed_by(manager)) == set(mine)
    assert list(Membership.objects.visible_to(colleague.user)) == [colleague]
    assert not Membership.objects.managed_by(colleague.user).exists()
    assert set(Membership.objects.managed_by(officer())) == {*mine, stranger}


def test_an_officer_manages_any_organisation_from_the_same_screen(organisation, colleague):
    client = signed_in(officer())
    assert "Lina Petit" in text(client.get(at(organisation)))
    client.post(at(organisation, f"{colleague.pk}/retirer/"), {"reason": "Demande de l’employeur"})
    colleague.refresh_from_db()
    assert colleague.ended_at


def test_the_way_in_depends_on_how_many_organisations_one_has(organisation, manager):
    nobody = signed_in(UserFactory())
    assert "Vous ne faites partie d’aucune organisation" in text(nobody.get("/mon-organisation/"))
    client = signed_in(manager)
    response = client.get("/mon-organisation/")
    assert response.status_code == 302
    assert response.url.startswith(f"/mon-organisation/{organisation.slug}/")
    second = OrganisationFactory(name="La Scierie")
    add_member(organisation=second, user=manager, role=MEMBER, actor=SITE)
    page = text(client.get("/mon-organisation/"))
    assert "Mes organisations" in page
    assert "La Scierie" in page
    assert f"/mon-organisation/{organisation.slug}/" in page


def test_members_alone_find_the_way_in_the_header(client, organisation, manager):
    link = 'href="/mon-organisation/"'
    with CaptureQueriesContext(connection) as captured:
        assert link not in text(client.get("/mentions-legales/"))
    assert not any("auth_group" in query["sql"] for query in captured)
    assert link in text(signed_in(manager).get("/mentions-legales/"))
    assert link not in text(signed_in(UserFactory()).get("/mentions-legales/"))
