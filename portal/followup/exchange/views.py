"""Appointments for France Travail, figures of orientation: looked at, taken away, sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import ORIENTATION_FIGURES, TRANSMIT
from portal.followup.access.log import Act, log
from portal.followup.exchange import figures, sending
from portal.followup.exchange.forms import PeriodForm, QuarterForm
from portal.followup.exchange.gateway import gateway
from portal.followup.exchange.models import AppointmentSending
from portal.followup.exchange.quarters import over
from portal.followup.home import exports
from snippets.errors import DomainError
from snippets.form_views import REFUSED
from snippets.limits import HOUR, Limit

SENT_SHOWN = 10
_TEMPLATE = "followup/exchange/exchange.html"
_FIGURES = "followup/exchange/figures.html"
FILES = Limit("followup.exchange_files", 30, HOUR)


class ExchangeMixin(CapabilityRequiredMixin):
    """A screen of who transmits: the manager, for the unit."""

    capability = TRANSMIT

    def shown(self, period: PeriodForm | None = None) -> Any:
        """What the screen says: the period that is looked at, who is left out, sendings."""
        data = self.request.GET if "starts_on" in self.request.GET else None
        period = period or PeriodForm(data)
        found = None
        if period.is_bound and period.is_valid():
            try:
                found = sending.look(actor=self.actor, **period.cleaned_data)
            except DomainError as error:
                named = error.field if error.field in period.fields else None
                period.add_error(named, str(error))
        return {
            "section": "followup",
            "section_of_area": "exchange",
            "form": period,
            "found": found,
            "left_out": found.by_reason if found else [],
            "is_open": gateway() is not None,
            "sendings": AppointmentSending.objects.visible_to(self.person)[:SENT_SHOWN],
        }


class ExchangeView(ExchangeMixin, TemplateView):
    """`/suivi/transmissions/?starts_on=…&ends_on=…`: what would leave, who would not and why."""

    template_name = _TEMPLATE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.shown(), **kwargs)


class _PeriodView(ExchangeMixin, View):
    """A button about a period; what is wrong with it shows the screen again."""

    http_method_names = ["post", "options"]
    limits = (FILES,)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act on the period that was sent."""
        form = PeriodForm(request.POST)
        if form.is_valid():
            try:
                return self.act(form)
            except DomainError as error:
                named = error.field if error.field in form.fields else None
                form.add_error(named, str(error))
        return render(request, _TEMPLATE, self.shown(form), status=REFUSED)

    def act(self, form: PeriodForm) -> HttpResponse:
        """What is done. May raise DomainError."""
        raise NotImplementedError


class FileView(_PeriodView):
    """`POST …/rendez-vous.csv`."""

    def act(self, form: PeriodForm) -> HttpResponse:
        found = sending.take(actor=self.actor, **form.cleaned_data)
        days = form.cleaned_data
        name = f"rendez-vous-{days['starts_on']:%Y%m%d}-{days['ends_on']:%Y%m%d}.csv"
        return _file(found.content, "text/csv; charset=utf-8", name)


class SendView(_PeriodView):
    """`POST …/envoyer/`."""

    def act(self, form: PeriodForm) -> HttpResponse:
        sending.ask(actor=self.actor, **form.cleaned_data)
        messages.success(self.request, "La transmission part\u00a0: son résultat sera ici.")
        return redirect(reverse("followup:exchange"))


class _FiguresMixin(CapabilityRequiredMixin):
    """A screen of who gives figures: of all units who orients, of the unit its manager."""

    capability = ORIENTATION_FIGURES

    def shown(self, form: QuarterForm | None = None) -> dict[str, Any]:
        """What the screen says: the quarters."""
        return {
            "section": "followup",
            "section_of_area": "figures",
            "form": form or QuarterForm(quarters=over(timezone.localdate())),
        }


class FiguresView(_FiguresMixin, TemplateView):
    """`/suivi/chiffres-orientation/`: which quarter."""

    template_name = _FIGURES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.shown(), **kwargs)


class FiguresFileView(_FiguresMixin, View):
    """`POST …/orientation.csv`, `.xlsx`: one quarter."""

    http_method_names = ["post", "options"]
    limits = (FILES,)

    def post(self, request: HttpRequest, extension: str) -> HttpResponse:
        """The file, logged."""
        form = QuarterForm(request.POST, quarters=over(timezone.localdate()))
        if not form.is_valid():
            return render(request, _FIGURES, self.shown(form), status=REFUSED)
        lines = figures.lines_of(form.chosen, figures.unit_of(self.person))
        write = exports.as_csv if extension == "csv" else exports.as_xlsx
        content = write(lines)
        log(
            actor=self.actor,
            act=Act.EXPORT,
            place="followup:figures_file",
            reason=f"Chiffres de l’orientation, {form.chosen}",
        )
        name = f"orientation-{form.chosen.key}.{extension}"
        return _file(content, exports.FORMATS[extension], name)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
