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
from portal.followup.journal.draft_forms import KeepsTextMixin
from snippets.form_views import REFUSED, ServiceActionView
from snippets.merging.form_values import as_sent
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
        nothing: dict[str, Any] = {
            "conflicts": {},
            "versions": None,
            "draft_form": "",
            "draft": None,
        }
        return super().get_context_data(**(words | nothing | {"is_multipart": False} | kwargs))


class EditView(RowMixin, ConflictMixin, AddView):
    """The same for a row that somebody else may write at the same time.

    What one of the two changed is kept; what both changed is shown, with both texts, and waits for
    a choice (409). `make_form` is the form over a row. A text that was left and comes back began
    with a version that may be an older one: then every difference is asked.
    """

    def make_form(self, data: Any, row: Any) -> Any:
        """A form bound to what was sent, or showing a row."""
        raise NotImplementedError

    @property
    def version(self) -> int:
        """What the service is told was read: the row as it was merged, or nothing that exists."""
        return _version_of(self.row) if self.is_merged else 0

    @property
    def is_merged(self) -> bool:
        """Whether the form carries the text that it was opened with, as ours do."""
        return BASE in self.request.POST

    def get_form(self, form_class: Any = None) -> Any:
        if self.request.method != "POST":
            return self._shown()
        if not self.is_merged:
            return self.make_form(self.request.POST, self.row)
        self.row = self._locked()
        sent = self.request.POST.copy()
        if sent.get("version") != sent.get("base_version"):
            sent[BASE] = "{}"
        change = Change(who_changed(self.row), getattr(self.row, "updated_at", None))
        return merge_typed(make_form=self.make_form, data=sent, latest=self.row, change=change)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if getattr(form, "conflicts", None):
            return self.show_again(form, HTTPStatus.CONFLICT)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def show_again(self, form: Any, status: HTTPStatus = REFUSED) -> HttpResponse:
        conflicts = getattr(form, "conflicts", {})
        return self.rendered(
            self.get_template_names()[0],
            self.get_context_data(form=form),
            conflicts=conflicts,
            status=status,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = str(_version_of(self.row))
        begun = version
        if self.request.method != "POST":
            begun = str(self._left.get("version") or version)
        return super().get_context_data(
            **({"versions": {"begun": begun, "base": version}, "row": self.row} | kwargs)
        )

    @property
    def _left(self) -> dict[str, Any]:
        """What was typed here and not sent, for a form whose text is kept."""
        left = getattr(self, "left", None)
        return dict(left.fields) if left else {}

    def _shown(self) -> Any:
        """The row, under what was left in the form, which is compared with the row."""
        form = self.make_form(None, self.row)
        if self._left:
            form.merge_base = {field.name: as_sent(field) for field in form}
            names = form.fields.keys() & self._left.keys()
            form.initial.update({name: self._left[name] for name in names})
        return form

    def _locked(self) -> Any:
        rows = self.model.objects.visible_to(self.person)  # type: ignore[attr-defined]
        rows = rows.select_for_update(of=("self",)).filter(beneficiary=self.case)
        return get_object_or_404(rows, pk=self.kwargs[self.key])


class KeepsRowText(KeepsTextMixin):
    """What is typed over one row is kept under the name of the form and the row."""

    def draft_form_of(self) -> str:
        return f"{self.draft_form}:{self.row.pk}"  # type: ignore[attr-defined]


def _version_of(row: Any) -> int:
    return int(getattr(row, "version", 0))
