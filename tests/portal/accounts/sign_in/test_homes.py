"""Where a person lands who was not going anywhere: the page where their work is."""

import re

import pytest
from django.utils import timezone

from portal.accounts.level_names import OF_STAFF, ON_CASES, LevelName
from portal.accounts.models import JoinRequest, User
from portal.accounts.sign_in import next_page
from portal.accounts.sign_in.next_page import home_of, register_home
from snippets.models import Organisation
from tests.factories import PASSWORD, OrganisationFactory, UserFactory, job_offer_index
from tests.portal.accounts.people import give, place
from tests.portal.accounts.sign_in.conftest import code, enter, path_in_mail, with_app
from tests.portal.followup.people_of_the_area import place as place_in_the_area

pytestmark = pytest.mark.django_db
L = LevelName
MEMBER, MANAGER = L.ORGANISATION_MEMBER, L.ORGANISATION_MANAGER
SECOND = "/compte/connexion/verification/"
SET_UP = "/compte/seconde-verification/"
CMS, RIGHTS, SPACE, ORGANISATION = "/cms/", "/habilitations/", "/mon-espace/", "/mon-organisation/"
FOLLOWED = "/suivi/"
SETTINGS = "/compte/"

LANDS = [
    ((), SETTINGS),
    ((L.CANDIDATE,), SPACE),
    ((MEMBER,), ORGANISATION),
    ((MANAGER,), ORGANISATION),
    ((L.COMMUNICATION,), CMS),
    ((L.EMPLOYMENT_OFFICER,), CMS),
    ((L.RIGHTS_ADMINISTRATOR,), RIGHTS),
    ((L.ADVISER,), FOLLOWED),
    ((L.ORIENTATION_OFFICER,), FOLLOWED),
    ((L.UNIT_MANAGER,), FOLLOWED),
    ((L.BOARD_MEMBER,), "/suivi/equipe/"),
    ((L.APPEAL_OFFICER,), "/suivi/recours/"),
    ((L.SPONSOR,), "/parrainage/"),
    ((L.SPONSORSHIP_COORDINATOR,), "/parrainage/coordination/"),
    # Whoever registers is a candidate, whatever comes next.
    ((L.CANDIDATE, MANAGER), ORGANISATION),
    ((L.CANDIDATE, L.ADVISER), FOLLOWED),
    ((L.CANDIDATE, L.UNIT_MANAGER), FOLLOWED),
    ((MEMBER, L.ADVISER), FOLLOWED),
    ((MEMBER, L.EMPLOYMENT_OFFICER), CMS),
    ((L.COMMUNICATION, L.RIGHTS_ADMINISTRATOR), CMS),
    ((L.RIGHTS_ADMINISTRATOR, MEMBER), RIGHTS),
]


def somebody(levels) -> User:
    """A person with these levels, and an application where one is asked of them."""
    user = UserFactory()
    for level in levels:
        give(user, level)
    if ON_CASES & set(levels):
        place_in_the_area(user)
    return with_app(user) if OF_STAFF & set(levels) else user


@pytest.mark.parametrize(("levels", "lands"), LANDS)
def test_each_person_lands_where_their_work_is_and_may_enter(client, levels, lands):
    job_offer_index()
    user = somebody(levels)
    answer = enter(client, user)
    if answer.url == SECOND:
        answer = client.post(SECOND, {"code": code()})
    assert answer.url == lands
    assert client.get(lands, follow=True).status_code == 200


@pytest.mark.parametrize("level", [MEMBER, MANAGER])
def test_the_organisation_opens_while_it_is_suspended(client, level):
    user = UserFactory()
    organisation = place(user, level).organisation
    organisation.suspended_at, organisation.suspended_by = timezone.now(), UserFactory()
    organisation.suspension_reason = "Signalements"
    organisation.save()
    assert client.get(enter(client, user).url, follow=True).status_code == 200


def test_somebody_who_comes_back_to_the_sign_in_page_is_led_there_too(client):
    client.force_login(somebody([MEMBER]))
    assert client.get("/compte/connexion/").url == ORGANISATION


def test_the_only_organisation_opens_at_once_and_several_are_a_choice(client):
    user = UserFactory()
    first = place(user, MEMBER).organisation
    opened = enter(client, user).url
    assert client.get(opened).url == f"{ORGANISATION}{first.slug}/"
    place(user, MANAGER)
    assert client.get(opened).status_code == 200


def test_a_partner_who_helps_with_cvs_begins_in_their_organisation(client):
    partner = OrganisationFactory(
        kind=Organisation.Kind.EMPLOYMENT_PARTNER, verified_at=timezone.now()
    )
    user = UserFactory()
    place(user, MEMBER, partner)
    assert enter(client, user).url == ORGANISATION


def test_who_has_left_is_led_there_no_more(client):
    user = somebody([L.CANDIDATE, MEMBER])
    user.memberships.update(ended_at=timezone.now())
    user.groups.remove(user.groups.get(name=MEMBER))
    assert enter(client, user).url == SPACE


@pytest.mark.parametrize(("levels", "lands"), [((), ORGANISATION), ((L.CANDIDATE,), SPACE)])
def test_who_asks_to_join_an_organisation_reads_where_the_request_stands(client, levels, lands):
    user = somebody(levels)
    organisation = OrganisationFactory(name="Menuiserie du Lion")
    JoinRequest.objects.create(user=user, organisation=organisation)
    assert enter(client, user).url == lands
    assert "Menuiserie du Lion" in client.get(ORGANISATION).content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_agent_lands_there_once_the_second_factor_is_set_up(client):
    job_offer_index()
    user = UserFactory()
    give(user, L.RIGHTS_ADMINISTRATOR)
    assert client.get(enter(client, user).url).url == SET_UP
    client.post("/compte/confirmer/", {"password": PASSWORD})
    form = client.get(f"{SET_UP}application/").content.decode()
    secret = re.search(r'class="totp-secret">(\w+)<', form)[1]
    client.post(f"{SET_UP}application/", {"code": code(secret)})
    assert client.get(f"{SET_UP}continuer/").url == RIGHTS
    # Nothing is remembered any more.
    assert client.get(f"{SET_UP}continuer/").url == RIGHTS


def test_a_verified_address_opens_the_work_that_waits(client):
    client.post(
        "/compte/inscription/",
        {
            "first_name": "Éloïse",
            "last_name": "Martin",
            "email": "eloise@exemple.test",
            "password1": PASSWORD,
        },
    )
    user = User.objects.get()
    place(user, MEMBER)
    link = path_in_mail(r"https?://[^/]+(/compte/adresse/\S+/)", user.email)
    assert client.post(link).url == ORGANISATION


def test_what_another_app_registers_is_led_to_in_its_order(monkeypatch):
    user = somebody([L.CANDIDATE])
    monkeypatch.setattr(next_page, "_homes", dict(next_page._homes))
    register_home(lambda person: person == user, "candidates:profile", order=45)
    register_home(lambda _: True, "candidates:alerts", order=90)
    assert home_of(user) == "/mon-espace/profil/"
    assert home_of(UserFactory()) == "/mon-espace/alertes/"
