"""One application: read, its CV, its notes, and an answer that is not a refusal."""

from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from pages.wording import KindName
from portal.applications import replies
from portal.applications.answers import answers, label_of, said
from portal.applications.errors import MeanwhileError
from portal.applications.forms.manage import AnswerForm, NoteForm
from portal.applications.history import events_of, notes_of
from portal.applications.models import Application
from portal.applications.queries import answerable_by
from portal.applications.services.deciding import decide, mark_seen
from portal.applications.services.notes import add_note
from portal.applications.states import Refusal, Role, Status, may_go
from portal.applications.views.manage_base import DELETED, ApplicationView
from portal.participation.models import ReplyTemplate
from portal.participation.recruiting import is_agent
from portal.participation.replies import proposed
from snippets.errors import DomainError
from snippets.form_views import ServiceFormView

NO_ADDRESS = "Cette personne n’a pas d’adresse e-mail\u00a0: appelez-la pour le lui dire."


class OneView(ApplicationView):
    """`/candidatures/dossier/<pk>/`: opening it is reading it, for the organisation itself."""

    def get(self, request: HttpRequest) -> HttpResponse:
        application = self.application
        may_answer = answerable_by(self.person).filter(pk=application.pk).exists()
        if may_answer:
            mark_seen(application=application, actor=self.actor)
            application.refresh_from_db(fields=["status", "version", "changed_at"])
        return show_one(self, may_answer=may_answer)


class NoteView(ApplicationView, ServiceFormView):
    """Keep a note; a note that is refused is shown again on the application's own screen."""

    answers = True
    form_class = NoteForm
    template_name = "applications/manage/one.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(one_url(self.application))

    def act(self, form: NoteForm) -> str:
        add_note(application=self.application, text=form.cleaned_data["text"], actor=self.actor)
        return "Note ajoutée."

    def show_again(self, form: NoteForm, status: Any = 422) -> HttpResponse:
        return show_one(self, may_answer=True, note_form=form, status=status)

    def get_success_url(self) -> str:
        return f"{one_url(self.application)}#notes"


class SentCvView(ApplicationView):
    """The PDF that was sent, to whoever may read the application."""

    def get(self, request: HttpRequest) -> FileResponse:
        """Raises Http404 without a CV, or once it is erased."""
        application = self.application
        cv = application.cv
        if cv is None or cv.erased_at is not None:
            raise Http404
        try:
            content = cv.file.open("rb")
        except (FileNotFoundError, SuspiciousFileOperation) as error:
            raise Http404 from error
        if answerable_by(self.person).filter(pk=application.pk).exists():
            mark_seen(application=application, actor=self.actor)
        name = slugify(application.participant.name)[:60]
        response = FileResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = str(
            content_disposition_header(False, f"CV-{name}.pdf" if name else "CV.pdf")  # noqa: FBT003
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response


class AnswerView(ApplicationView, ServiceFormView):
    """`…/etat/?vers=interview`: the message, then the answer leaves."""

    answers = True
    form_class = AnswerForm
    template_name = "applications/manage/answer.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Back to the application when there is no such answer now."""
        application = self.application
        if self.to not in _BY_MESSAGE or not may_go(application.status, self.to, Role.RECRUITER):
            return redirect(one_url(application))
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    @property
    def to(self) -> str:
        """What is answered."""
        return self.request.POST.get("to") or self.request.GET.get("vers") or ""

    def get_form_kwargs(self) -> dict[str, Any]:
        is_job = self.application.kind == KindName.JOB
        return {**super().get_form_kwargs(), "to": self.to, "is_job": is_job}

    def get_initial(self) -> dict[str, Any]:
        wanted = self.request.GET.get("modele", "")
        chosen = next((one for one in self.templates if str(one.pk) == wanted), None)
        subject, message = replies.suggestion(self.application, self.to, template=chosen)
        return {
            "to": self.to,
            "version": self.application.version,
            "subject": subject,
            "message": message,
        }

    @property
    def templates(self) -> list[ReplyTemplate]:
        """The texts that one may start from."""
        return proposed(self.to)

    def act(self, form: AnswerForm) -> str:
        data = form.cleaned_data
        told = replies.appointment(data.get("when"), data.get("where") or "")
        done = decide(
            application=self.application,
            to=data["to"],
            actor=self.actor,
            subject=replies.filled_for(self.application, data["subject"], told),
            message=replies.filled_for(self.application, data["message"], told),
            contract=data.get("contract") or "",
            start_date=data.get("start_date"),
            version=data["version"],
        )
        return said_of(done)

    def refused(self, form: AnswerForm, error: DomainError) -> HttpResponse:
        """A colleague was first: what was typed stays, for who still wants to send it."""
        if isinstance(error, MeanwhileError):
            typed: Any = form.data.copy()  # type: ignore[attr-defined]
            typed["version"] = str(error.version)
            form.data = typed
        return super().refused(form, error)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            application=self.application,
            organisation=self.member_space(self.application.organisation_id),
            answer=dict(answers(self.application.kind)).get(Status(self.to), ""),
            to=self.to,
            templates=self.templates,
            **kwargs,
        )

    def get_success_url(self) -> str:
        return one_url(self.application)


_BY_MESSAGE = frozenset({status for status, _ in answers(KindName.JOB)} - {Status.REFUSED})


def one_url(application: Application) -> str:
    """The screen of an application."""
    return reverse("applications:one", args=[application.pk])


def said_of(application: Application) -> str:
    """That the answer has left, and who is to be called."""
    sentence = said(application.status)
    return sentence if application.participant.address else f"{sentence} {NO_ADDRESS}"


def show_one(
    view: ApplicationView,
    *,
    may_answer: bool,
    note_form: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The screen of an application."""
    application = view.application
    inside = is_agent(view.person)
    open_answers = [
        (to, label)
        for to, label in answers(application.kind)
        if to in _BY_MESSAGE and may_go(application.status, to, Role.RECRUITER)
    ]
    context = {
        "application": application,
        "organisation": view.member_space(application.organisation_id),
        "list_id": application.page_id or DELETED,
        "is_inside": inside,
        "may_answer": may_answer,
        "answers": open_answers if may_answer else [],
        "may_refuse": may_answer and may_go(application.status, Status.REFUSED, Role.RECRUITER),
        "state": label_of(application.status, application.kind),
        "reason": Refusal(application.refusal).label if application.refusal else "",
        "events": events_of(application, view.person),
        # What an organisation writes of a person, it and the officers read: no adviser.
        "notes": notes_of(application, view.person) if may_answer else [],
        "note_form": note_form or NoteForm(),
    }
    return render(view.request, "applications/manage/one.html", context, status=status)
