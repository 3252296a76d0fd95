"""The CV as a file: which format for what, and the file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from portal.cv.models import Cv
from portal.cv.resume import Resume
from portal.cv.views.base import CvView

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = {
    "docx": _WORD,
    "txt": "text/plain; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


class FormatsView(CvView):
    """`…/telecharger/`: the formats, each with what it is for."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"cv": self.cv, "is_owner": self.is_owner}
        return render(request, "cv/formats.html", context)


class FileView(CvView):
    """`…/telecharger/docx/`: the file. JSON Resume, with all that was typed, is its owner's."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """An attachment with a name that a recruiter can file. Raises Http404."""
        anonymous = request.GET.get("anonyme") == "1"
        if kind not in _TYPES or (kind == "json" and (anonymous or not self.is_owner)):
            raise Http404
        name = file_name(self.cv.resume, kind, anonymous=anonymous)
        return attachment(_written(self.cv, kind, anonymous=anonymous), name, _TYPES[kind])


def file_name(resume: Resume, extension: str, *, anonymous: bool) -> str:
    """`CV-lea-morel.docx`; letters that ASCII has not are kept when there are no others."""
    name = resume.identity.name
    who = "anonyme" if anonymous else slugify(name) or slugify(name, allow_unicode=True)
    who = who[:60].strip("-")
    return f"CV-{who}.{extension}" if who else f"CV.{extension}"


def attachment(
    content: bytes, name: str, content_type: str, *, inline: bool = False
) -> HttpResponse:
    """A file of ours."""
    headers = {
        "Content-Disposition": str(content_disposition_header(not inline, name)),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


def _written(cv: Cv, kind: str, *, anonymous: bool) -> bytes:
    from portal.cv.exchange import as_docx, as_json, as_text  # python-docx is slow to load

    today = timezone.localdate()
    if kind == "docx":
        return as_docx(cv.resume, anonymous=anonymous, today=today)
    if kind == "txt":
        return as_text(cv.resume, anonymous=anonymous, today=today).encode(errors="replace")
    return as_json(cv.resume)
