"""The tab « Manquements »: what is reported, what a procedure still needs, what was done."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from portal.accounts.capabilities import CONDUCT_PROCEDURES, READ_CASES, REPORT_BREACH
from portal.followup.access.log import Act as Logged
from portal.followup.access.log import log
from portal.followup.case.screens import CaseMixin
from portal.followup.case.tabs import Needs
from portal.followup.contract.views.base import AddView, CaseActionView, TabMixin
from portal.followup.journal.draft_forms import KeepsTextMixin
from portal.followup.procedures import acts, paper, queries, rules, services
from portal.followup.procedures.errors import ObservationArrivedError
from portal.followup.procedures.forms import (
    AnswerReportForm,
    ObservationForm,
    RemobilisationForm,
    ReportForm,
    open_documents,
)
from portal.followup.procedures.missing import missing_of
from portal.followup.procedures.models import BreachReport, SanctionProcedure
from portal.followup.procedures.states import BEFORE_DECISION, GOES_ON, S
from portal.followup.stale_forms import SentAgainMixin
from snippets.errors import DomainError


class ProcedureTabView(CaseMixin, TemplateView):
    """`…/procedure/`: reports, procedures, sanctions. A delegated body reads its own reports."""

    tab = "procedure"
    template_name = "followup/procedures/tab.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        conducts = rules.may_conduct(self.person, self.case)
        found = queries.procedures_of(self.case, self.person)
        for row in found:
            row.beneficiary = self.case
        shown = [
            {
                "row": row,
                "missing": missing_of(row, today),
                "acts": acts.offered(row) if conducts else [],
                "letters": paper.letters_of(row),
                "goes_on": row.state in GOES_ON,
                "takes_observations": row.state in BEFORE_DECISION - {S.OPENED},
            }
            for row in found
        ]
        reports = list(queries.reports_of(self.case, self.person))
        return super().get_context_data(
            reports=reports,
            procedures=shown,
            periods=queries.periods_of(self.case, self.person),
            running=queries.running_period(self.case, self.person),
            conducts=conducts,
            reads_procedures=rules.reads_procedures(self.person, self.case),
            mine={one.pk for one in reports if one.reported_by.user_id == self.person.pk},
            **kwargs,
        )


class ProcedureFormView(SentAgainMixin, KeepsTextMixin, AddView):
    """A form of the tab, whose text is kept while it is typed."""

    tab = "procedure"
    template_name = "followup/procedures/form.html"


class ReportView(ProcedureFormView):
    """`…/procedure/signaler/`: report a breach."""

    capability = REPORT_BREACH
    title = "Signaler un manquement"
    button = "Transmettre au responsable de l’unité"
    notice = (
        "Un signalement n’est pas une sanction et n’en déclenche aucune. La ou le responsable de "
        "l’unité décide de la suite."
    )
    form_class = ReportForm
    draft_form = "breach"

    def get_form_kwargs(self) -> dict[str, Any]:
        missed = queries.missed_appointments(self.case, self.person)
        return super().get_form_kwargs() | {"appointments": missed}

    def act(self, form: ReportForm) -> str:
        services.report(beneficiary=self.case, facts=form.said, actor=self.actor)
        return "Le signalement est transmis à la ou au responsable de l’unité."


class _OfReport:
    """About one report of the case."""

    @cached_property
    def report(self) -> BreachReport:
        """The report of the address. Raises Http404."""
        rows = queries.reports_of(self.case, self.person)  # type: ignore[attr-defined]
        return get_object_or_404(rows, pk=self.kwargs["report"])  # type: ignore[attr-defined]


class WithdrawReportView(_OfReport, TabMixin, CaseActionView):
    """`…/signalements/<report>/retirer/`: by who wrote it."""

    capability = REPORT_BREACH
    tab = "procedure"

    def act(self) -> str:
        services.withdraw(report=self.report, actor=self.actor, version=self.report.version)
        return "Le signalement est retiré."


class AnswerReportView(_OfReport, ProcedureFormView):
    """`…/signalements/<report>/`: open a procedure, or not."""

    capability = CONDUCT_PROCEDURES
    title = "Donner suite au signalement"
    template_name = "followup/procedures/answer_report.html"
    form_class = AnswerReportForm

    def draft_form_of(self) -> str:
        return f"breach_answer:{self.report.pk}"

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"version": self.report.version}

    def act(self, form: AnswerReportForm) -> str:
        data = form.cleaned_data
        values = {
            "report": self.report,
            "answer": data["answer"],
            "actor": self.actor,
            "version": data["version"],
        }
        if data["fate"] == AnswerReportForm.DISMISS:
            services.dismiss(**values)
            return "Le signalement est sans suite."
        services.open_procedure(**values)
        return "La procédure est ouverte\u00a0: imprimez le courrier."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(report=self.report, **kwargs)


class _OfProcedure:
    """About one procedure of the case."""

    @cached_property
    def procedure(self) -> SanctionProcedure:
        """The procedure of the address. Raises Http404."""
        rows = queries.one_procedure(self.case, self.person)  # type: ignore[attr-defined]
        return get_object_or_404(rows, pk=self.kwargs["procedure"])  # type: ignore[attr-defined]


class ObserveView(_OfProcedure, ProcedureFormView):
    """`…/procedure/<procedure>/observations/`: what the person says, written or heard."""

    capability = REPORT_BREACH
    title = "Noter les observations de la personne"
    form_class = ObservationForm

    def draft_form_of(self) -> str:
        return f"observation:{self.procedure.pk}"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()} | super().get_initial()

    def get_form_kwargs(self) -> dict[str, Any]:
        _ = self.procedure
        documents = open_documents(self.person, self.case)
        return super().get_form_kwargs() | {"documents": documents}

    def act(self, form: ObservationForm) -> str:
        services.observe(procedure=self.procedure, actor=self.actor, **form.cleaned_data)
        return "Les observations sont notées."


class ActView(_OfProcedure, ProcedureFormView):
    """`…/procedure/<procedure>/<acte>/`: one of `acts.ACTS`, by who conducts the procedure."""

    capability = CONDUCT_PROCEDURES
    template_name = "followup/procedures/act.html"
    # Of the act.
    title = ""

    @cached_property
    def chosen(self) -> acts.Act:
        """The act of the address. Raises Http404, for who may not conduct as well."""
        found = acts.ACTS.get(self.kwargs["act"])
        if found is None or not rules.may_conduct(self.person, self.case):
            raise Http404
        _ = self.procedure
        return found

    def draft_form_of(self) -> str:
        name = self.chosen.slug.replace("-", "_")
        return f"procedure_{name}:{self.procedure.pk}"

    def get_form_class(self) -> Any:
        return self.chosen.form

    def get_initial(self) -> dict[str, Any]:
        first = dict(self.chosen.initial(self.procedure))
        if self.chosen.slug == "reponse":
            appeal = next(iter(self.procedure.appeals.all()), None)
            first["version"] = appeal.version if appeal else 0
        # What was read is what this page shows, whatever text was left in the form.
        read = {
            "version": first["version"],
            "observations_seen": self.procedure.observations.count(),
        }
        return first | super().get_initial() | read

    def refreshed(self, error: DomainError) -> dict[str, Any]:
        if isinstance(error, ObservationArrivedError):
            return {"observations_seen": error.present}
        return super().refreshed(error)

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"procedure": self.procedure} if self.chosen.slug == "decider" else {}
        return super().get_form_kwargs() | more

    def act(self, form: Any) -> str:
        self.chosen.call(self.procedure, form, self.actor)
        return self.chosen.done

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen, row = self.chosen, self.procedure
        words = {"title": chosen.title, "button": chosen.button, "notice": chosen.notice}
        context = {
            "row": row,
            "is_offered": chosen.is_offered(row),
            "missing": missing_of(row, timezone.localdate()),
            "observations": row.observations.all() if chosen.slug == "decider" else [],
            "letters": paper.letters_of(row),
        }
        return super().get_context_data(**(words | context | kwargs))


class RemobilisationView(ProcedureFormView):
    """`…/procedure/remobilisation/`: what was done during the sanction, by who follows."""

    capability = REPORT_BREACH
    title = "Dire ce qui a été fait pendant la sanction"
    form_class = RemobilisationForm
    draft_form = "remobilisation"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()} | super().get_initial()

    @cached_property
    def period(self) -> Any:
        """The sanction that goes on. Raises Http404 when there is none."""
        found = queries.running_period(self.case, self.person)
        if found is None:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        _ = self.period
        return super().get_form_kwargs()

    def act(self, form: RemobilisationForm) -> str:
        services.say_what_was_done(period=self.period, actor=self.actor, **form.cleaned_data)
        return "C’est noté. Rien ne change de soi-même\u00a0: la levée se décide."


class LetterView(_OfProcedure, CaseMixin, View):
    """`…/procedure/<procedure>/<courrier>.pdf`: one of its letters."""

    capability = READ_CASES
    http_method_names = ["get", "head", "options"]
    needs = Needs.WHOLE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file, whole."""
        known = {letter.slug: letter for letter in paper.letters_of(self.procedure)}
        letter = known.get(self.kwargs["letter"])
        if letter is None:
            raise Http404
        body = paper.letter_pdf(self.procedure, letter)
        response = HttpResponse(body, content_type="application/pdf")
        name = f"{letter.slug}-{self.case.shown_number}.pdf"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response

    def log_reading(self) -> None:
        log(
            actor=self.actor,
            act=Logged.PRINT,
            beneficiary=self.case,
            place="followup:procedure_letter",
        )
