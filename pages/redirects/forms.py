"""The form of a redirect, for its screens and its imports: it is tried before it is saved.

The form of an import: a list as spreadsheets save it.
"""

import csv
from io import StringIO
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import URLValidator
from django.utils.encoding import iri_to_uri
from wagtail.contrib.redirects.forms import ImportForm as StockImportForm
from wagtail.contrib.redirects.forms import RedirectForm as StockForm

from pages.redirects.following import End, Fault, answers, canonical, follow, site_of

PATH_HELP = (
    "L’ancienne adresse, à partir de la barre, comme /forum-emploi. Aucune page n’y répond plus."
)
PAGE_HELP = "Une page en ligne. Ou une adresse, ci-dessous\u00a0: l’une des deux, pas les deux."
LINK_HELP = (
    "Une adresse de ce site, comme /offres/?contrat=cdi, ou celle d’un autre site, "
    "comme https://www.exemple.fr/."
)
_is_url = URLValidator(
    schemes=["http", "https"],
    message="Écrivez une adresse qui commence par / ou par https://.",
)


class RedirectForm(StockForm):
    """A target on the site may be any of its addresses, pages or not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_path"].help_text = PATH_HELP
        self.fields["redirect_page"].help_text = PAGE_HELP
        # A path is no URL for Django.
        stock = self.fields["redirect_link"]
        self.fields["redirect_link"] = forms.CharField(
            label=stock.label, required=False, max_length=255, help_text=LINK_HELP
        )

    def _get_validation_exclusions(self) -> set[str]:
        """The model's column is a URLField: the form has checked what is written there."""
        excluded: set[str] = super()._get_validation_exclusions()
        return excluded | {"redirect_link"}

    def clean_old_path(self) -> str:
        """Write it as a request will: a space or a quote never comes as such."""
        return canonical(self.cleaned_data["old_path"])

    def clean_redirect_link(self) -> str:
        """A path from the root of the site, or a whole address."""
        link: str = self.cleaned_data["redirect_link"].strip()
        if not link:
            return ""
        if not link.startswith("/") or link.startswith("//"):
            _is_url(link)
        return iri_to_uri(link) or ""

    def clean(self) -> dict[str, Any]:
        """Try it: what would never act, or lead nowhere, is told beside its field."""
        try:
            super().clean()
        except ValidationError as error:  # another one has the same address
            self.add_error("old_path", error)
        cleaned: dict[str, Any] = self.cleaned_data
        page, link = cleaned.get("redirect_page"), cleaned.get("redirect_link")
        if not {"redirect_page", "redirect_link"} & set(self.errors):
            self._check_one_target(page, link)
        self.instance.site = cleaned.get("site")
        site = site_of(self.instance)
        old_path = cleaned.get("old_path")
        if old_path and answers(old_path, site):
            self.add_error(
                "old_path",
                "Une page répond déjà à cette adresse\u00a0: la redirection ne servirait jamais.",
            )
        elif old_path and "redirect_link" not in self.errors and (page or link):
            self._check_target(page, link, old_path)
        return cleaned

    def _check_one_target(self, page: Any, link: Any) -> None:
        if not page and not link:
            self.add_error("redirect_link", "Choisissez une page, ou écrivez une adresse.")
        elif page and link:
            self.add_error(
                "redirect_link",
                "Vous avez choisi une page\u00a0: effacez cette adresse, ou la page.",
            )

    def _check_target(self, page: Any, link: Any, old_path: str) -> None:
        """The target answers by itself: it neither loops, nor redirects again, nor is missing."""
        field = "redirect_page" if page else "redirect_link"
        if page and not page.live:
            self.add_error(field, "Cette page n’est pas en ligne\u00a0: choisissez-en une autre.")
            return
        address = page.specific.url if page else link
        if not address:
            self.add_error(field, "Cette page n’a pas d’adresse\u00a0: choisissez-en une autre.")
            return
        site = site_of(self.instance)
        end = follow(address, site=site, passed=[old_path], ignored=self.instance.pk)
        message = _told(end, address, old_path)
        if message:
            self.add_error(field, message)


def _told(end: End, address: str, old_path: str) -> str:
    """What is wrong with a target, or nothing."""
    if end.fault == Fault.LOOP:
        if end.steps == 0 and canonical(urlsplit(address).path) == urlsplit(old_path).path:
            return "Cette redirection mène à elle-même."
        return "Cette redirection tourne en rond\u00a0: une autre ramène à son adresse de départ."
    if end.fault == Fault.OFFLINE:
        return "Cette adresse redirige vers une page qui n’est pas en ligne."
    if end.fault == Fault.NOTHING:
        return "Il n’y a rien à cette adresse."
    if end.steps:
        return f"Cette adresse redirige déjà vers {end.address}\u00a0: indiquez plutôt celle-ci."
    return ""


class ImportForm(StockImportForm):
    """Wagtail reads commas and UTF-8; spreadsheets in French write semicolons and windows-1252."""

    def clean_import_file(self) -> Any:
        """Write a list again as Wagtail reads it; its workbooks are left as they are."""
        file = self.cleaned_data["import_file"]
        if PurePath(file.name).suffix.lower() != ".csv":
            return file
        text = _decoded(file.read())
        file.seek(0)
        first_line = text.partition("\n")[0]
        separator = max(",;\t", key=first_line.count)
        plain = StringIO()
        csv.writer(plain).writerows(csv.reader(StringIO(text, newline=""), delimiter=separator))
        return SimpleUploadedFile(file.name, plain.getvalue().encode(), "text/csv")


def _decoded(raw: bytes) -> str:
    """The text of a list, with or without a byte order mark. Raises ValidationError."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    message = "Ce fichier ne peut pas être lu\u00a0: enregistrez-le en CSV (UTF-8)."
    raise ValidationError(message)
