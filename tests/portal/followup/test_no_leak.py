"""What is written in a case is found nowhere else.

A marker stands in every text of the cases; their screens are opened by those who may and by those
who may not, their people are looked for, and what sends mail is done. Then every table outside the
area, every cache, every log and every page outside is searched for it.
"""

import io
import logging
import pickle
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from post_office.models import Email
from psycopg import sql

from config.logs import SafeJsonFormatter
from portal.accounts.actors import Actor
from portal.followup.access.services.emergency import break_glass
from portal.followup.access.services.team import ask_to_join
from portal.followup.appointments.services import cancel
from portal.followup.booking.services.reminders import send_due
from portal.followup.journal.services import write
from portal.followup.models import Beneficiary, Draft, JournalEntry
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.authorisation.rows import ROWS
from tests.portal.accounts.people import officer, signed_in
from tests.portal.followup.booking.diaries import choose, invite, make_category
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_household,
    make_professional,
)
from tests.sizes import IS_FULL
from tests.states import undone
from tests.test_authorisation_matrix import World

MARK = "zqmarqueur"
pytestmark = pytest.mark.django_db
# What tells two rows apart.
KEYS = frozenset({"matricule", "headings_hash", "code_hash", "key"})
# Of other parts: what names somebody who works in the area, not somebody who is followed.
_PUBLIC_PAGES = ("/", "/offres/", f"/recherche/?q={MARK}", f"/api/v1/opportunities/?q={MARK}")


def texts_of(model: type[models.Model]) -> list[models.Field]:
    """Its fields that people or files fill in, and that can hold the marker."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.FileField)
        and not field.choices
        and not field.unique
        and field.name not in KEYS
        and (field.max_length or len(MARK)) >= len(MARK)
    ]


def of_cases() -> Iterator[type[models.Model]]:
    """Tables that say something of somebody who is followed, histories apart."""
    for model in apps.get_app_config("followup").get_models():
        names = {field.name for field in model._meta.fields}
        is_about = "beneficiary" in names or model.__name__ in {"Beneficiary", "Household"}
        if hasattr(model, "unscoped") and is_about:
            yield model


def mark_everything() -> int:
    """Put the marker in every text of every row; return how many columns hold it."""
    marked = 0
    with system_scope(Scope.TEST):
        for model in of_cases():
            for field in texts_of(model):
                value = f"{MARK}@exemple.test" if isinstance(field, models.EmailField) else MARK
                marked += bool(model.unscoped.update(**{field.name: value}))
            for field in model._meta.concrete_fields:
                if isinstance(field, models.JSONField) and model is Draft:
                    model.unscoped.update(**{field.name: {"texte": MARK}})
    return marked


@pytest.fixture(scope="module")
def world(lasting):
    """Cases with a row of every theme."""
    made = World()
    with acting_as(made.adviser.user):
        write(
            beneficiary=made.case,
            text=MARK,
            visibility=JournalEntry.Visibility.TEAM,
            actor=Actor(made.adviser.user),
        )
    # More columns than a few: the world has a row of most tables.
    assert mark_everything() > 40
    return made


@pytest.fixture(scope="module")
def logged(lasting) -> Iterator[io.StringIO]:
    """What the log of the site would hold, in its own format."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(SafeJsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    former, root.level = root.level, logging.DEBUG
    yield stream
    root.removeHandler(handler)
    root.level = former


def found_in_tables() -> list[str]:
    """The tables outside the area that hold the marker somewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall() if not name.startswith("followup")]
        question = sql.SQL("SELECT EXISTS (SELECT FROM {} AS line WHERE line::text ILIKE %s)")
        found = []
        for name in names:
            cursor.execute(question.format(sql.Identifier(name)), [f"%{MARK}%"])
            if cursor.fetchone()[0]:
                found.append(name)
    return found


def found_in_caches() -> list[str]:
    return [
        alias
        for alias in caches
        if MARK.encode() in pickle.dumps(dict(getattr(caches[alias], "_cache", {})))
    ]


def screens(world: World) -> list[str]:
    """The addresses of the area that are opened by a GET."""
    return [
        row.path.format_map(vars(world))
        for name, row in ROWS.items()
        if name.startswith("followup:") and row.method == "get"
    ]


def test_the_marker_is_looked_for_where_it_would_be(world):
    """The search finds it in the area, and in a table outside when it is put there."""
    with system_scope(Scope.TEST), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM followup_journalentry WHERE text = %s", [MARK])
        assert cursor.fetchone()[0] > 0
    assert found_in_tables() == []
    with undone():
        Email.objects.create(from_email="a@exemple.test", subject=MARK, status=0)
        assert found_in_tables() == ["post_office_email"]


def test_screens_of_cases_leave_nothing_outside_of_the_area(world, logged):
    """Each is opened by the first who is answered, in the full run by everybody, and by somebody
    who works on no case of theirs."""
    professionals = (world.adviser, world.unit_manager, world.orientation_officer)
    insiders = [signed_in(professional.user) for professional in professionals]
    stranger = signed_in(make_professional().user)
    shown = 0
    for address in screens(world):
        for browser in insiders:
            answer = browser.get(address)
            assert answer.status_code != 500
            shown += MARK.encode() in answer.content
            if answer.status_code == 200 and not IS_FULL:
                break
        answer = stranger.get(address)
        assert answer.status_code != 500
        if answer.status_code in {403, 404}:
            assert MARK.encode() not in answer.content
    assert shown > 5
    assert found_in_tables() == []
    assert found_in_caches() == []
    assert MARK not in logged.getvalue().lower()


def test_no_public_screen_nor_officer_finds_it(world):
    for browser in (Client(), signed_in(officer())):
        for address in _PUBLIC_PAGES:
            page = browser.get(address).content.decode().replace(f"q={MARK}", "")
            shown = page.replace(f'value="{MARK}"', "").replace(f"«\u00a0{MARK}\u00a0»", "")
            assert f">{MARK}" not in shown


def test_what_writes_to_people_says_nothing_of_the_case(world, logged):
    with undone():
        before = Email.objects.count()
        asking = make_professional(unit=world.unit)
        with acting_as(asking.user):
            actor = Actor(asking.user)
            ask_to_join(beneficiary=world.case, professional=asking, reason=MARK, actor=actor)
            break_glass(number=world.case.number, reason=MARK, actor=actor)
        assert Email.objects.count() > before
        assert found_in_tables() == []
        assert MARK not in logged.getvalue().lower()


def test_what_invites_a_person_says_nothing_of_the_case(world, logged):
    with undone():
        with system_scope(Scope.TEST):
            Beneficiary.unscoped.filter(pk=world.case.pk).update(email="eloise@exemple.test")
            case = Beneficiary.unscoped.select_related("unit").get(pk=world.case.pk)
        before = Email.objects.count()
        invitation = invite(case, world.adviser, category=make_category("Autre rendez-vous"))
        visitor = Client()
        shown = visitor.get(f"/rendez-vous/{invitation.token}/").content.decode()
        row = choose(invitation, 40)
        shown += visitor.get(f"/rendez-vous/{invitation.token}/pris/").content.decode()
        send_due(now=row.starts_at - timedelta(days=1))
        with acting_as(world.adviser.user):
            cancel(appointment=row, actor=Actor(world.adviser.user), by_service=True, reason=MARK)
        # Invited, confirmed, reminded, cancelled.
        assert Email.objects.count() == before + 4
        assert MARK not in shown
        assert found_in_tables() == []
        assert found_in_caches() == []
        assert MARK not in logged.getvalue().lower()


def test_an_error_of_the_database_does_not_tell_whom_it_is_about(world, logged):
    with undone():
        household = make_household()
        make_beneficiary(household=household, birth_name=MARK)
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            make_beneficiary(household=household, birth_name=MARK)
        # Row security makes PostgreSQL leave out the values that it names elsewhere.
        assert MARK not in str(caught.value)
        logging.getLogger("django.request").error("Erreur", exc_info=caught.value)
        assert "IntegrityError" in logged.getvalue()
        assert MARK not in logged.getvalue().lower()


def test_a_case_within_reach_shows_it_to_its_adviser_alone(world):
    path = f"/suivi/dossiers/{world.case.pk}/"
    assert MARK in signed_in(world.adviser.user).get(path).content.decode()
    assert signed_in(make_professional().user).get(path).status_code == 404
    with acting_as(make_professional().user):
        assert not Beneficiary.unscoped.filter(birth_name=MARK).exists()
