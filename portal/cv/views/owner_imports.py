"""An old CV comes in: sent, waited for, checked."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from portal.cv import services
from portal.cv.editor.fields import Part
from portal.cv.editor.imported import EVERY
from portal.cv.editor.values import entries, shown
from portal.cv.errors import CvError
from portal.cv.exchange import FileError, read_at_once, read_text
from portal.cv.exchange.files import MAX_BYTES, Unreadable
from portal.cv.models import Cv, CvImport
from portal.cv.resume import ResumeError
from portal.cv.services.imports import DROP, TARGETS
from portal.cv.views.base import CvView, OwnerView, UploadView, number_of
from snippets.errors import DomainError
from snippets.form_views import REFUSED

_SHOWN = 8  # entries of a kind, by their names
# Longer than an empty queue and a slow file.
_USUAL = timedelta(seconds=40)
NO_FILE = "Choisissez d’abord un fichier, avec le bouton au-dessus."


class ImportView(UploadView):
    """`…/importer/`: one file, or a text that is pasted."""

    max_bytes = MAX_BYTES

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make a CV of it, or keep it for the worker; or say at its place what is wrong."""
        pasted = request.POST.get("text", "")
        field = "text" if "paste" in request.POST else "file"
        try:
            if field == "text":
                draft = read_text(pasted)
            elif (data := self.sent(FileError(Unreadable.SIZE))) is None:
                return self._page("file", NO_FILE, pasted=pasted)
            elif (at_once := read_at_once(data)) is None:
                sent = services.send_old_cv(owner=self.person, data=data, name=self.sent_name)
                return redirect("cv:import_progress", sent.pk)
            else:
                draft = at_once
            cv = services.import_cv(owner=self.person, draft=draft)
        except ResumeError as error:
            details = [problem.message for problem in error.problems]
            first = str(error).removesuffix(" ".join(["", *dict.fromkeys(details)]))
            return self._page(field, first, tuple(dict.fromkeys(details)), pasted=pasted)
        except DomainError as error:
            return self._page(field, str(error), pasted=pasted)
        if not cv.import_notes:
            messages.success(request, "Votre CV est importé. Relisez-le.")
        return redirect(_to_check(cv))

    def _page(
        self, field: str = "", error: str = "", details: tuple[str, ...] = (), *, pasted: str = ""
    ) -> HttpResponse:
        context = {
            "is_owner": True,
            "field": field,
            "error": error,
            "details": details,
            "pasted": pasted,
            "imports": CvImport.objects.owned_by(self.person).to_tell(),
            "megabytes": MAX_BYTES // 1_000_000,
        }
        status = REFUSED if error else HTTPStatus.OK
        return render(self.request, "cv/import/import.html", context, status=status)


class ImportProgressView(OwnerView):
    """`…/importer/3/`: a file waits for the worker, is read, or could not be."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        """Where it stands; then to the draft. A script asks every two seconds. Raises Http404."""
        sent = CvImport.objects.owned_by(self.person).select_related("cv").filter(pk=number).first()
        if sent is None and request.htmx:  # type: ignore[attr-defined]
            # Cancelled in another tab.
            return HttpResponseClientRedirect(resolve_url("cv:home"))
        if sent is None:
            raise Http404
        is_waiting = sent.status == CvImport.Status.WAITING
        if request.htmx:  # type: ignore[attr-defined]
            # Nothing is said again while nothing is new: the same words would be read aloud.
            if is_waiting:
                return HttpResponse(status=HTTPStatus.NO_CONTENT)
            return HttpResponseClientRefresh()
        if not is_waiting:
            services.see_import(sent=sent)
        if sent.cv:
            return redirect(_to_check(sent.cv) if sent.cv.deleted_at is None else "cv:home")
        context = {
            "is_owner": True,
            "sent": sent,
            "is_waiting": is_waiting,
            "is_late": timezone.now() - sent.created_at > _USUAL,
        }
        return render(request, "cv/import/progress.html", context)


class CancelImportView(OwnerView):
    """A file that is not to be read after all, or a failure that was understood."""

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Forget it. Raises Http404 for another's; twice is once."""
        sent = self.own(CvImport.objects, pk=number)
        services.cancel_import(owner=self.person, import_id=number)
        if sent.status == CvImport.Status.WAITING:
            messages.success(request, "C’est annulé. Votre fichier est effacé.")
        return redirect("cv:home")


class UndoImportView(OwnerView):
    """« Annuler l’import »: what would go, then the button."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say it. Raises Http404 for a CV that was not imported."""
        return self._page()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo it; what changed after it was read is said first."""
        seen = number_of(request.POST.get("version", ""))
        try:
            services.undo_import(cv=self.cv, user=self.person, seen=seen)
        except services.ChangedMeanwhileError as error:
            return self._page(str(error))
        return redirect(reverse("cv:home", query={"supprime": pk}))

    def _page(self, error: str = "") -> HttpResponse:
        found = services.import_of(self.cv)
        if found is None:
            raise Http404
        context = {
            "cv": self.cv,
            "is_owner": True,
            "found": found,
            "links": self.cv.shares.open().count(),
            "error": error,
        }
        status = REFUSED if error else HTTPStatus.OK
        return render(self.request, "cv/import/undo.html", context, status=status)


class DraftView(CvView):
    """`…/brouillon/`: what was understood of an old CV, and the lines to place."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Both; nothing to say of a CV that was not imported."""
        if not (self.cv.unplaced or self.cv.import_notes):
            return redirect("cv:edit", self.cv.pk)
        context = {
            "cv": self.cv,
            "is_owner": self.is_owner,
            "notes": self.cv.import_notes.splitlines(),
            "lines": self.cv.unplaced.splitlines(),
            "targets": [(key, label) for key, (label, _, _) in TARGETS.items()],
            "drop": DROP,
            "understood": _understood(self.cv),
        }
        return render(request, "cv/import/draft.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Place the lines that have a place."""
        sent = zip(request.POST.getlist("line"), request.POST.getlist("to"), strict=False)
        before = self.cv.unplaced.splitlines()
        try:
            cv = services.place_lines(cv=self.cv, user=self.person, choices=list(sent))
        except CvError as error:
            messages.error(request, str(error))
            return redirect("cv:draft", self.cv.pk)
        if not cv.unplaced:
            messages.success(request, "Tout est rangé. Relisez votre CV.")
            return redirect("cv:edit", cv.pk)
        if len(cv.unplaced.splitlines()) == len(before):
            messages.error(request, "Choisissez où va au moins une ligne.")
        else:
            messages.success(request, "C’est rangé. Les autres lignes vous attendent ici.")
        return redirect("cv:draft", cv.pk)


def _to_check(cv: Cv) -> str:
    """What was understood of an import, or the CV itself when all of it was."""
    return resolve_url("cv:draft" if cv.unplaced or cv.import_notes else "cv:edit", cv.pk)


def _understood(cv: Cv) -> list[tuple[str, str]]:
    """The contact as it was read, then the entries of each kind, by what names them."""
    identity = cv.resume.identity
    found = [
        ("Prénom et nom", identity.name),
        ("Téléphone", identity.phone),
        ("Adresse e-mail", identity.email),
    ]
    for part in EVERY:
        rows = entries(cv.document, part.list_key) if part.list_key else []
        names = [_name_of(row, part) for row in rows[:_SHOWN]]
        if len(rows) > _SHOWN:
            names.append(f"et {len(rows) - _SHOWN} de plus")
        found.append((part.title, "\n".join(names)))
    return [(label, text) for label, text in found if text]


def _name_of(entry: dict[str, Any], part: Part) -> str:
    told = (shown(entry, field) for field in part.fields)
    return Truncator(next(filter(None, told), part.entry)).chars(60)
