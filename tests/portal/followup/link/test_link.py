"""A case and an account are linked by a code that was given, and by nothing else."""

import re
import subprocess
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.access.log import Act
from portal.followup.link import services
from portal.followup.link.codes import ALPHABET, hash_of, new_code
from portal.followup.link.errors import LinkError
from portal.followup.link.queries import people_followed_by
from portal.followup.models import AccessEntry, AccountLink, Appointment, LinkCode
from portal.followup.rows.scope import Scope, acting_as, system_scope
from portal.participation.rules import may_act_for, must_not_meet
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import give, person_with, place, signed_in
from tests.portal.followup.people_of_the_area import (
    join_team,
    link_account,
    make_beneficiary,
    make_professional,
)

pytestmark = pytest.mark.django_db
OWN = "/mon-espace/accompagnement/"


@pytest.fixture
def adviser():
    return make_professional(first_name="Inès", last_name="Roy")


@pytest.fixture
def case(adviser):
    return make_beneficiary(adviser, birth_name="Vauthier", email="couple@exemple.test")


@pytest.fixture
def person():
    return person_with(LevelName.CANDIDATE, email="couple@exemple.test")


def given(case, adviser) -> str:
    """A code for this case, made by its adviser."""
    with acting_as(adviser.user):
        return services.give_code(beneficiary=case, actor=Actor(adviser.user)).code


def used(code: str, user) -> AccountLink:
    with acting_as(user):
        return services.use_code(code=code, user=user, actor=Actor(user))


def links() -> list[AccountLink]:
    with system_scope(Scope.TEST):
        return [*AccountLink.unscoped.order_by("pk")]


def entries() -> list[tuple[str, str]]:
    with system_scope(Scope.TEST):
        return [*AccessEntry.unscoped.order_by("pk").values_list("act", "reason")]


def test_a_code_is_long_enough_and_read_in_every_way():
    code = new_code()
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-?){{3}}", code)
    assert len(ALPHABET) ** 12 > 2**55
    assert hash_of(code) == hash_of(f" {code.lower().replace('-', ' ')} ")
    assert len({new_code() for _ in range(200)}) == 200


def test_an_equal_address_links_nothing(case, adviser, person):
    page = signed_in(person).get(OWN)
    assert page.status_code == 200
    assert "Inès" not in page.content.decode()
    assert links() == []


def test_both_sides_see_the_link_and_either_cuts_it(case, adviser, person):
    colleague, own = signed_in(adviser.user), signed_in(person)
    page = colleague.post(reverse("followup:link_code", args=[case.pk]))
    code = re.search(rf"[{ALPHABET}]{{4}}(?:-[{ALPHABET}]{{4}}){{2}}", page.content.decode())[0]
    assert own.post(OWN, {"code": code.lower()}).status_code == 302
    page = own.get(OWN).content.decode()
    assert "Inès Roy" in page
    assert "Vauthier" not in page
    assert (
        "lié à un compte"
        in colleague.get(reverse("followup:link", args=[case.pk])).content.decode()
    )
    (link,) = links()
    assert (link.user, link.beneficiary_id) == (person, case.pk)
    message = Email.objects.get(to="couple@exemple.test")
    assert "accompagnement" in message.subject

    assert own.post(f"{OWN}couper/").status_code == 302
    assert links()[0].cut_by == AccountLink.Side.PERSON
    assert "Inès" not in own.get(OWN).content.decode()
    assert "coupé par la personne" in " ".join(
        colleague.get(reverse("followup:link", args=[case.pk])).content.decode().split()
    )
    used(given(case, adviser), person)
    assert colleague.post(reverse("followup:link_cut", args=[case.pk])).status_code == 302
    assert links()[1].cut_by == AccountLink.Side.SERVICE
    assert (Act.LINK, "Code donné") in entries()
    assert (Act.LINK, "Lien coupé") in entries()


def test_who_follows_a_case_does_not_link_it_with_their_own_account(case, adviser):
    """Their account would still read who follows the person, and when they meet, afterwards."""
    give(adviser.user, LevelName.CANDIDATE)
    code = given(case, adviser)
    page = signed_in(adviser.user).post(OWN, {"code": code})
    assert page.status_code == 422
    assert "Vous suivez ce dossier" in page.content.decode()
    assert links() == []


@pytest.mark.parametrize("fault", ["guessed", "used", "replaced", "too old"])
def test_a_code_that_is_not_good_says_so_changes_nothing_and_leaves_a_trace(
    case, adviser, person, fault
):
    code = given(case, adviser)
    if fault == "guessed":
        code = new_code()
    elif fault == "used":
        other = person_with(LevelName.CANDIDATE)
        used(code, other)
    elif fault == "replaced":
        given(case, adviser)
    else:
        with system_scope(Scope.TEST):
            LinkCode.unscoped.update(expires_at=timezone.now() - timedelta(minutes=1))
    before = len(links())
    answer = signed_in(person).post(OWN, {"code": code})
    assert answer.status_code == 422
    assert "Ce code ne convient pas" in answer.content.decode()
    assert len(links()) == before
    assert entries()[-1][0] == Act.REFUSED


def test_guessing_is_stopped(case, adviser, person):
    code = given(case, adviser)
    browser = signed_in(person)
    for _ in range(6):
        browser.post(OWN, {"code": new_code()})
    answer = browser.post(OWN, {"code": code})
    assert answer.status_code == 429
    assert links() == []


def test_a_linked_case_and_a_linked_account_take_no_second_link(case, adviser, person):
    used(given(case, adviser), person)
    with pytest.raises(LinkError, match="déjà lié"):
        given(case, adviser)
    other = make_beneficiary(adviser)
    with pytest.raises(LinkError, match="déjà lié"):
        used(given(other, adviser), person)
    assert len(links()) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        link_account(other, person)


def test_the_code_is_kept_nowhere(case, adviser):
    code = given(case, adviser)
    with system_scope(Scope.TEST):
        kept = LinkCode.unscoped.get()
    assert code not in str(vars(kept))
    assert code.replace("-", "") not in str(vars(kept))


def test_the_letter_holds_a_code_that_works(case, adviser, person, tmp_path):
    answer = signed_in(adviser.user).post(
        reverse("followup:link_code", args=[case.pk]), {"courrier": "1"}
    )
    assert answer["Content-Type"] == "application/pdf"
    file = tmp_path / "courrier.pdf"
    file.write_bytes(answer.content)
    said = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True)
    code = re.search(rf"[{ALPHABET}]{{4}}(?:-[{ALPHABET}]{{4}}){{2}}", said.stdout)[0]
    assert "Vauthier" in said.stdout
    assert used(code, person).beneficiary_id == case.pk


def test_a_linked_person_reads_the_next_appointment_and_no_note(case, adviser, person):
    with system_scope(Scope.TEST):
        link_account(case, person)
        Appointment.unscoped.create(
            beneficiary=case,
            professional=adviser,
            starts_at=timezone.now() + timedelta(days=3),
            place="Salle des Tilleuls",
            state_reason="À recadrer",
        )
    page = signed_in(person).get(OWN).content.decode()
    assert "Salle des Tilleuls" in page
    assert "recadrer" not in page


def test_an_adviser_acts_for_those_they_follow_and_for_no_other(case, adviser, person):
    link_account(case, person)
    other = make_professional()
    manager = make_professional(LevelName.UNIT_MANAGER, unit=adviser.unit)
    assert [*people_followed_by(adviser.user)] == [person]
    assert may_act_for(adviser.user, person)
    assert not may_act_for(other.user, person)
    assert not may_act_for(manager.user, person)
    with acting_as(adviser.user):
        services.cut(link=links()[0], side=AccountLink.Side.SERVICE, actor=Actor(adviser.user))
    assert not may_act_for(adviser.user, person)


def test_who_reads_a_case_meets_the_person_nowhere_else(case, adviser, person):
    """Neither as a recruiter nor as a sponsor; the link says who it is, an equal name does not."""
    assert not must_not_meet(adviser.user, person)
    link_account(case, person)
    assert must_not_meet(adviser.user, person)
    member = make_professional(unit=adviser.unit)
    assert not must_not_meet(member.user, person)
    join_team(case, member)
    assert must_not_meet(member.user, person)
    assert must_not_meet(make_professional(LevelName.UNIT_MANAGER, unit=adviser.unit).user, person)
    assert not must_not_meet(make_professional().user, person)
    assert not must_not_meet(adviser.user, person_with(LevelName.CANDIDATE))
    assert not must_not_meet(person_with(LevelName.SPONSOR), person)
    place(adviser.user, LevelName.ORGANISATION_MEMBER, OrganisationFactory())
    assert must_not_meet(adviser.user, person)
    with acting_as(adviser.user):
        services.cut(link=links()[0], side=AccountLink.Side.SERVICE, actor=Actor(adviser.user))
    assert not must_not_meet(adviser.user, person)
