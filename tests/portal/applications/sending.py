"""How tests of those who apply fill in the forms."""

import re
from io import BytesIO
from urllib.parse import urlsplit

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from post_office.models import Email

from portal.applications.models import Application
from portal.cv.services import create_cv
from portal.participation.models.cvs import FOLDER, private_storage

GUEST = {
    "first_name": "Nadia",
    "last_name": "Benali",
    "email": "nadia@exemple.test",
    "phone": "",
    "cv": "aucun",
    "message": "Je suis disponible lundi.",
    "agreed": "on",
}
HELPED = {**GUEST, "how": "in_person"}


def apply_path(page) -> str:
    return reverse("applications:apply", args=[page.pk])


def apply_for_path(page) -> str:
    return reverse("applications:apply_for", args=[page.pk])


def pdf_file(name: str = "mon_cv.pdf") -> SimpleUploadedFile:
    """A PDF of one page."""
    document = pikepdf.new()
    document.add_blank_page()
    out = BytesIO()
    document.save(out)
    return SimpleUploadedFile(name, out.getvalue(), "application/pdf")


def stored_cv(user, title: str = "Maçonnerie"):
    return create_cv(owner=user, title=title, document={"basics": {"name": "Éloïse Martin"}})


def only_application() -> Application:
    return Application.objects.get()


def mails_to(address: str, key: str) -> list[Email]:
    return list(Email.objects.filter(to=address, dispatch__key=key).order_by("pk"))


def link_in(email: Email) -> str:
    """The path of the page that a message leads to."""
    return urlsplit(re.search(r"https?://\S+/candidature/\S+", email.message)[0]).path


def files_kept() -> list[str]:
    """The frozen CVs in the private storage."""
    storage = private_storage()
    return storage.listdir(FOLDER)[1] if storage.exists(FOLDER) else []
