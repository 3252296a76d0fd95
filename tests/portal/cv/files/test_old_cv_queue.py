"""Old CVs are read by the worker: within bounds, once, two at a time; their person is told."""

import subprocess
import sys
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.cv.jobs import fail_lost_imports, read_old_cv
from portal.cv.models import MAX_CVS, Cv, CvImport
from portal.cv.services import create_cv, old_cvs
from portal.cv.services.old_cvs import LOST_AFTER, MAX_ATTEMPTS, send_old_cv
from portal.personal_data.export import as_json
from portal.personal_data.services import purge
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.cv.files.old_cvs import docx, many_paragraphs, read_waiting
from tests.races import errors_at_once

LINE = "<w:p><w:r><w:t>Serveuse en salle, service du midi</w:t></w:r></w:p>"
MEASURE = """
import resource, sys
from contextlib import suppress
from portal.cv.exchange.files import SANDBOX
from snippets.sandbox import SandboxError
with suppress(SandboxError):
    SANDBOX.run(sys.argv[1], sys.stdin.buffer.read())
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
OLD_CV = docx("Nadia Lefort", "12 rue du Port, Belfort", "Langues", "Français")


@pytest.fixture
def nadia(db):
    return person_with(LevelName.CANDIDATE, first_name="Nadia", last_name="Lefort")


@pytest.fixture
def browser(nadia):
    return signed_in(nadia)


def post(browser, data: bytes = OLD_CV, name: str = "cv.docx"):
    return browser.post(reverse("cv:import"), {"file": SimpleUploadedFile(name, data)})


def unpacking(stream: bytes) -> bytes:
    """A PDF of one page whose content is `stream`, packed."""
    saved = BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page()
        page.Contents = document.make_stream(stream)
        document.save(saved)
    return saved.getvalue()


def heavy(name: str) -> tuple[str, bytes]:
    """Files that are light as they are sent."""
    match name:
        case "text":
            return "docx", many_paragraphs(LINE, 100_000)
        case "long text":
            return "docx", many_paragraphs(LINE, 800_000)
        case "empty paragraphs":
            return "docx", many_paragraphs("<w:p/>", 1_000_000)
        case "memory":
            return "pdf", unpacking(b" " * 300_000_000)
        case _:
            return "pdf", unpacking(b"0 0 m 9 9 l S\n" * 2_000_000)


@pytest.mark.parametrize(
    "name",
    [
        "long text",
        "memory",
        *(
            pytest.param(name, marks=pytest.mark.full)
            for name in ("text", "empty paragraphs", "strokes")
        ),
    ],
)
def test_a_light_file_that_unpacks_to_much_takes_five_seconds_and_256_mb_at_most(name):
    kind, data = heavy(name)
    assert len(data) < 500_000
    # By a small process: a child begins with the memory of who starts it.
    command = [sys.executable, "-c", MEASURE, kind]
    told = subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout
    seconds, kilobytes = map(float, told.split())
    assert seconds < 6
    # What it holds, and the libraries that are mapped.
    assert kilobytes < 330_000


def test_what_is_sent_is_read_by_the_worker_and_not_before(browser, nadia):
    answer = post(browser)
    sent = CvImport.objects.get()
    assert answer.url == reverse("cv:import_progress", args=[sent.pk])
    assert not Cv.objects.exists()
    page = browser.get(answer.url)
    assert "Nous lisons votre CV" in page.text
    assert 'role="status"' in page.text
    assert browser.get(answer.url, headers={"HX-Request": "true"}).status_code == 204
    assert "en train d’être lu" in browser.get(reverse("space:home")).text
    assert "Voir si c’est prêt" in browser.get(reverse("cv:home")).text

    read_waiting()
    cv = Cv.objects.get()
    assert (cv.document["basics"]["name"], cv.unplaced) == (
        "Nadia Lefort",
        "12 rue du Port, Belfort",
    )
    sent = CvImport.objects.get()
    assert (sent.status, sent.content, sent.cv) == ("done", None, cv)
    told = browser.get(reverse("space:home")).text
    assert "Relire ce CV" in told
    asked = browser.get(answer.url, headers={"HX-Request": "true"})
    assert asked.headers["HX-Refresh"] == "true"
    assert browser.get(answer.url).url == reverse("cv:draft", args=[cv.pk])
    assert "Relire ce CV" not in browser.get(reverse("space:home")).text


def test_a_failure_is_told_with_what_to_do_until_it_is_answered(browser):
    answer = post(browser, docx())
    read_waiting()
    sent = CvImport.objects.get()
    assert (sent.status, sent.content) == ("failed", None)
    for address in (reverse("space:home"), reverse("cv:home"), reverse("cv:import")):
        assert answer.url in browser.get(address).text, address
    page = browser.get(answer.url).text
    assert "Recopiez votre CV, ou demandez de l’aide." in page
    assert reverse("cv:import") in page
    post(browser)
    assert CvImport.objects.get().status == "waiting"


def test_a_file_that_is_taken_back_makes_nothing(browser):
    answer = post(browser)
    page = browser.post(f"{answer.url}annuler/", follow=True).text
    assert "C’est annulé. Votre fichier est effacé." in page
    assert not CvImport.objects.exists()
    read_waiting()
    assert not Cv.objects.exists()
    assert browser.get(answer.url).status_code == 404
    left = browser.get(answer.url, headers={"HX-Request": "true"})
    assert left.headers["HX-Redirect"] == reverse("cv:home")


def test_what_waits_is_in_the_person_s_export(nadia):
    send_old_cv(owner=nadia, data=OLD_CV, name="Mon CV 2019.docx")
    told = as_json(nadia)
    assert "Mon CV 2019.docx" in told
    assert f"{len(OLD_CV)} octets" in told


def test_two_of_one_person_wait_and_no_more(browser, nadia):
    assert [post(browser).status_code for _ in range(3)] == [302, 302, 422]
    assert "attendent déjà" in post(browser).text
    assert post(signed_in(person_with(LevelName.CANDIDATE))).status_code == 302
    read_waiting()
    assert post(browser).status_code == 302


def test_no_place_left_is_said_before_the_file_is_read(browser, nadia):
    for _ in range(MAX_CVS - 1):
        create_cv(owner=nadia, title="CV", document={})
    assert post(browser).status_code == 302
    answer = post(browser)
    assert answer.status_code == 422
    assert "Supprimez-en un" in answer.text
    read_waiting()
    assert nadia.cvs.count() == MAX_CVS


def test_the_last_place_that_is_taken_meanwhile_is_a_failure_that_says_so(browser, nadia):
    for _ in range(MAX_CVS - 1):
        create_cv(owner=nadia, title="CV", document={})
    answer = post(browser)
    create_cv(owner=nadia, title="CV", document={})
    read_waiting()
    assert "Supprimez-en un" in browser.get(answer.url).text


def test_a_job_that_is_run_again_makes_one_draft(nadia):
    sent = send_old_cv(owner=nadia, data=OLD_CV, name="cv.docx")
    read_old_cv(sent.pk)
    read_old_cv(sent.pk)
    assert Cv.objects.count() == 1


def test_a_file_that_takes_its_worker_down_twice_is_given_up(nadia):
    sent = send_old_cv(owner=nadia, data=OLD_CV, name="cv.docx")
    CvImport.objects.update(attempts=MAX_ATTEMPTS, started_at=timezone.now())
    read_old_cv(sent.pk)
    sent.refresh_from_db()
    assert (sent.status, sent.content) == ("failed", None)
    assert "trop de travail" in sent.error


def test_a_reading_that_was_cut_short_is_said_to_be(nadia):
    sent = send_old_cv(owner=nadia, data=OLD_CV, name="cv.docx")
    now = timezone.now()
    CvImport.objects.update(attempts=1, started_at=now)
    fail_lost_imports(timestamp=0)
    assert CvImport.objects.waiting().exists(), "it may still be read"
    assert old_cvs.fail_lost_imports(now=now + 2 * LOST_AFTER) == 1
    sent.refresh_from_db()
    assert (sent.status, sent.content) == ("failed", None)


def test_a_file_that_no_worker_came_for_goes_with_the_purge(nadia):
    send_old_cv(owner=nadia, data=OLD_CV, name="cv.docx")
    purge(dry_run=False)
    assert CvImport.objects.exists()
    CvImport.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    purge(dry_run=False)
    assert not CvImport.objects.exists()


def test_the_file_cannot_outlive_its_wait(nadia):
    sent = send_old_cv(owner=nadia, data=OLD_CV, name="cv.docx")
    cv = create_cv(owner=nadia, title="CV", document={})
    for change in ({"status": "done", "cv": cv}, {"status": "failed", "error": "a"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CvImport.objects.filter(pk=sent.pk).update(**change)


def test_two_are_read_at_a_time_by_any_number_of_workers(db):
    """Each fetch is a worker with nothing to do: the locks alone say no."""
    for _ in range(4):
        send_old_cv(owner=person_with(LevelName.CANDIDATE), data=OLD_CV, name="cv.docx")
    with connection.cursor() as cursor:
        taken = []
        for _ in range(4):
            worker_id = _registered(cursor)
            cursor.execute("SELECT lock FROM procrastinate_fetch_job_v2(NULL, %s)", [worker_id])
            taken.append(cursor.fetchone()[0])
    assert sorted(taken[:2]) == ["cv-import-0", "cv-import-1"]
    assert taken[2:] == [None, None]


def _registered(cursor) -> int:
    cursor.execute("SELECT worker_id FROM procrastinate_register_worker_v1()")
    return cursor.fetchone()[0]


def test_a_file_that_is_read_by_two_workers_at_once_makes_one_draft(transactional_db):
    nadia = person_with(LevelName.CANDIDATE)
    sent = send_old_cv(owner=nadia, data=OLD_CV, name="cv.docx")
    assert errors_at_once(*[lambda: read_old_cv(sent.pk)] * 2) == []
    assert Cv.objects.count() == 1
    assert CvImport.objects.get().attempts == 2
