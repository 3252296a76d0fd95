"""The week's work list: one action at a time, with one key, or all that is in no doubt at once."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from django_htmx.http import HttpResponseClientRedirect

from portal.followup.imports import services
from portal.followup.imports.errors import TotalsDifferError
from portal.followup.imports.forms import ApplySureForm
from portal.followup.imports.models import ImportAction, ImportFile
from portal.followup.imports.overview import OPENED, actions_by_state, files_of, sure_by_kind
from portal.followup.imports.views.base import ImportsMixin, way_back
from portal.followup.imports.worklist import ORDER, actions_of, grouped, items_of, named
from snippets.errors import DomainError
from snippets.form_views import ServiceActionView, ServiceFormView
from snippets.numbers import whole_number

State, Kind = ImportAction.State, ImportAction.Kind
PER_PAGE = 25
ANOTHER, UNKNOWN = "another", "unknown"
_SHOWN = {
    State.WAITING: "À traiter",
    State.SET_ASIDE: "Mises de côté",
    State.APPLIED: "Appliquées",
    State.UNDONE: "Annulées",
}


class WorkMixin(ImportsMixin):
    """A screen of the actions of a file that was read."""

    @cached_property
    def file(self) -> ImportFile:
        found = get_object_or_404(files_of(self.person), pk=self.kwargs["pk"])
        if found.state not in OPENED:
            raise Http404
        return found


class WorkView(WorkMixin, TemplateView):
    """`…/travail/`: the actions in a state (`?etat=`) and of a kind (`?action=`)."""

    template_name = "followup/imports/work.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        state = asked.get("etat", "")
        state = state if state in State.values else State.WAITING.value
        kind = asked.get("action", "")
        kind = kind if kind in Kind.values else ""
        rows = actions_of(self.file, self.person, state=state, kind=kind)
        page = Paginator(rows, PER_PAGE).get_page(asked.get("page"))
        counts = actions_by_state(self.file, self.person)
        context = {
            "page": page,
            "groups": grouped(items_of(page.object_list, self.person)),
            "state": state,
            "kind": kind,
            "kinds": _kinds(self.file, self.person, state),
            "states": [(value, label, counts[value]) for value, label in _SHOWN.items()],
            "left": counts[State.WAITING],
            "sure": sum(count for _, _, count in sure_by_kind(self.file, self.person)),
        }
        return super().get_context_data(**(context | kwargs))


class ApplySureView(WorkMixin, ServiceFormView):
    """`…/appliquer/`: what is in no doubt, by kind, confirmed; the worker applies it."""

    form_class = ApplySureForm
    template_name = "followup/imports/apply_sure.html"

    @cached_property
    def sure(self) -> list[tuple[str, str, int]]:
        return sure_by_kind(self.file, self.person)

    def get_form_kwargs(self) -> dict[str, Any]:
        shown = {"kinds": self.sure, "asks_totals": self.file.totals_differ}
        return super().get_form_kwargs() | shown

    def act(self, form: ApplySureForm) -> str:
        services.apply_sure(
            file=self.file,
            actor=self.actor,
            kinds=form.cleaned_data["kinds"],
            knows_totals=form.cleaned_data.get("knows_totals", False),
        )
        return ""

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        if isinstance(error, TotalsDifferError):
            error.field = "knows_totals"
        return super().refused(form, error)

    def get_success_url(self) -> str:
        return reverse("followup:import_file", args=[self.file.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sure=self.sure, total=sum(count for _, _, count in self.sure), **kwargs
        )


class ActionView(ImportsMixin, ServiceActionView):
    """A button of one action. A script takes back the action alone, as it is now."""

    @cached_property
    def action(self) -> ImportAction:
        """The one of the address. Raises Http404."""
        rows = ImportAction.objects.visible_to(self.person)
        action: ImportAction = get_object_or_404(
            rows.select_related("file", "line", "beneficiary__unit"), pk=self.kwargs["action"]
        )
        return action

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.htmx:  # type: ignore[attr-defined]
            return super().post(request, *args, **kwargs)
        said, error = "", ""
        try:
            said = self.act()
        except DomainError as refusal:
            error = str(refusal)
        rows = ImportAction.objects.visible_to(self.person)
        now = rows.select_related("file", "line", "beneficiary__unit").filter(pk=self.action.pk)
        now = now.first()
        if now is None:
            messages.error(request, error)
            return HttpResponseClientRedirect(reverse("followup:imports"))
        counts = actions_by_state(now.file, self.person)
        context = {
            "item": items_of([now], self.person)[0],
            "file": now.file,
            "imports_all": self.imports_all,
            "said": said,
            "error": error,
            "left": counts[State.WAITING],
            "back": way_back(request, self.get_success_url()),
        }
        return render(request, "followup/imports/work_answer.html", context)

    def get_success_url(self) -> str:
        work = reverse("followup:import_work", args=[self.action.file_id])
        return way_back(self.request, work)

    def get_refused_url(self) -> str:
        """The list, or the files when the line that is in doubt is out of reach by now."""
        rows = ImportAction.objects.visible_to(self.person).filter(pk=self.action.pk)
        return self.get_success_url() if rows.exists() else reverse("followup:imports")

    @property
    def who(self) -> str:
        """The person, in the sentence that says that it is done."""
        return named(self.action) or "cette ligne"


class DecideView(ActionView):
    """`…/actions/3/appliquer/`: apply; for a homonym, `qui` says who it is."""

    def act(self) -> str:
        who = self.request.POST.get("qui", "")
        if who == UNKNOWN:
            services.set_aside(action=self.action, actor=self.actor)
            return f"{self.who}\u00a0: mise de côté, vous direz plus tard qui c’est."
        chosen = None
        key = whole_number(who)
        if key is not None:
            people = services.candidates_of(self.action)
            chosen = next((one for one in people if one.pk == key), None)
        services.decide(
            action=self.action, actor=self.actor, chosen=chosen, is_another=who == ANOTHER
        )
        return f"{self.who}\u00a0: c’est appliqué."


class SetAsideView(ActionView):
    """`…/actions/3/de-cote/`: not now."""

    def act(self) -> str:
        services.set_aside(action=self.action, actor=self.actor)
        return f"{self.who}\u00a0: mise de côté."


class WaitAgainView(ActionView):
    """`…/actions/3/reprendre/`: take up again what was put aside."""

    def act(self) -> str:
        services.wait_again(action=self.action, actor=self.actor)
        return f"{self.who}\u00a0: de nouveau à traiter."


class UndoView(ActionView):
    """`…/actions/3/annuler/`: put back what one line wrote."""

    def act(self) -> str:
        services.undo(action=self.action, actor=self.actor)
        return f"{self.who}\u00a0: la ligne est annulée, tout est comme avant."


def _kinds(file: ImportFile, user: Any, state: str) -> list[tuple[str, str, int]]:
    """(kind, its name, how many) in a state."""
    rows = actions_of(file, user, state=state)
    found = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    return [(kind, str(Kind(kind).label), found[kind]) for kind in ORDER if kind in found]
