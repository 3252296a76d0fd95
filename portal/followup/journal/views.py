"""Screens of the journal of a case."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.accounts.capabilities import CONFIDENTIAL_NOTES, has_capability
from portal.followup.access.reach import profession_of
from portal.followup.case.conflicts import ShowsTheirsMixin
from portal.followup.case.screens import CaseFormView, CaseMixin
from portal.followup.journal import queries, services
from portal.followup.journal.draft_forms import KeepsTextMixin
from portal.followup.journal.forms import NoteForm, SearchForm
from portal.followup.journal.models import JournalEntry
from portal.followup.journal.rules import may_edit_note, may_write_confidential

_PER_PAGE = 20


class JournalView(CaseMixin, TemplateView):
    """`…/journal/`: the notes that the reader may read, searched and filtered."""

    tab = "journal"
    template_name = "followup/journal/list.html"
    is_secret = False

    def notes(self) -> QuerySet[JournalEntry]:
        """Those that are looked through."""
        return queries.of_case(self.case, self.person)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search = SearchForm(self.request.GET or None)
        rows = self.notes()
        is_searched = False
        if search.is_valid():
            if words := search.cleaned_data["q"].strip():
                rows, is_searched = queries.saying(rows, words), True
            if kind := search.cleaned_data["type"]:
                rows, is_searched = rows.filter(kind=kind), True
        page = Paginator(rows, _PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            search=search,
            page=page,
            is_searched=is_searched,
            is_secret=self.is_secret,
            reads_secrets=has_capability(self.person, CONFIDENTIAL_NOTES),
            **kwargs,
        )


class ConfidentialView(JournalView):
    """`…/journal/confidentielles/`: those of one's profession alone."""

    capability = CONFIDENTIAL_NOTES
    is_secret = True

    def notes(self) -> QuerySet[JournalEntry]:
        return super().notes().filter(visibility=JournalEntry.Visibility.PROFESSION)


class _NoteForm(KeepsTextMixin, ShowsTheirsMixin, CaseFormView):
    tab = "journal"
    form_class = NoteForm
    template_name = "followup/journal/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        secret = may_write_confidential(self.person, self.case)
        profession = profession_of(self.person) if secret else ""
        return super().get_form_kwargs() | {"profession": profession}

    def get_success_url(self) -> str:
        return reverse("followup:journal", args=[self.case.pk])


class WriteView(_NoteForm):
    """`…/journal/ecrire/`."""

    draft_form = "note"

    def act(self, form: NoteForm) -> str:
        data = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        services.write(beneficiary=self.case, actor=self.actor, **data)
        return "La note est enregistrée."


class _OneMixin:
    """About one note that the reader reads."""

    kwargs: dict[str, Any]

    @cached_property
    def note(self) -> JournalEntry:
        """The note of the address. Raises Http404."""
        rows = queries.of_case(self.case, self.person)  # type: ignore[attr-defined]
        return get_object_or_404(rows, pk=self.kwargs["note"])


class EditView(_OneMixin, _NoteForm):
    """`…/journal/<pk>/modifier/`: of its author; not found for others."""

    @cached_property
    def note(self) -> JournalEntry:
        note = super().note
        if not may_edit_note(self.person, note, self.case):
            raise Http404
        return note

    def draft_form_of(self) -> str:
        return f"note:{self.note.pk}"

    def get_initial(self) -> dict[str, Any]:
        names = ("text", "visibility", "on", "version")
        present = {name: getattr(self.note, name) for name in names}
        return present | {"kind": self.note.kind_id} | super().get_initial()

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        # A note that is confidential stays so, even when its author left the team meanwhile.
        if self.note.visibility == JournalEntry.Visibility.PROFESSION:
            kwargs["profession"] = self.note.profession
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"note": self.note} | kwargs))

    def act(self, form: NoteForm) -> str:
        data = form.cleaned_data | {"version": form.cleaned_data["version"] or -1}
        services.rewrite(note=self.note, actor=self.actor, **data)
        return "La note est modifiée. Ce qu’elle disait avant reste dans ses versions."


class HistoryView(_OneMixin, CaseMixin, TemplateView):
    """`…/journal/<pk>/versions/`: what a note said before, for who reads it."""

    tab = "journal"
    template_name = "followup/journal/history.html"

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        _ = self.note
        return super().http_method_not_allowed(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = queries.history_of(self.note)
        return super().get_context_data(**(kwargs | {"note": self.note, "states": states}))
