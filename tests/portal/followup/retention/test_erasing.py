"""One person with a row in every table: nothing that says who they are is left anywhere."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, models, transaction
from django.utils import timezone
from post_office.models import Email

from portal.accounts.level_names import LevelName as L
from portal.followup import models as area
from portal.followup.booking import mails as booking_mails
from portal.followup.models import (
    Beneficiary,
    BookingMessage,
    CaseDocument,
    Household,
    ImportAction,
    ImportLine,
    JournalEntry,
)
from portal.followup.retention.erasing.declared import RULES
from portal.followup.retention.erasing.engine import LARGE_COMMUNE, anonymise
from portal.followup.rows.scope import Scope, system_scope
from snippets.mail.models import SuppressedAddress
from snippets.mail.queue import queue_mail
from tests.factories import CommuneFactory, UserFactory
from tests.portal.followup.every_row import make, make_every_row
from tests.portal.followup.merging.laid import agree, make_pair, propose
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    link_account,
    make_beneficiary,
    make_household,
    make_professional,
)
from tests.portal.followup.retention.laid import archive, destroyed, every_text, manager_of

pytestmark = pytest.mark.django_db

MARK = "qzwxk"
ADDRESS = "qzwxkada@example.org"
# What is not of the person, or is compared with a list.
_KEPT = {"author_name", "opinion_by", "decider_name", "lifted_by", "withheld_reason"}


@in_test_scope
def marked(case) -> None:
    """Write the mark in every text that a rule erases, of every row of the case."""
    for name, rule in RULES.items():
        if rule.apart or name == "SearchKey":
            # Words of the name, which the mark is in already.
            continue
        model = apps.get_model("followup", name)
        names = (rule.text + " " + rule.blank).split()
        if rule.is_dropped or name in {"Household", "ReviewBoardSession"}:
            names = _texts(model)
        values = {}
        for one in names:
            field = model._meta.get_field(one)
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                values[one] = f"{MARK}{one}"[: field.max_length or 50]
        if name == "ReviewBoardSession":
            # The room of a session is no person's.
            values.pop("place", None)
        values.pop("email", None)
        values.pop("address", None)
        key = {"Beneficiary": "pk", "Household": "members", "ReviewBoardSession": ""}.get(
            name, "beneficiary"
        )
        rows = model.unscoped.all()
        if key:
            rows = model.unscoped.filter(pk__in=rows.filter(**{key: case.pk}).values("pk"))
        if values:
            rows.update(**values)
    area.ReviewBoardSession.unscoped.update(report=f"{MARK} a été entendue")
    area.Invitation.unscoped.update(token=f"{MARK}token")
    BookingMessage.unscoped.update(address=ADDRESS)


def _texts(model) -> list[str]:
    kept = {"code_hash", "organism", "organism_number", "kind", "form", "state", "verdict"}
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name not in kept | _KEPT
    ]


@pytest.fixture
def person(db):
    referent = make_professional()
    case = make_beneficiary(
        referent,
        birth_name="Qzwxkname",
        used_name="Qzwxkused",
        first_name="Qzwxkada",
        household=make_household(matricule="777000777000777", rsa_number="77700077700"),
        email=ADDRESS,
        phone="0677007700",
        france_travail_number="7770007A",
        address_line="12 rue Qzwxk",
        commune=CommuneFactory(),
    )
    with system_scope(Scope.TEST):
        make_every_row(case, referent)
        case.household.rsa_number = f"{MARK}rsa"
        case.household.save()
    marked(case)
    return case, referent


def test_nothing_of_the_person_is_left_in_any_table_or_history(person):
    case, _ = person
    with system_scope(Scope.TEST):
        # A line of a file that was never joined to the case, and one that hesitated about it.
        file = area.ImportFile.unscoped.first()
        own = {"file": file, "verdict": "decide", "label": "Qzwxkada"}
        ImportLine.unscoped.create(position=8, identity_key=case.identity_key, **own)
        line = ImportLine.unscoped.create(position=9, **own)
        ImportAction.unscoped.create(
            file=file, line=line, kind="decide", explanation="Qzwxk ?", candidates=[case.pk]
        )
        BookingMessage.unscoped.update(mail_key=_mail(ADDRESS).pk)
        SuppressedAddress.objects.create(address=ADDRESS)
        before = every_text(f"{MARK}|777000777|7770007A|677007700")
        # The mark is everywhere: what is looked for could be found.
        assert len(before) > 45, sorted(before)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    archive_only(case)
    assert destroyed(case) == 1
    with system_scope(Scope.TEST):
        assert every_text(f"{MARK}|777000777|7770007A|677007700") == {}
        number = f"[^0-9]{case.number}[^0-9]" if case.number > 99_999 else None
        assert number is None or every_text(number) == {}


def test_the_household_that_a_merge_emptied_goes_with_the_person():
    referent, officer = make_professional(), make_professional(L.ORIENTATION_OFFICER)
    kept, loser = make_pair(referent)
    with system_scope(Scope.TEST):
        household = Household.unscoped.get(pk=loser.household_id)
        household.matricule = "777000777000888"
        household.save()
    merge = propose(kept, loser, manager_of(referent.unit))
    agree(merge, officer)
    archive(kept)
    assert destroyed(kept) == 1
    with system_scope(Scope.TEST):
        assert every_text("777000777000888") == {}


def test_a_household_that_somebody_left_stays_with_who_is_in_it():
    referent = make_professional()
    household = make_household()
    gone, stays = (make_beneficiary(referent, household=household) for _ in range(2))
    with system_scope(Scope.TEST):
        gone.household = None
        gone.save()
    archive(gone)
    assert destroyed(gone) == 1
    with system_scope(Scope.TEST):
        assert Beneficiary.unscoped.get(pk=stays.pk).household_id == household.pk


@in_test_scope
def archive_only(case) -> None:
    area.RetentionHold.unscoped.filter(beneficiary=case).update(kind="fse", paid_on="2010-01-01")
    area.RetentionHold.unscoped.filter(beneficiary=case).update(ends_on=None)
    area.SlipLine.unscoped.filter(beneficiary=case).update(state="withheld", withheld_reason="x")
    area.CaseRetention.unscoped.filter(beneficiary=case).delete()
    # What would hold it, or show it present.
    area.SanctionProcedure.unscoped.filter(beneficiary=case).update(
        state="ended", appeal_until="2020-01-01"
    )
    area.Appeal.unscoped.filter(beneficiary=case).update(
        outcome="upheld",
        decided_on=timezone.localdate(),
        received_on=timezone.localdate() - timedelta(days=3000),
        answer_received_on=timezone.localdate(),
    )
    archive(case, last_contact_on=timezone.localdate(), destroy_on=timezone.localdate())
    area.Appointment.unscoped.filter(beneficiary=case).update(state="no_show")


def _mail(address):
    kind = booking_mails.KINDS[0]
    values = {name: variable.sample for name, variable in kind.variables.items()}
    return queue_mail(kind.key, to=address, context=values)


def test_what_the_indicators_count_stays(person):
    case, _ = person

    def counted():
        with system_scope(Scope.TEST):
            return {
                model.__name__: model._base_manager.count()
                for model in apps.get_app_config("followup").get_models()
                if not hasattr(model, "pgh_obj")
            }

    before = counted()
    archive_only(case)
    destroyed(case)
    after = counted()
    gone = {name for name in before if before[name] != after[name]}
    dropped = {name for name, rule in RULES.items() if rule.is_dropped}
    # A slip of the test, and the household of whom nobody is left.
    assert gone <= dropped | {"Household", "EliminationSlip", "SlipLine", "CaseRetention"}


def test_of_a_birth_the_year_stays_and_of_a_place_the_large_ones(person):
    case, referent = person
    small = CommuneFactory(insee_code="90998", population=LARGE_COMMUNE - 1)
    large = CommuneFactory(insee_code="90999", population=LARGE_COMMUNE)
    kept = make_beneficiary(referent, commune=large)
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=case.pk).update(commune=small)
        with transaction.atomic(), system_scope(Scope.RETENTION):
            anonymise([case.pk, kept.pk])
        case.refresh_from_db()
        kept.refresh_from_db()
    assert (case.birth_date.month, case.birth_date.day) == (1, 1)
    assert case.birth_date.year == 1985
    assert case.commune is None
    assert kept.commune == large
    assert case.unit_id == referent.unit_id
    assert case.number != kept.number


def test_spouses_keep_their_numbers_until_the_last_one_goes():
    referent = make_professional()
    household = make_household(matricule="555000555000555")
    one, other = (make_beneficiary(referent, household=household) for _ in range(2))
    archive(one)
    destroyed(one)
    with system_scope(Scope.TEST):
        other.refresh_from_db()
        assert other.household == household
        assert Household.unscoped.filter(pk=household.pk).exists()
    archive(other)
    destroyed(other)
    with system_scope(Scope.TEST):
        assert not Household.unscoped.filter(pk=household.pk).exists()
        assert every_text("555000555") == {}


def test_an_address_that_a_spouse_has_too_is_not_taken_from_them():
    referent = make_professional()
    one, other = (make_beneficiary(referent, email="deux@example.org") for _ in range(2))
    mail = _mail("deux@example.org")
    archive(one)
    destroyed(one)
    with system_scope(Scope.TEST):
        other.refresh_from_db()
        assert other.email == "deux@example.org"
    assert Email.objects.filter(pk=mail.pk).exists()


def test_documents_leave_the_storage_once_the_rows_are_written(
    django_capture_on_commit_callbacks,
):
    referent = make_professional()
    case, other = make_beneficiary(referent), make_beneficiary(referent)
    storage = storages["private"]
    with system_scope(Scope.TEST):
        files = {
            one.pk: make(
                "CaseDocument",
                beneficiary=one,
                title="Bail",
                media_type="application/pdf",
                size=3,
                sha256="0" * 64,
                file=storage.save(f"followup/{one.pk}.pdf", ContentFile(b"qzwxk")),
            )
            for one in (case, other)
        }
        CaseDocument.unscoped.update(created_at=timezone.now() - timedelta(days=2000))
    archive(case)
    names = {pk: document.file.name for pk, document in files.items()}
    with django_capture_on_commit_callbacks(execute=True):
        assert destroyed(case) == 1
    assert not storage.exists(names[case.pk])
    assert storage.exists(names[other.pk])
    storage.delete(names[other.pk])


def test_what_the_person_wrote_from_their_account_is_signed_by_nobody():
    referent = make_professional()
    case, user = make_beneficiary(referent), UserFactory(first_name="Qzwxkada", last_name="Qzwxk")
    link_account(case, user)
    with system_scope(Scope.TEST):
        note = make(
            "JournalEntry",
            beneficiary=case,
            text="Moi",
            on=timezone.localdate() - timedelta(days=2000),
            created_by=user,
            author_name=str(user),
        )
        area.AccountLink.unscoped.update(linked_at=timezone.now() - timedelta(days=2000))
    archive(case)
    assert destroyed(case) == 1
    with system_scope(Scope.TEST):
        note.refresh_from_db()
        assert (note.created_by, note.author_name) == (None, "La personne")
        assert not area.AccountLink.unscoped.exists()
        assert JournalEntry.unscoped.filter(text="Moi").count() == 0


def test_others_are_left_as_they_were(person):
    case, referent = person
    other = make_beneficiary(referent, household=make_household(), phone="0611223344")
    with system_scope(Scope.TEST):
        make("JournalEntry", beneficiary=other, text="Le texte d’un autre")
        before = {
            model.__name__: [
                *model._base_manager.filter(beneficiary=other.pk).order_by("pk").values()
            ]
            for model in apps.get_app_config("followup").get_models()
            if "beneficiary" in {field.name for field in model._meta.get_fields()}
        }
    archive_only(case)
    destroyed(case)
    with system_scope(Scope.TEST):
        for name, rows in before.items():
            model = apps.get_model("followup", name)
            now = model._base_manager.filter(beneficiary=other.pk).order_by("pk").values()
            assert [*now] == rows, name
        other.refresh_from_db()
        assert other.phone == "0611223344"


def test_a_case_that_was_merged_goes_with_the_one_that_was_kept():
    referent = make_professional()
    case = make_beneficiary(referent)
    loser = make_beneficiary(birth_name="Qzwxkname", first_name="Qzwxkada", unit=referent.unit)
    other = make_beneficiary(birth_name="Voisine")
    archive(case)
    with system_scope(Scope.TEST):
        area.CaseMerge.unscoped.create(
            beneficiary=case,
            loser=loser,
            state="done",
            reason="Qzwxk est la même personne",
            identity_key="qzwxk|ada|1985",
            asked_by=referent,
            decided_by=make_professional(),
            decided_at=timezone.now(),
        )
        Beneficiary.unscoped.filter(pk=loser.pk).update(merged_into=case, state="merged")
    assert destroyed(case) == 1
    with system_scope(Scope.TEST):
        assert every_text(MARK) == {}
        other.refresh_from_db()
        assert other.birth_name == "Voisine"
