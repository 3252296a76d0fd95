"""The log is read with filters, taken away as a file that is itself logged, and purged in time."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from openpyxl import load_workbook

from portal.accounts.actors import SITE, Actor
from portal.accounts.administration.log_actions import GROUPS
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry
from portal.accounts.services.audit import record
from portal.accounts.services.retention import purge_audit_log
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import person_with, place, queries_of

LOG = "/habilitations/journal/"
FORMULA = '=HYPERLINK("http://x.example")'


def lines(response):
    return [(line.action, line.subject_name) for line in response.context["entries"]]


def aged(line, days):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL declic.audit_maintenance = 'on'")
        AuditEntry.objects.filter(pk=line.pk).update(at=timezone.now() - timedelta(days=days))
        cursor.execute("SET LOCAL declic.audit_maintenance = 'off'")
    return line


def test_filters_narrow_the_log(admin, nadia):
    lea = person_with(LevelName.SPONSOR, first_name="Léa", last_name="Marçon")
    organisation = OrganisationFactory(name="Bois de l’Est")
    place(UserFactory(first_name="Tom", last_name="Roy"), "organisation_member", organisation)
    assert lines(admin.get(LOG, {"person": "lea marcon"})) == [("level_granted", "Léa Marçon")]
    assert lines(admin.get(LOG, {"level": "sponsor"})) == [("level_granted", "Léa Marçon")]
    joined = lines(admin.get(LOG, {"organisation": "bois"}))
    assert joined[0] == ("member_joined", "Tom Roy")
    assert {action for action, _ in joined} == {"member_joined"}
    aged(record(AuditEntry.Action.SESSIONS_ENDED, actor=Actor(nadia), subject=lea), 10)
    day = timezone.localdate() - timedelta(days=10)
    assert lines(admin.get(LOG, {"since": day, "until": day})) == [("sessions_ended", "Léa Marçon")]
    assert len(lines(admin.get(LOG, {"action": "level_granted"}))) == 3
    assert admin.get(LOG, {"since": "hier", "action": "x"}).status_code == 200


def test_the_log_costs_the_same_for_one_and_twenty(admin, nadia):
    def make(count):
        for _ in range(count):
            subject, organisation = UserFactory(), OrganisationFactory()
            record(
                AuditEntry.Action.JOIN_ASKED,
                actor=Actor(nadia),
                subject=subject,
                organisation=organisation,
            )

    make(1)
    for_one = queries_of(admin, LOG, {"action": "join_asked"})
    make(19)
    assert queries_of(admin, LOG, {"action": "join_asked"}) == for_one
    assert len(lines(admin.get(LOG, {"action": "join_asked"}))) == 20


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_an_export_holds_what_is_shown_no_formula_and_is_logged(admin, nadia, extension):
    person = UserFactory()
    record(AuditEntry.Action.SESSIONS_ENDED, actor=Actor(nadia), subject=person, reason=FORMULA)
    response = admin.post(f"{LOG}export.{extension}?action=sessions_ended")
    content = response.getvalue()
    if extension == "csv":
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    else:
        sheet = load_workbook(io.BytesIO(content)).active
        rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == "Date"
    assert [row[1:4] for row in rows[1:]] == [
        ["Nadia Roussel", "a fermé des sessions", str(person)]
    ]
    assert rows[1][6] == f"'{FORMULA}"
    line = AuditEntry.objects.get(action="log_exported")
    assert line.actor == nadia
    assert line.details == {"format": extension, "filters": ["action"], "lines": 1}


def test_reading_an_export_needs_a_click(admin):
    assert admin.get(f"{LOG}export.csv").status_code == 405
    assert not AuditEntry.objects.filter(action="log_exported").exists()


def test_the_purge_keeps_rights_five_years_and_accesses_one(nadia):
    person = UserFactory()

    def line(action, days):
        return aged(record(action, actor=SITE, subject=person), days)

    kept = [
        line(AuditEntry.Action.LEVEL_ENDED, 5 * 365 - 1),
        line(AuditEntry.Action.LOG_EXPORTED, 364),
    ]
    old = [
        line(AuditEntry.Action.LEVEL_ENDED, 5 * 365 + 1),
        line(AuditEntry.Action.LOG_EXPORTED, 366),
    ]
    expected = {"level_ended": 1, "log_exported": 1}
    before = AuditEntry.objects.count()
    assert purge_audit_log(dry_run=True) == expected
    assert AuditEntry.objects.count() == before
    assert purge_audit_log() == expected
    left = set(AuditEntry.objects.values_list("pk", flat=True))
    assert {row.pk for row in kept} <= left
    assert not {row.pk for row in old} & left
    assert AuditEntry.objects.get(action="log_purged").details == expected
    assert purge_audit_log() == {}


def test_the_purge_leaves_the_log_locked_again(nadia):
    purge_audit_log()
    with pytest.raises(Exception, match="ne se modifie pas"), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_the_command_counts_without_deleting(nadia, capsys):
    aged(record(AuditEntry.Action.LOG_EXPORTED, actor=SITE), 400)
    call_command("purge_audit_log", dry_run=True)
    assert "à effacer\u00a0: 1" in capsys.readouterr().out
    assert AuditEntry.objects.filter(action="log_exported").exists()


def test_the_filter_groups_every_action_once(admin):
    grouped = [action for _, actions in GROUPS for action in actions]
    assert sorted(grouped) == sorted(AuditEntry.Action)
    assert '<optgroup label="Niveaux">' in admin.get(LOG).text
