"""Groupe de suivi: a request opens nothing; the referent or the unit's manager lets in, or not."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.access import reach, services
from portal.followup.access.errors import AccessError
from portal.followup.access.jobs import lapse_team_requests
from portal.followup.configuration.delays import Delay
from portal.followup.configuration.models import DelaySetting
from portal.followup.models import AccessEntry, CareTeamMember
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_beneficiary,
    make_professional,
    make_unit,
    replace,
)
from tests.states import fresh

pytestmark = pytest.mark.django_db


class World:
    def __init__(self):
        unit, other = make_unit(), make_unit()
        self.referent = make_professional(unit=unit)
        self.manager = make_professional(LevelName.UNIT_MANAGER, unit=unit)
        self.colleague = make_professional(unit=unit)
        self.asker = make_professional(unit=other)
        self.asker_manager = make_professional(LevelName.UNIT_MANAGER, unit=other)
        self.officer = make_professional(LevelName.ORIENTATION_OFFICER)
        self.case = make_beneficiary(self.referent, birth_name="Introuvable")


@pytest.fixture(scope="module")
def world(lasting):
    return World()


def acting(professional, service, /, **options):
    with acting_as(professional.user):
        return service(actor=Actor(professional.user), **options)


def ask(world, professional=None, by=None):
    return acting(
        by or world.asker,
        services.ask_to_join,
        beneficiary=world.case,
        professional=professional or world.asker,
        reason="Dossier de logement",
    )


def reads(professional, case) -> bool:
    user = type(professional.user).objects.get(pk=professional.user_id)
    with acting_as(user):
        return reach.case_ids(user).filter(pk=case.pk).exists()


def row(one):
    with system_scope(Scope.TEST):
        return fresh(one)


def mails_to(professional) -> list[Email]:
    return [*Email.objects.filter(to=professional.user.email).order_by("pk")]


def acts(world) -> list[str]:
    with system_scope(Scope.TEST):
        rows = AccessEntry.unscoped.filter(beneficiary=world.case).order_by("pk")
        return [*rows.values_list("act", flat=True)]


def test_a_request_opens_nothing_and_is_told_to_who_answers(world):
    member = ask(world)
    assert not reads(world.asker, world.case)
    assert member.lapses_at - member.asked_at > timedelta(days=29)
    for person in (world.referent, world.manager):
        (mail,) = mails_to(person)
        assert world.case.shown_number in mail.message
        assert "Introuvable" not in mail.message + mail.subject
    assert mails_to(world.asker) == mails_to(world.officer) == mails_to(world.colleague) == []
    assert acts(world) == ["ask_team"]


@pytest.mark.parametrize("who", ["referent", "manager"])
def test_who_answers_lets_in(world, who):
    member = ask(world)
    acting(getattr(world, who), services.confirm, member=member)
    assert reads(world.asker, world.case)
    assert row(member).confirmed_by_id == getattr(world, who).pk
    assert "acceptée" in mails_to(world.asker)[-1].message
    assert acts(world) == ["ask_team", "grant"]


def test_the_deputy_of_an_absent_referent_answers(world):
    member = ask(world)
    with pytest.raises(AccessError):
        acting(world.colleague, services.confirm, member=member)
    replace(world.referent, world.colleague)
    acting(world.colleague, services.confirm, member=member)
    assert reads(world.asker, world.case)


@pytest.mark.parametrize("who", ["asker", "asker_manager", "officer", "colleague"])
def test_nobody_else_lets_in(world, who):
    member = ask(world)
    with pytest.raises(AccessError):
        acting(getattr(world, who), services.confirm, member=member)
    with pytest.raises(AccessError):
        acting(getattr(world, who), services.refuse, member=member, reason="Non")
    browser = signed_in(getattr(world, who).user)
    assert browser.post(f"/suivi/groupes/{member.pk}/confirmer/").status_code in {403, 404}
    assert browser.get(f"/suivi/groupes/{member.pk}/refuser/").status_code in {403, 404}
    assert not reads(world.asker, world.case)


def test_a_member_of_the_team_lets_nobody_in(world):
    join_team(world.case, world.colleague)
    member = ask(world)
    with pytest.raises(AccessError):
        acting(world.colleague, services.confirm, member=member)


def test_a_manager_of_the_unit_who_also_follows_does_not_let_oneself_in(world):
    from tests.portal.accounts.people import give

    give(world.manager.user, LevelName.ADVISER)
    member = ask(world, world.manager, by=world.manager)
    with pytest.raises(AccessError):
        acting(world.manager, services.confirm, member=member)


def test_a_refusal_has_a_reason_that_is_read(world):
    member = ask(world)
    with pytest.raises(AccessError) as refused:
        acting(world.referent, services.refuse, member=member, reason="  ")
    assert refused.value.field == "reason"
    browser = signed_in(world.referent.user)
    typed = {"reason": "Déjà fait"}
    assert browser.post(f"/suivi/groupes/{member.pk}/refuser/", typed).status_code == 302
    assert row(member).refused_at
    page = signed_in(world.asker.user).get("/suivi/groupes/").content.decode()
    assert "Déjà fait" in page
    assert "Introuvable" not in page
    assert "Déjà fait" not in mails_to(world.asker)[-1].message
    # Another may be made.
    ask(world)


def test_one_request_at_a_time(world):
    ask(world)
    with pytest.raises(AccessError, match="attend déjà"):
        ask(world)


def test_after_its_delay_a_request_opens_nothing(world):
    member = ask(world)
    with system_scope(Scope.TEST):
        CareTeamMember.unscoped.filter(pk=member.pk).update(
            lapses_at=timezone.now() - timedelta(minutes=1)
        )
    with pytest.raises(AccessError, match="trop longtemps"):
        acting(world.referent, services.confirm, member=member)
    assert not reads(world.asker, world.case)
    # Asked again before the job came by.
    assert ask(world).pk != member.pk
    assert row(member).ends_at


def test_the_job_ends_what_lapsed_and_tells_who_asked(world):
    member = ask(world)
    lapse_team_requests(0)
    assert row(member).ends_at is None
    with system_scope(Scope.TEST):
        CareTeamMember.unscoped.filter(pk=member.pk).update(
            lapses_at=timezone.now() - timedelta(minutes=1)
        )
    lapse_team_requests(0)
    assert row(member).ends_at
    count = len(mails_to(world.asker))
    assert "sans réponse" in mails_to(world.asker)[-1].message
    lapse_team_requests(0)
    assert len(mails_to(world.asker)) == count


def test_the_delay_is_the_one_in_force_on_the_day_of_the_request(world):
    with system_scope(Scope.TEST):
        DelaySetting.unscoped.create(
            key=Delay.TEAM_REQUEST_DAYS, value=7, starts_on=timezone.localdate()
        )
    member = ask(world)
    assert (member.lapses_at - member.asked_at).days in {6, 7}


def test_the_referent_invites_and_so_confirms(world):
    asked = ask(world)
    browser = signed_in(world.referent.user)
    typed = {"professional": world.asker.pk, "reason": "Suivi du logement"}
    done = browser.post(f"/suivi/dossiers/{world.case.pk}/equipe/", typed)
    assert done.status_code == 302
    assert reads(world.asker, world.case)
    assert row(asked).ends_at
    assert world.case.shown_number in mails_to(world.asker)[-1].message
    page = browser.post(f"/suivi/dossiers/{world.case.pk}/equipe/", typed)
    assert page.status_code == 422
    assert "lit déjà ce dossier" in page.content.decode()


def test_who_has_no_level_to_follow_is_not_let_in(world):
    for person in (world.officer, world.asker_manager):
        with pytest.raises(AccessError) as refused:
            acting(
                world.referent,
                services.invite,
                beneficiary=world.case,
                professional=person,
                reason="Logement",
            )
        assert refused.value.field == "professional"


def test_a_member_invites_nobody(world):
    join_team(world.case, world.colleague)
    browser = signed_in(world.colleague.user)
    address = f"/suivi/dossiers/{world.case.pk}/equipe/"
    page = browser.get(address)
    assert page.status_code == 200
    assert "Faire entrer" not in page.content.decode()
    typed = {"professional": world.asker.pk, "reason": "Logement"}
    assert browser.post(address, typed).status_code == 404


@pytest.mark.parametrize("who", ["asker", "referent", "manager"])
def test_an_access_is_ended_at_once_by_who_has_it_or_who_answers(world, who):
    member = join_team(world.case, world.asker)
    assert reads(world.asker, world.case)
    browser = signed_in(getattr(world, who).user)
    done = browser.post(f"/suivi/groupes/{member.pk}/fin/", {"reason": "Logement trouvé"})
    assert done.status_code == 302
    assert not reads(world.asker, world.case)
    assert (
        signed_in(world.asker.user).get(f"/suivi/dossiers/{world.case.pk}/equipe/").status_code
        == 404
    )


@pytest.mark.parametrize("who", ["colleague", "asker_manager", "officer"])
def test_nobody_else_ends_it(world, who):
    member = join_team(world.case, world.asker)
    browser = signed_in(getattr(world, who).user)
    done = browser.post(f"/suivi/groupes/{member.pk}/fin/", {"reason": "Non"})
    assert done.status_code == 404
    assert reads(world.asker, world.case)


def test_a_manager_asks_for_somebody_of_their_unit_alone(world):
    ask(world, world.asker, by=world.asker_manager)
    with pytest.raises(AccessError) as refused:
        ask(world, world.colleague, by=world.asker_manager)
    assert refused.value.field == "professional"
    with pytest.raises(AccessError):
        ask(world, world.colleague, by=world.asker)


def test_who_left_or_lost_the_level_is_not_let_in(world):
    member = ask(world)
    with system_scope(Scope.TEST):
        type(world.asker).unscoped.filter(pk=world.asker.pk).update(left_on=timezone.localdate())
    with pytest.raises(AccessError, match="ne travaille plus"):
        acting(world.referent, services.confirm, member=member)


def test_where_nobody_can_answer_it_is_said(world):
    case = make_beneficiary()
    with pytest.raises(AccessError, match="service orientation"):
        acting(
            world.asker,
            services.ask_to_join,
            beneficiary=case,
            professional=world.asker,
            reason="Logement",
        )


def test_each_sees_what_they_answer_and_their_own(world):
    ask(world)
    assert (
        "Dossier de logement"
        in signed_in(world.referent.user).get("/suivi/groupes/").content.decode()
    )
    page = signed_in(world.asker.user).get("/suivi/groupes/").content.decode()
    assert "En attente" in page
    assert "Introuvable" not in page
    other = signed_in(world.colleague.user).get("/suivi/groupes/").content.decode()
    assert "Dossier de logement" not in other


def test_a_case_is_named_to_who_was_let_in(world):
    join_team(world.case, world.asker)
    page = signed_in(world.asker.user).get("/suivi/groupes/").content.decode()
    assert "Introuvable" in page


def test_own_requests_cost_the_same_for_many(world):
    browser = signed_in(world.asker.user)
    join_team(world.case, world.asker)
    few = queries_of(browser, "/suivi/groupes/")
    for _ in range(5):
        join_team(make_beneficiary(world.referent), world.asker)
    assert queries_of(browser, "/suivi/groupes/") == few


def test_the_screens_cost_the_same_for_many(world):
    browser = signed_in(world.referent.user)
    addresses = ("/suivi/groupes/", f"/suivi/dossiers/{world.case.pk}/equipe/")
    ask(world)
    join_team(world.case, world.colleague)
    few = [queries_of(browser, address) for address in addresses]
    for _ in range(10):
        join_team(world.case, make_professional())
        join_team(world.case, make_professional(), confirmed=False)
    assert [queries_of(browser, address) for address in addresses] == few
