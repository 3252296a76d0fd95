"""What the screens of this theme share: a row of the case, a form that two people may have open."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from portal.followup.case.screens import CaseFormView, CaseMixin
from portal.followup.case.tabs import Needs
from portal.followup.contract.queries import who_changed
from snippets.form_views import REFUSED, ServiceActionView
from snippets.merging.forms import merge_typed
from snippets.merging.screen import BASE, Change, ConflictMixin


class CaseActionView(CaseMixin, ServiceActionView):
    """A button of a case: it writes."""

    needs = Needs.WRITING


class RowMixin:
    """A screen on one row of the case: `model`, found by the name `key` of the address."""

    model: ClassVar[type[models.Model]]
    key: ClassVar[str]

    @cached_property
    def row(self) -> Any:
        """The row. Raises Http404 for another case's, as for none."""
        rows = self.model.objects.visible_to(self.person)  # type: ignore[attr-defined]
        return get_object_or_404(rows, beneficiary=self.case, pk=self.kwargs[self.key])  # type: ignore[attr-defined]


class TabMixin:
    """Where a screen leads back: its tab, at one place of it."""

    tab: ClassVar[str]
    anchor: ClassVar[str] = ""

    @property
    def back(self) -> str:
        """The address of that place."""
        address = reverse(f"followup:{self.tab}", args=[self.case.pk])  # type: ignore[attr-defined]
        return f"{address}{self.anchor}"

    def get_success_url(self) -> str:
        return self.back

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.back, **kwargs)  # type: ignore[misc]


class AddView(TabMixin, CaseFormView):
    """A form that adds something to a case: `title`, `button` are its words."""

    template_name = "followup/contract/form.html"
    title: ClassVar[str]
    button: ClassVar[str] = "Enregistrer"
    notice: ClassVar[str] = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": self.title, "button": self.button, "notice": self.notice}
        return super().get_context_data(**(words | {"conflicts": {}, "is_merged": False} | kwargs))


class EditView(RowMixin, ConflictMixin, AddView):
    """The same for a row that somebody else may write at the same time.

    What one of the two changed is kept; what both changed is shown, with both texts, and waits for
    a choice (409). `make_form` is the form over a row.
    """

    def make_form(self, data: Any, row: Any) -> Any:
        """A form bound to what was sent, or showing a row."""
        raise NotImplementedError

    @property
    def version(self) -> int:
        """What the service is told was read: the row as it was merged, or nothing that exists."""
        return int(getattr(self.row, "version", 0)) if self.is_merged else 0

    @property
    def is_merged(self) -> bool:
        """Whether the form carries the text that it was opened with, as ours do."""
        return BASE in self.request.POST

    def get_form(self, form_class: Any = None) -> Any:
        if self.request.method != "POST":
            return self.make_form(None, self.row)
        if not self.is_merged:
            return self.make_form(self.request.POST, self.row)
        self.row = self._locked()
        change = Change(who_changed(self.row), getattr(self.row, "updated_at", None))
        return merge_typed(
            make_form=self.make_form, data=self.request.POST, latest=self.row, change=change
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if getattr(form, "conflicts", None):
            return self.show_again(form, HTTPStatus.CONFLICT)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def show_again(self, form: Any, status: HTTPStatus = REFUSED) -> HttpResponse:
        conflicts = getattr(form, "conflicts", {})
        context = self.get_context_data(form=form)
        return self.rendered(
            self.get_template_names()[0], context, conflicts=conflicts, status=status
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"is_merged": True, "row": self.row} | kwargs))

    def _locked(self) -> Any:
        rows = self.model.objects.visible_to(self.person)  # type: ignore[attr-defined]
        rows = rows.select_for_update(of=("self",)).filter(beneficiary=self.case)
        return get_object_or_404(rows, pk=self.kwargs[self.key])
