"""An autosave that is under way when its author submits does not put the older text back."""

import threading
from contextlib import nullcontext

import pytest
from django.db import connection
from django.test import Client

from pages.editor import editing
from pages.models import JobOfferPage
from tests.factories import JobOfferPageFactory
from tests.pages.moderation.conftest import with_level
from tests.pages.review.test_cms import edit_url, editor_data
from tests.races import until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)

PIN = "SRID=4326;POINT(6.863708 47.638133)"
JSON = {"HTTP_ACCEPT": "application/json"}


class Race:
    """An autosave stopped between its checks and its writing; a submission comes meanwhile."""

    def __init__(self, monkeypatch):
        self.author = with_level("communication")
        self.client = Client()
        self.client.force_login(self.author)
        self.page = JobOfferPageFactory(live=False, owner=self.author, location="")
        data = editor_data(self.client, self.page, summary="Un premier résumé.")
        self.client.post(edit_url(self.page), data, **JSON)
        self.page = JobOfferPage.objects.get(pk=self.page.pk)
        self.writing = threading.Event()
        self.submitted = threading.Event()
        save_action = editing.EditView.save_action

        def late(view):
            self.writing.set()
            # With the lock, the submission waits for this request; without, it is done before.
            until_somebody_waits(unless=self.submitted.is_set)
            return save_action(view)

        monkeypatch.setattr(editing.EditView, "save_action", late)

    def data(self, **changes):
        overwritten = str(self.page.latest_revision_id)
        return editor_data(self.client, self.page, overwrite_revision_id=overwritten, **changes)

    def run(self):
        """Both requests; return the pin of the latest revision."""
        older = self.data(summary="Un deuxième résumé.")
        newer = self.data(summary="Un troisième résumé.", location=PIN)
        newer["action-submit"] = "1"
        autosave = threading.Thread(target=self.post, args=(older,), kwargs=JSON)
        autosave.start()
        assert self.writing.wait(timeout=10)
        self.post(newer)
        self.submitted.set()
        autosave.join(timeout=20)
        assert not autosave.is_alive()
        page = JobOfferPage.objects.get(pk=self.page.pk)
        assert page.workflow_in_progress
        return page.get_latest_revision_as_object().location

    def post(self, data, **headers):
        client = Client()
        client.force_login(self.author)
        try:
            client.post(edit_url(self.page), data, **headers)
        finally:
            if threading.current_thread() is not threading.main_thread():
                connection.close()


def test_submission_waits_for_the_autosave_and_wins(monkeypatch):
    assert Race(monkeypatch).run() == PIN


def test_the_race_happens_without_the_lock(monkeypatch):
    """The control of the test above."""

    monkeypatch.setattr(editing, "one_at_a_time", nullcontext)
    assert Race(monkeypatch).run() == ""


def test_a_failing_request_leaves_no_lock(monkeypatch):
    race = Race(monkeypatch)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(editing.EditView, "post", fail)
    with pytest.raises(RuntimeError):
        race.client.post(edit_url(race.page), {})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        )
        assert cursor.fetchone() == (0,)
