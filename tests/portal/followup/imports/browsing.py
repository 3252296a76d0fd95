"""An officer brings files in and looks at them, as a browser does."""

import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.followup.imports.jobs import read_import
from portal.followup.imports.models import ImportFile
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.followup.people_of_the_area import in_test_scope

FILES = "/suivi/fichiers/"
UPLOAD = f"{FILES}deposer/"
PERSON = ("Müller", "Éloïse", "04/03/1985", "123", "612345678")
COLUMNS = {"c0": "birth_name", "c1": "first_name", "c2": "birth_date", "c3": "matricule"}


@in_test_scope
def rows(model, **values):
    return [*model.unscoped.filter(**values).order_by("pk")]


def now(row):
    with system_scope(Scope.TEST):
        return type(row).unscoped.get(pk=row.pk)


def send(browser, data=b"", *, name="tableau.csv", flow="table", day=None):
    typed = {"flow": flow, "received_on": (day or timezone.localdate()).isoformat()}
    if data is not None:
        typed["file"] = SimpleUploadedFile(name, data)
    return browser.post(UPLOAD, typed)


def read_table(browser, data, flow="table", columns=None, name="tableau.csv"):
    """Bring a table in, say its columns, read it as the worker does."""
    send(browser, data, flow=flow, name=name)
    file = rows(ImportFile)[-1]
    browser.post(f"{FILES}{file.pk}/colonnes/", columns or COLUMNS)
    read_import(file_id=file.pk)
    return now(file)


def text_of(response):
    """What is read on a page, in one line."""
    words = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(unescape(words).replace("\u00a0", " ").split()).replace(" .", ".")
