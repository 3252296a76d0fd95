"""The preview of a file, row by row, and its errors as a file."""

import csv
import io
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView, View

from portal.followup.access.log import Act, log
from portal.followup.imports.fields import Change, shown
from portal.followup.imports.models import ImportFile, ImportLine
from portal.followup.imports.overview import OPENED, verdicts_of
from portal.followup.imports.views.base import ImportsMixin
from snippets.folding import fold_name
from snippets.spreadsheets import as_text

PER_PAGE = 50
_MOST_WORDS = 5


class LinesMixin(ImportsMixin):
    """The lines of a file that was read."""

    def lines(self) -> QuerySet[ImportLine]:
        """Those that the person sees. Raises Http404 when the file has none yet."""
        if self.file.state not in OPENED:
            raise Http404
        lines: QuerySet[ImportLine] = ImportLine.objects.visible_to(self.person)
        return lines.filter(file=self.file)


class LinesView(LinesMixin, TemplateView):
    """`…/lignes/`: what the file would change, by result (`?resultat=`) and by name (`?q=`)."""

    template_name = "followup/imports/lines.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self.lines()
        asked, words = self.request.GET.get("resultat", ""), self.request.GET.get("q", "").strip()
        asked = asked if asked in ImportLine.Verdict.values else ""
        if asked:
            lines = lines.filter(verdict=asked)
        rows = named(lines, words).select_related("beneficiary").order_by("position", "rank")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        context = {
            "page": page,
            "rows": [(line, _changes(line)) for line in page.object_list],
            "verdicts": verdicts_of(self.file, self.person),
            "asked": asked,
            "words": words,
            "is_table": self.file.flow != ImportFile.Flow.MONTHLY,
        }
        return super().get_context_data(**(context | kwargs))


class ErrorsView(LinesMixin, View):
    """`…/erreurs.csv`: the lines in error with their reasons. Taking it is a line of the log."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """All of them, in one answer: nothing is streamed out of the person's scope."""
        errors = self.lines().filter(verdict=ImportLine.Verdict.ERROR)
        sheet = io.StringIO()
        writer = csv.writer(sheet, delimiter=";")
        writer.writerow(("Ligne", "Rang", "Personne", "Motif"))
        for line in errors.order_by("position", "rank"):
            writer.writerow((line.position, line.rank, as_text(line.label), as_text(line.problem)))
        log(actor=self.actor, act=Act.EXPORT, place="followup:import_errors")
        # The mark without which spreadsheets read accents wrong.
        response = HttpResponse(f"\ufeff{sheet.getvalue()}", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="erreurs-{self.file.pk}.csv"'
        return response


def named(lines: QuerySet[ImportLine], words: str) -> QuerySet[ImportLine]:
    """Lines whose person has all of these words, with accents or without."""
    for word in words.split()[:_MOST_WORDS]:
        lines = lines.filter(Q(label__icontains=word) | Q(label__icontains=fold_name(word) or word))
    return lines


def _changes(line: ImportLine) -> list[Change]:
    """What changes; of a new person, what the file says and no more."""
    if line.verdict == ImportLine.Verdict.UPDATE:
        return shown(line.before, line.after)
    if line.verdict == ImportLine.Verdict.CREATE:
        return [change for change in shown({}, line.after) if change.after]
    return []
