"""What the columns of a table hold: said once, remembered, corrected."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.followup.imports.forms import ColumnsForm
from portal.followup.imports.models import ColumnMapping, ImportFile
from portal.followup.imports.tables import services
from portal.followup.imports.tables.columns import BY_KEY, guess
from portal.followup.imports.tables.files import Table
from portal.followup.imports.views.base import OfficersMixin
from snippets.errors import DomainError
from snippets.form_views import ServiceActionView, ServiceFormView

_SAMPLES, _LONG = 3, 40


class ColumnsView(OfficersMixin, ServiceFormView):
    """`…/colonnes/`: what each column of a file that waits holds, with some of its cells."""

    form_class = ColumnsForm
    template_name = "followup/imports/columns.html"

    @cached_property
    def table(self) -> Table:
        """The headings and the first lines. Raises Http404 for a file that does not wait for it."""
        if self.file.state != ImportFile.State.MAPPING:
            raise Http404
        return services.head_of(self.file)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A file that cannot be read now (gone, too many at once) says so on its own screen."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("followup:import_file", self.file.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        head = self.table
        guessed = guess(self.file.flow, head.headings)
        shown = {
            "flow": self.file.flow,
            "headings": head.headings,
            "samples": [_sample(head, rank) for rank in range(len(head.headings))],
            "initial": ColumnsForm.as_initial(guessed),
        }
        return super().get_form_kwargs() | shown

    def act(self, form: ColumnsForm) -> str:
        services.say_columns(file=self.file, columns=form.columns, actor=self.actor)
        return "Les colonnes sont retenues\u00a0: le fichier va être lu."

    def get_success_url(self) -> str:
        return reverse("followup:import_file", args=[self.file.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(guessed=self.table.what_was_guessed, **kwargs)


class MappingsView(OfficersMixin, TemplateView):
    """`/suivi/fichiers/colonnes/`: the headings that are known already."""

    template_name = "followup/imports/mappings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ColumnMapping.objects.visible_to(self.person).order_by("-saved_at", "-pk")[:100]
        mappings = [
            {
                "mapping": row,
                "flow": ImportFile.Flow(row.flow).label,
                "columns": [
                    (row.headings[int(rank)], BY_KEY[key].label)
                    for rank, key in row.columns.items()
                    if int(rank) < len(row.headings) and key in BY_KEY
                ],
            }
            for row in rows
        ]
        return super().get_context_data(mappings=mappings, **kwargs)


class MappingMixin(OfficersMixin):
    """A screen of headings that are known already."""

    @cached_property
    def mapping(self) -> ColumnMapping:
        """Those of the address. Raises Http404."""
        rows = ColumnMapping.objects.visible_to(self.person)
        mapping: ColumnMapping = get_object_or_404(rows, pk=self.kwargs["mapping"])
        return mapping


class MappingView(MappingMixin, ServiceFormView):
    """`/suivi/fichiers/colonnes/3/`: say otherwise what they hold, for the files to come."""

    form_class = ColumnsForm
    template_name = "followup/imports/mapping.html"
    success_url = reverse_lazy("followup:import_mappings")

    def get_form_kwargs(self) -> dict[str, Any]:
        mapping = self.mapping
        shown = {
            "flow": mapping.flow,
            "headings": mapping.headings,
            "samples": [],
            "initial": ColumnsForm.as_initial(mapping.columns),
        }
        return super().get_form_kwargs() | shown

    def act(self, form: ColumnsForm) -> str:
        services.correct_columns(mapping=self.mapping, columns=form.columns, actor=self.actor)
        return (
            "C’est corrigé. Un fichier déjà lu n’a pas changé\u00a0: abandonnez-le et déposez-le "
            "de nouveau."
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(mapping=self.mapping, **kwargs)


class ForgetMappingView(MappingMixin, ServiceActionView):
    """`…/oublier/`: ask again at the next file with these headings."""

    success_url = reverse_lazy("followup:import_mappings")

    def act(self) -> str:
        services.forget_columns(mapping=self.mapping, actor=self.actor)
        return "Ces colonnes sont oubliées\u00a0: elles seront demandées au prochain fichier."


def _sample(head: Table, rank: int) -> str:
    """Some cells of a column, so that somebody recognises it."""
    cells = dict.fromkeys(str(row[rank + 1])[:_LONG] for row in head.rows if row[rank + 1])
    return " · ".join([*cells][:_SAMPLES])
