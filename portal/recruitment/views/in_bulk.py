"""What is done to several people of a list at once: a mark, another hour, a message."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from portal.participation.models import ReplyTemplate
from portal.participation.replies import fill, proposed
from portal.participation.reply_to import Replies
from portal.recruitment.forms.manage import MessageForm
from portal.recruitment.listing import (
    Filters,
    Viewer,
    filtered,
    person_of,
    registrations_of,
)
from portal.recruitment.models import Registration, Roster, Slot
from portal.recruitment.services import moving
from portal.recruitment.services.messages import (
    check_words,
    filled,
    messages_read_by,
    recipients_among,
    replies_of,
    send_message,
    subject_of,
    values_of,
)
from portal.recruitment.states import Role, Status
from portal.recruitment.views.gate import RosterMixin
from portal.recruitment.views.one import MARKS, UNDO, take_back
from snippets import french
from snippets.errors import DomainError
from snippets.form_views import REFUSED, ServiceFormView
from snippets.numbers import whole_number

MOST = 500
SHOWN, MISSED_SHOWN = 12, 50
NOBODY = "Cochez au moins une personne."
TOO_MANY = (
    f"C’est trop de personnes à la fois\u00a0: {MOST} au plus. "
    "Choisissez une heure ou un état, puis recommencez."
)
NO_ACTION = "Choisissez ce qu’il faut faire."


def selected(request: HttpRequest, roster: Roster, viewer: Viewer) -> list[Registration]:
    """Those whose box is ticked, or all those of the list as it was filtered."""
    rows = registrations_of(roster, viewer)
    if request.POST.get("tous") == "1":
        return list(filtered(rows, Filters.of(asked_filters(request), viewer), viewer))
    typed = request.POST.getlist("personne")[:MOST]
    keys = [key for key in map(whole_number, typed) if key is not None]
    return list(rows.filter(pk__in=keys).order_by("arrival", "pk"))


def asked_filters(request: HttpRequest) -> dict[str, str]:
    """The filters of the list that the form was on."""
    names = ("etat", "creneau", "arrivee", "reponse", "q")
    return {name: request.POST.get(f"filtre-{name}", "") for name in names}


class BulkView(RosterMixin, View):
    """`/rencontres/<pk>/en-nombre/`: marks and hours; who cannot be changed is counted."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Each person is an act of its own: one that is refused stops nobody else's."""
        people = selected(request, self.roster, self.viewer)
        act = self._act(request.POST.get("action", ""))
        if act is None or not people:
            messages.error(request, NO_ACTION if people else NOBODY)
            return redirect(self._back())
        if len(people) > MOST:
            messages.error(request, TOO_MANY)
            return redirect(self._back())
        done, refusals = 0, []
        for person in people:
            try:
                act(person)
            except DomainError as error:
                refusals.append(str(error))
                continue
            done += 1
        if done:
            messages.success(request, f"C’est fait pour {french.counted(done, 'personne')}.")
        if refusals:
            told = french.counted(len(refusals), "personne")
            messages.error(request, f"Rien n’a changé pour {told}. {refusals[0]}")
        return redirect(self._back())

    def _act(self, asked: str) -> Callable[[Registration], Any] | None:
        """What to do with one person, or None for a word that is none."""
        if asked in MARKS:
            status = Status(asked)
            return lambda row: moving.mark(registration=row, to=status, actor=self.actor)
        if asked == UNDO:
            return lambda row: take_back(row, self.actor)
        slot = self._slot() if asked == "deplacer" else None
        if slot is None:
            return None
        return lambda row: moving.move(
            registration=row, slot=slot, role=Role.MANAGER, actor=self.actor
        )

    def _slot(self) -> Slot | None:
        asked = self.request.POST.get("slot", "")
        return next((slot for slot in self.roster.slots.all() if str(slot.pk) == asked), None)

    def _back(self) -> str:
        back = self.request.POST.get("retour", "")
        is_safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return back if is_safe and back.startswith("/") else self.list_url


class MessageView(RosterMixin, ServiceFormView):
    """`/rencontres/<pk>/message/`: to those who were ticked; chosen, edited, looked at, sent.

    Who is written to travels in the form itself, so that nothing is lost on the way.
    """

    template_name = "recruitment/manage/message.html"
    form_class = MessageForm
    here = "Écrire aux personnes"
    people: Sequence[Registration] = ()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The first time: an empty form, or the text that was chosen; then a look; then it goes."""
        self.people = selected(request, self.roster, self.viewer)
        step = request.POST.get("etape", "")
        if not self.people:
            messages.error(request, NOBODY)
            return redirect(self.list_url)
        if step not in {"apercu", "envoyer"}:
            initial = self._initial(request.POST.get("modele", ""))
            form = MessageForm(initial=initial, replies=self.replies)
            return self.render_to_response(self.get_context_data(form=form))
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        if step == "envoyer":
            return self.form_valid(form)
        try:
            written = form.cleaned_data
            check_words(roster=self.roster, subject=written["subject"], text=written["text"])
        except DomainError as error:
            return self.refused(form, error)
        return self.render_to_response(self.get_context_data(form=form, preview=self._seen(form)))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without people, what was sent before."""
        return self.render_to_response(self.get_context_data(form=None))

    @cached_property
    def replies(self) -> dict[str, Replies]:
        """Where the answers may go."""
        return replies_of(self.roster, self.person, recipients_among(self.people))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "replies": self.replies}

    def act(self, form: MessageForm) -> str:
        sent = send_message(
            roster=self.roster, registrations=self.people, user=self.person, **form.cleaned_data
        )
        left = french.counted(sent.unreachable, "personne")
        more = (
            f" {left} sans adresse, ou plus sur la liste\u00a0: à appeler."
            if sent.unreachable
            else ""
        )
        if sent.already:
            had = french.counted(sent.already, "personne")
            more += f" {had} l’avai{'ent' if sent.already > 1 else 't'} déjà reçu à l’instant."
        return f"Le message part à {french.counted(sent.written, 'personne')}.{more}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who reads it, who cannot be reached, the texts to begin with, and what left before."""
        reached = recipients_among(self.people)
        keys = {row.pk for row in reached}
        missed = [row for row in self.people if row.pk not in keys]
        kwargs.setdefault("preview", None)
        return super().get_context_data(
            everybody=asked_filters(self.request) if self.request.POST.get("tous") == "1" else None,
            keys=[row.pk for row in self.people],
            reached=len(reached),
            names=[person_of(row, self.viewer).name for row in reached[:SHOWN]],
            more=max(len(reached) - SHOWN, 0),
            missed=[person_of(row, self.viewer) for row in missed[:MISSED_SHOWN]],
            missed_count=len(missed),
            templates=proposed(ReplyTemplate.Use.SESSION),
            sent=list(
                messages_read_by(self.person, self.roster).prefetch_related("recipients")[:20]
            ),
            **kwargs,
        )

    def show_again(self, form: MessageForm, status: Any = REFUSED) -> HttpResponse:
        """With what was typed, and the same people."""
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def _initial(self, asked: str) -> dict[str, str]:
        """A text of the list with what is known filled in; the first name waits for each person."""
        found = next(
            (row for row in proposed(ReplyTemplate.Use.SESSION) if str(row.pk) == asked), None
        )
        if found is None:
            return {}
        values = values_of(self.roster)
        return {"subject": fill(found.subject, values), "text": fill(found.text, values)}

    def _seen(self, form: MessageForm) -> dict[str, str]:
        """The message as the first person who may be named reads it."""
        reached = recipients_among(self.people)
        shown = next((row for row in reached if self.viewer.sees(row)), None)
        first = shown.participant.first if shown else "Camille"
        subject = subject_of(self.roster, form.cleaned_data["subject"])
        return {
            "subject": filled(subject, first_name=first),
            "text": filled(form.cleaned_data["text"], first_name=first),
            "replies": self.replies[form.cleaned_data["reply_to"]].read_by,
        }
