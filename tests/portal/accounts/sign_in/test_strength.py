"""A password that is soon guessed is refused wherever one is set, in words that help."""

import getpass
from io import StringIO

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.accounts.models import Invitation, Membership, User
from portal.accounts.services.invitations import invite_to_organisation
from portal.accounts.services.memberships import add_member
from portal.accounts.sign_in.strength import HELP, guesses, own_words
from snippets.models import SiteSettings
from tests.factories import PASSWORD, OrganisationFactory, UserFactory
from tests.portal.accounts.people import person_with
from tests.portal.accounts.sign_in.conftest import enter, path_in_mail
from tests.portal.accounts.sign_in.test_own_account import choose, reset_link

pytestmark = pytest.mark.django_db
WEAK = [
    "motdepasse123",
    "aaaaaaaaaaaa",
    "azertyuiop12",
    "qsdfghjklm12",
    "M0tDeP@sse2026",
    "Bonjour2024!!",
    "soleilsoleil12",
    "jetaimemaman",
    "Marseille13013",
    "11/09/1998 zoe",
    "declic-belfort",
    "Declic2026!!",
    "belfort90000!",
    "motdepassemotdepasse",
    "            ",
]
THEIRS = [
    "ZénobieLœuf1",
    "zenobie.loeuf",
    "Loeuf-Zenobie-90",
    "zenobieloeuf1987",
    "z.quatrebarbes!",
    "Fromagerie-du-Lion",
    "fromageriedulion90",
]
GOOD = [
    PASSWORD,
    "une-phrase-de-passe-neuve",
    "jeudi matin bus bleu",
    "déménageur-lundi-vélo",
    "cheval pile agrafe rideau",
    "kX9#mQ2$vL7@",
    "#$%!&?*-+=@9",
    "🦊🐻 belette mauve 12",
]


@pytest.fixture
def person():
    user = UserFactory(email="z.quatrebarbes@exemple.test", first_name="Zénobie", last_name="Lœuf")
    organisation = OrganisationFactory(name="Fromagerie du Lion")
    add_member(
        organisation=organisation, user=user, role=Membership.Role.MANAGER, actor=Actor(user)
    )
    return user


@pytest.mark.parametrize("password", WEAK)
def test_common_words_keys_in_a_row_and_dates_are_refused(password):
    with pytest.raises(ValidationError, match="serait vite deviné"):
        validate_password(password)


@pytest.mark.parametrize("password", THEIRS)
def test_one_s_own_words_are_refused_to_oneself_only(person, password):
    with pytest.raises(ValidationError, match="serait vite deviné"):
        validate_password(password, person)


@pytest.mark.parametrize("password", GOOD)
def test_a_phrase_or_something_random_is_accepted(person, password):
    validate_password(password, person)


def test_the_site_s_own_name_is_known():
    assert guesses("quincaillerie-90") > guesses("zzz") + 4
    SiteSettings.objects.create(site_name="Quincaillerie")
    with pytest.raises(ValidationError, match="vite deviné"):
        validate_password("quincaillerie-90")


def test_a_long_password_is_estimated_by_its_beginning(person):
    start = "cheval pile agrafe rideau " * 3
    words = own_words(person)
    assert guesses(start + "x" * 1_000_000, words) == guesses(start[:72], words)


def test_a_short_password_is_told_its_length_only():
    with pytest.raises(ValidationError) as refusal:
        validate_password("azerty12")
    assert "vite deviné" not in str(refusal.value.messages)


def refused(page):
    """Whether a form came back with the help beside its field."""
    return page.status_code == 422 and HELP in page.text


def test_every_form_that_sets_a_password_refuses_one(client, person):
    sign_up = {"first_name": "Anatole", "last_name": "Wurmser", "email": "a@exemple.test"}
    for password in (WEAK[0], "anatole-wurmser"):
        answer = client.post("/compte/inscription/", {**sign_up, "password1": password})
        assert refused(answer), password
    assert refused(choose(client, reset_link(client, person), password=THEIRS[0]))
    enter(client, person)
    change = {"oldpassword": PASSWORD, "password1": WEAK[0], "password2": WEAK[0]}
    assert refused(client.post("/compte/mot-de-passe/", change))
    User.objects.filter(pk=person.pk).update(password="!")
    client.force_login(User.objects.get(pk=person.pk))
    first = {"password1": THEIRS[1], "password2": THEIRS[1]}
    assert refused(client.post("/compte/mot-de-passe/choisir/", first))
    assert not User.objects.filter(email="a@exemple.test").exists()
    assert not User.objects.get(pk=person.pk).has_usable_password()


def test_an_invited_person_is_refused_the_name_of_the_organisation(client, person):
    invite_to_organisation(
        email="neuf@exemple.test",
        organisation=person.memberships.get().organisation,
        role=Membership.Role.MEMBER,
        actor=Actor(person),
    )
    link = path_in_mail(r"(/invitation/\S+/)", "neuf@exemple.test")
    account = {"first_name": "Ida", "last_name": "Roy"}
    for password in ("fromageriedulion90", "ida-roy-ida-roy", WEAK[1]):
        assert refused(client.post(link, {**account, "password": password})), password
    assert Invitation.objects.get().accepted_at is None


def test_the_command_that_changes_a_password_refuses_one(person, monkeypatch):
    monkeypatch.setattr(getpass, "getpass", lambda *_args, **_kwargs: THEIRS[0])
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("changepassword", person.email, stdout=told, stderr=told)
    assert HELP in told.getvalue()
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_staff_are_held_to_the_same():
    with pytest.raises(ValidationError, match="vite deviné"):
        validate_password("motdepasse123", person_with(LevelName.ADVISER))
