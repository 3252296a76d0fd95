"""Tab « Droits »: what files said, in words, and what the orientation mends."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.entitlements import services
from portal.followup.entitlements.errors import EntitlementError, MendedMeanwhileError
from portal.followup.entitlements.models import Entitlement, OrganismMove, Status
from portal.followup.entitlements.reasons import reason_in_words
from portal.followup.models import ImportFile
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.factories import UserFactory
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.orientation.things import make_right, sent_back
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def referent(db):
    return make_professional(unit=make_unit())


@pytest.fixture
def case(referent):
    return make_beneficiary(referent)


@pytest.fixture
def officer(db):
    return make_professional(LevelName.ORIENTATION_OFFICER)


def given(**fields):
    today = timezone.localdate()
    values = {
        "on": today,
        "status": Status.CLOSED,
        "since": today - timedelta(days=3),
        "has_duties": True,
        "opened_on": None,
        "received_on": today,
        "explanation": "Appel à la CAF",
    }
    return values | fields


def record(case, user, **fields):
    with acting_as(user):
        return services.record_by_hand(beneficiary=case, actor=Actor(user), **given(**fields))


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        ("4", "06", "Déclaration trimestrielle de ressources non fournie"),
        ("5", "MUT", "Dossier passé à un autre organisme"),
        ("3", "GL", "Action non engagée"),
        # The same code says another thing of another state.
        ("5", "06", "code 06"),
        ("4", "ZZ", "code ZZ"),
        ("2", "", ""),
    ],
)
def test_reasons_are_said_in_words_and_unknown_codes_as_they_are(status, code, words):
    assert reason_in_words(status, code) == words


def test_the_tab_says_each_month_its_source_and_the_day_of_receipt(case, referent):
    with system_scope(Scope.TEST):
        file = ImportFile.unscoped.create(
            flow="monthly", name="octobre.xml", sha256="0" * 64, received_on=timezone.localdate()
        )
        OrganismMove.unscoped.create(
            beneficiary=case,
            direction="in",
            organism="MSA",
            organism_number="211",
            on=timezone.localdate(),
            received_on=timezone.localdate(),
        )
    make_right(case, received=40, source=file)
    make_right(case, received=10, status="4", reason="06", source=file, has_duties=False)
    page = signed_in(referent.user).get(reverse("followup:rights", args=[case.pk]))
    text = page.content.decode()
    assert page.status_code == 200
    for words in (
        "Droit ouvert, versement suspendu",
        "Déclaration trimestrielle de ressources non fournie",
        "n’est pas soumise aux droits et devoirs",
        "Fichier de la CAF ou de la MSA",
        "MSA 211",
    ):
        assert words in text, words
    # An adviser sees no file of an import; who imports does.
    assert "octobre.xml" not in text
    officer = make_professional(LevelName.ORIENTATION_OFFICER)
    text = signed_in(officer.user).get(page.request["PATH_INFO"]).content.decode()
    assert "octobre.xml" in text


def test_an_officer_writes_what_no_file_says_and_explains_it(case, officer):
    browser = signed_in(officer.user)
    url = reverse("followup:record_right", args=[case.pk])
    data = sent_back(browser.get(url))
    assert browser.post(url, data | {"status": "5"}).status_code == 422
    answer = browser.post(url, data | {"status": "5", "explanation": "Courrier du 12"})
    assert answer.status_code == 302
    page = browser.get(reverse("followup:rights", args=[case.pk])).content.decode()
    assert "Courrier du 12" in page
    assert f"Saisi par {officer.user}" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("on", timezone.localdate() + timedelta(days=1)),
        ("received_on", timezone.localdate() + timedelta(days=1)),
        ("since", timezone.localdate() + timedelta(days=1)),
        ("explanation", " "),
    ],
)
def test_what_is_written_by_hand_is_checked(case, officer, field, value):
    with pytest.raises(EntitlementError) as refused:
        record(case, officer.user, **{field: value})
    assert refused.value.field == field


def test_two_rights_of_one_day_are_refused_in_clear_words(case, officer):
    record(case, officer.user)
    with pytest.raises(EntitlementError, match="déjà connu"):
        record(case, officer.user)


def test_what_is_mended_is_no_files_any_more_and_keeps_its_history(case, officer):
    with system_scope(Scope.TEST):
        file = ImportFile.unscoped.create(
            flow="monthly", name="octobre.xml", sha256="0" * 64, received_on=timezone.localdate()
        )
    right = make_right(case, source=file, status="5", reason="PCG")
    browser = signed_in(officer.user)
    url = reverse("followup:mend_right", args=[case.pk, right.pk])
    data = sent_back(browser.get(url))
    mended = data | {"status": "2", "explanation": "Erreur de la CAF"}
    assert browser.post(url, mended).status_code == 302
    with system_scope(Scope.TEST):
        row = Entitlement.unscoped.get(pk=right.pk)
    assert (row.status, row.source_id, row.reason) == ("2", None, "")
    # Read before the correction, sent after it.
    answer = browser.post(url, data | {"status": "3", "explanation": "Autre"})
    assert answer.status_code == 409
    assert "Erreur de la CAF" in answer.content.decode()
    page = browser.get(reverse("followup:rights", args=[case.pk])).content.decode()
    assert "Droit clos → Droit ouvert et versable" in page
    with acting_as(officer.user), pytest.raises(MendedMeanwhileError):
        services.mend(entitlement=right, actor=Actor(officer.user), seen=0, **given(on=right.on))


@pytest.mark.parametrize("who", ["referent", "manager", "administrator", "candidate"])
def test_nobody_else_writes_a_right(case, referent, who):
    people = {
        "referent": lambda: referent.user,
        "manager": lambda: make_professional(LevelName.UNIT_MANAGER, unit=referent.unit).user,
        "administrator": lambda: person_with(LevelName.RIGHTS_ADMINISTRATOR),
        "candidate": UserFactory,
    }
    user = people[who]()
    with pytest.raises(EntitlementError):
        record(case, user)
    right = make_right(case)
    browser = signed_in(user)
    for name, args in (("record_right", [case.pk]), ("mend_right", [case.pk, right.pk])):
        assert browser.get(reverse(f"followup:{name}", args=args)).status_code == 403


@pytest.mark.parametrize("level", [LevelName.ADVISER, LevelName.UNIT_MANAGER])
def test_rights_of_somebody_elses_case_are_not_found(case, level):
    stranger = make_professional(level)
    url = reverse("followup:rights", args=[case.pk])
    assert signed_in(stranger.user).get(url).status_code == 404


def test_a_right_of_another_case_is_not_found_under_this_one(case, officer):
    right = make_right(make_beneficiary())
    url = reverse("followup:mend_right", args=[case.pk, right.pk])
    assert signed_in(officer.user).get(url).status_code == 404
