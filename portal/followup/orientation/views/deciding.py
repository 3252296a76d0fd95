"""What orientation officers decide on one case: they edit it without being attached to it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View

from portal.accounts.capabilities import ORIENT
from portal.followup.access.log import Act, log
from portal.followup.case.conflicts import ShowsTheirsMixin
from portal.followup.case.leaving import OfActiveCaseMixin
from portal.followup.case.screens import CaseFormView, CaseMixin
from portal.followup.case.tabs import Needs
from portal.followup.configuration import delays, letters, printing
from portal.followup.journal.draft_forms import KeepsTextMixin
from portal.followup.orientation import exits, services
from portal.followup.orientation.errors import DecidedMeanwhileError
from portal.followup.orientation.forms import (
    CorrectForm,
    ExitForm,
    FranceTravailForm,
    NotifyForm,
    OrientForm,
    TakeBackForm,
    first_values,
    structures,
)
from portal.followup.orientation.models import Exit, Orientation
from portal.followup.orientation.wording import described
from portal.followup.people.models import Beneficiary
from portal.followup.procedures.queries import going_on
from snippets import french
from snippets.errors import DomainError


class DecisionView(ShowsTheirsMixin, CaseFormView):
    """A decision on a case, which leads back to its pathway."""

    capability = ORIENT
    needs = Needs.ORIENTING
    tab = "pathway"

    @cached_property
    def orientation(self) -> Orientation | None:
        """The one that goes on."""
        rows = Orientation.objects.visible_to(self.person).select_related("structure", "unit")
        return rows.filter(beneficiary=self.case, ends_on__isnull=True).first()

    def get_success_url(self) -> str:
        return reverse("followup:pathway", args=[self.case.pk])

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """What somebody else decided beside what was typed, which may be confirmed."""
        if isinstance(error, DecidedMeanwhileError):
            return self.show_theirs(form, error, {"seen": error.row.pk if error.row else ""})
        return super().refused(form, error)

    def theirs_of(self, row: Any) -> str:
        return described(row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"orientation": self.orientation, "theirs": "", "draft_form": ""}
        return super().get_context_data(**(context | kwargs))


class ActiveDecisionView(OfActiveCaseMixin, DecisionView):
    """A decision on a pathway that goes on."""


class WrittenDecisionView(KeepsTextMixin, ActiveDecisionView):
    """One with its reasons in words: they are kept while they are typed."""


class OrientView(WrittenDecisionView):
    """Decide the orientation."""

    draft_form = "orient"
    form_class = OrientForm
    template_name = "followup/orientation/orient.html"

    def get_initial(self) -> dict[str, Any]:
        return first_values(self.case, self.orientation) | super().get_initial()

    def act(self, form: OrientForm) -> str:
        services.orient(beneficiary=self.case, actor=self.actor, **form.cleaned_data)
        return "L’orientation est enregistrée."


class CorrectView(WrittenDecisionView):
    """Mend a decision that the person was not told of."""

    form_class = CorrectForm
    template_name = "followup/orientation/correct.html"

    @cached_property
    def corrected(self) -> Orientation:
        """The orientation of the address. Raises Http404."""
        rows = Orientation.objects.visible_to(self.person)
        return get_object_or_404(rows, pk=self.kwargs["orientation"], beneficiary=self.case)

    def get_initial(self) -> dict[str, Any]:
        row = self.corrected
        names = ("path", "structure", "unit", "starts_on", "reason", "version")
        return {name: getattr(row, name) for name in names} | super().get_initial()

    def draft_form_of(self) -> str:
        return f"orient_correct:{self.corrected.pk}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.corrected.notified_on or self.corrected.ends_on:
            raise Http404
        return super().get(request, *args, **kwargs)

    def act(self, form: CorrectForm) -> str:
        values = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        services.correct(orientation=self.corrected, actor=self.actor, **values)
        return "L’orientation est corrigée."


class FranceTravailView(ActiveDecisionView):
    """Past the legal time: record that France Travail orients."""

    form_class = FranceTravailForm
    template_name = "followup/orientation/france_travail.html"

    def get_initial(self) -> dict[str, Any]:
        known = structures().search("france travail").first()
        return first_values(self.case, self.orientation) | {"structure": known}

    def act(self, form: FranceTravailForm) -> str:
        services.orient(
            beneficiary=self.case, actor=self.actor, by_france_travail=True, **form.cleaned_data
        )
        return "L’orientation par France Travail est enregistrée."


class _OfOrientation(ActiveDecisionView):
    """A decision on the orientation of the address, which goes on."""

    @cached_property
    def orientation(self) -> Orientation:
        """The orientation of the address. Raises Http404."""
        rows = Orientation.objects.visible_to(self.person).select_related("structure", "unit")
        return get_object_or_404(rows, pk=self.kwargs["orientation"], beneficiary=self.case)


class NotifyView(_OfOrientation):
    """Write when the person was told; the letter is beside."""

    form_class = NotifyForm
    template_name = "followup/orientation/notify.html"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def act(self, form: NotifyForm) -> str:
        services.notify(orientation=self.orientation, actor=self.actor, **form.cleaned_data)
        return "La notification est enregistrée\u00a0: le délai du premier contrat part de ce jour."


class LetterView(CaseMixin, View):
    """The letter that tells the person, with the text of the day."""

    capability = ORIENT
    needs = Needs.ORIENTING
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The PDF."""
        rows = Orientation.objects.visible_to(self.person).select_related("structure", "unit")
        orientation = get_object_or_404(rows, pk=self.kwargs["orientation"], beneficiary=self.case)
        body = letter_of(self.case, orientation)
        response = HttpResponse(body, content_type="application/pdf")
        name = f"orientation-{self.case.shown_number}.pdf"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response

    def log_reading(self) -> None:
        log(
            actor=self.actor,
            act=Act.PRINT,
            beneficiary=self.case,
            place="followup:orientation_letter",
        )


def letter_of(case: Beneficiary, orientation: Orientation) -> bytes:
    """The notice of an orientation, as its text was on the day of the notification."""
    day = orientation.notified_on or timezone.localdate()
    key = letters.Key.ORIENTATION_NOTICE
    months = delays.value(delays.Delay.FIRST_CONTRACT_MONTHS, day)
    values = printing.values_of(case, orientation.unit or case.unit, day) | {
        "parcours": orientation.get_path_display().lower(),
        "structure": orientation.structure.name,
        "decision": french.long_day(orientation.starts_on),
        "delai_contrat": f"{months}{french.NBSP}mois",
    }
    letter = letters.filled(key, letters.text(key, day), values)
    unit = orientation.unit or case.unit
    return printing.letter_pdf(letter=letter, case=case, unit=unit, day=day)


class ExitView(WrittenDecisionView):
    """Record the end of a pathway: a right that closed, a death that is known."""

    draft_form = "exit"
    form_class = ExitForm
    template_name = "followup/orientation/exit.html"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()} | super().get_initial()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # For who reads it: an orientation officer does not, and is told what becomes of one.
        return super().get_context_data(
            open_procedure=going_on(self.case, self.person).first(), **kwargs
        )

    def act(self, form: ExitForm) -> str:
        exits.record_exit(beneficiary=self.case, actor=self.actor, **form.cleaned_data)
        return "La sortie est enregistrée."


class TakeBackView(KeepsTextMixin, DecisionView):
    """Undo an exit that was a mistake."""

    draft_form = "exit_undo"
    form_class = TakeBackForm
    template_name = "followup/orientation/take_back.html"

    @cached_property
    def exit(self) -> Exit:
        """The last exit of a case that has ended. Raises Http404."""
        if not self.case.has_left:
            raise Http404
        rows = Exit.objects.visible_to(self.person).filter(beneficiary=self.case)
        found = rows.order_by("-on", "-pk").first()
        if found is None:
            raise Http404
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What somebody undid already is undone."""
        if self.case.has_left:
            return super().post(request, *args, **kwargs)
        messages.info(request, "La sortie est déjà annulée\u00a0: le parcours a repris.")
        return redirect(self.get_success_url())

    def act(self, form: TakeBackForm) -> str:
        referent = exits.take_back(exit=self.exit, actor=self.actor, **form.cleaned_data)
        if referent is None:
            return "La sortie est annulée. Désignez une référente ou un référent."
        return f"La sortie est annulée\u00a0: {referent.professional} suit de nouveau la personne."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(exit=self.exit, **kwargs)
