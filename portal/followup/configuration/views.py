"""The settings of the area: lists, delays, letters, each with its history."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import CONFIGURE_FOLLOWUP
from portal.followup.configuration import delays, history, letters, printing, services
from portal.followup.configuration.delays import SETTINGS, Delay, Setting
from portal.followup.configuration.errors import SetMeanwhileError
from portal.followup.configuration.forms import DelayForm, LetterForm, NewTermForm, TermForm
from portal.followup.configuration.models import DelaySetting, LetterText, Term
from portal.followup.forms import AreaForm
from snippets.errors import DomainError
from snippets.form_views import ServiceActionView, ServiceFormView


class SettingsMixin(CapabilityRequiredMixin):
    """A screen of the settings."""

    capability = CONFIGURE_FOLLOWUP

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"section": "followup", "section_of_area": "settings"}
        return super().get_context_data(**(context | kwargs))  # type: ignore[misc]


class SettingsView(SettingsMixin, TemplateView):
    """All that is set, with what applies today and what will."""

    template_name = "followup/configuration/settings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        values = delays.all_values()
        planned_delays = {
            row.key: row
            for row in _planned(DelaySetting, self.person, today).order_by("-starts_on")
        }
        planned_letters = {
            row.key: row for row in _planned(LetterText, self.person, today).order_by("-starts_on")
        }
        counts: dict[str, int] = {}
        for name in Term.objects.visible_to(self.person).values_list("list", flat=True):
            counts[name] = counts.get(name, 0) + 1
        shown = [
            (
                setting,
                history.shown_value(values.row(setting.key, today) or setting),
                planned_delays.get(setting.key),
                _reference(values, setting),
            )
            for setting in SETTINGS.values()
        ]
        return super().get_context_data(
            lists=[(value, label, counts.get(value, 0)) for value, label in Term.List.choices],
            delays=[
                (setting, value, row, history.shown_value(row) if row else "", reference)
                for setting, value, row, reference in shown
            ],
            letters=[
                (letter, planned_letters.get(letter.key)) for letter in letters.LETTERS.values()
            ],
            **kwargs,
        )


def _planned(model: type[Any], person: Any, today: Any) -> Any:
    return model.objects.visible_to(person).filter(starts_on__gt=today)


def _reference(values: delays.Delays, setting: Setting) -> str:
    row = values.row(setting.key, timezone.localdate())
    return row.legal_reference if row else setting.legal_reference


class SettingFormView(SettingsMixin, ServiceFormView):
    """A form of a setting: what somebody else set meanwhile is shown beside what was typed."""

    form_class: type[AreaForm]

    def seen_now(self) -> int:
        """What the form holds of the setting's last change."""
        raise NotImplementedError

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """Answer 409 with the other setting, which may be confirmed over."""
        if not isinstance(error, SetMeanwhileError):
            return super().refused(form, error)
        form.add_error(None, str(error))
        form.data = form.data.copy()
        form.data["seen"] = self.seen_now()
        context = self.get_context_data(form=form, theirs=error.row)
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)

    def get_success_url(self) -> str:
        """The same screen, which shows what will apply."""
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"theirs": None} | kwargs))


class ListView(SettingFormView):
    """The terms of a list, and the form that adds one."""

    form_class = NewTermForm
    template_name = "followup/configuration/list.html"

    @cached_property
    def name(self) -> str:
        """The list of the address. Raises Http404."""
        if self.kwargs["name"] not in Term.List.values:
            raise Http404
        return str(self.kwargs["name"])

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"name": self.name}

    def act(self, form: NewTermForm) -> str:
        services.add_term(name=self.name, actor=self.actor, **form.cleaned_data)
        return f"«\u00a0{form.cleaned_data['label']}\u00a0» est ajouté."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = Term.objects.visible_to(self.person).filter(list=self.name).select_related("parent")
        proposed = [row for row in rows if not row.valid_until or row.valid_until > today]
        if self.name == Term.List.BARRIER_SITUATION:
            proposed.sort(key=lambda row: (row.parent.order, row.order))
        return super().get_context_data(
            list_label=Term.List(self.name).label,
            proposed=proposed,
            withdrawn=[row for row in rows if row.valid_until and row.valid_until <= today],
            history=history.of_list(self.name),
            today=today,
            **kwargs,
        )


class _OfTerm(SettingsMixin):
    """About the term of the address."""

    kwargs: dict[str, Any]

    @cached_property
    def term(self) -> Term:
        """The term of the address. Raises Http404."""
        rows = Term.objects.visible_to(self.person)
        found: Term = get_object_or_404(rows, pk=self.kwargs["term"])
        return found

    def list_url(self) -> str:
        """The list that it is of."""
        return reverse("followup:settings_list", args=[self.term.list])


class TermView(_OfTerm, SettingFormView):
    """Rename a term, withdraw it, propose it again."""

    form_class = TermForm
    template_name = "followup/configuration/term.html"

    def seen_now(self) -> int:
        return services.last_change(Term, pgh_obj_id=self.term.pk)

    def get_initial(self) -> dict[str, Any]:
        return {
            "label": self.term.label,
            "valid_until": self.term.valid_until,
            "seen": self.seen_now(),
        }

    def act(self, form: TermForm) -> str:
        services.change_term(term=self.term, actor=self.actor, **form.cleaned_data)
        return "Le terme est enregistré."

    def get_success_url(self) -> str:
        return self.list_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label = Term.List(self.term.list).label
        return super().get_context_data(
            term=self.term, list_label=label, list_url=self.list_url(), **kwargs
        )


class MoveTermView(_OfTerm, ServiceActionView):
    """Move a term up or down in its list."""

    IS_UP: ClassVar[dict[str, bool]] = {"monter": True, "descendre": False}

    def act(self) -> str:
        """Exchange it with its neighbour. Raises Http404 for no direction."""
        if self.kwargs["direction"] not in self.IS_UP:
            raise Http404
        up = self.IS_UP[self.kwargs["direction"]]
        services.move_term(term=self.term, up=up, actor=self.actor)
        return "L’ordre de la liste est enregistré."

    def get_success_url(self) -> str:
        return self.list_url()


class DelayView(SettingFormView):
    """A delay: what applies, what will, what was set, and a form for another value."""

    form_class = DelayForm
    template_name = "followup/configuration/delay.html"

    @cached_property
    def setting(self) -> Setting:
        """The delay of the address. Raises Http404."""
        try:
            return SETTINGS[Delay(self.kwargs["key"])]
        except ValueError as error:
            raise Http404 from error

    def seen_now(self) -> int:
        return services.last_change(DelaySetting, key=self.setting.key)

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {
            "starts_on": today,
            "legal_reference": delays.legal_reference(self.setting.key, today),
            "seen": self.seen_now(),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"setting": self.setting}

    def act(self, form: DelayForm) -> str:
        services.set_delay(key=self.setting.key, actor=self.actor, **form.cleaned_data)
        return "La valeur est enregistrée."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = DelaySetting.objects.visible_to(self.person).filter(key=self.setting.key)
        present = rows.filter(starts_on__lte=today).order_by("-starts_on").first()
        planned = rows.filter(starts_on__gt=today).order_by("starts_on")
        return super().get_context_data(
            setting=self.setting,
            present=present,
            present_value=history.shown_value(present or self.setting),
            planned=[(row, history.shown_value(row)) for row in planned],
            history=history.of_delay(self.setting.key),
            **kwargs,
        )


class LetterView(SettingFormView):
    """A letter: its text, its variables, a preview, and a form for another text."""

    form_class = LetterForm
    template_name = "followup/configuration/letter.html"

    @cached_property
    def letter(self) -> letters.Letter:
        """The letter of the address. Raises Http404."""
        return letter_or_404(self.kwargs["key"])

    def seen_now(self) -> int:
        return services.last_change(LetterText, key=self.letter.key)

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        said = letters.text(self.letter.key, today)
        return {
            "subject": said.subject,
            "body": said.body,
            "starts_on": today,
            "seen": self.seen_now(),
        }

    def form_valid(self, form: LetterForm) -> HttpResponse:
        if "preview" not in self.request.POST:
            return super().form_valid(form)
        said = letters.FirstText(form.cleaned_data["subject"], form.cleaned_data["body"])
        try:
            services.check_text(key=self.letter.key, subject=said.subject, body=said.body)
        except DomainError as error:
            return self.refused(form, error)
        return preview_of(self.letter.key, said)

    def act(self, form: LetterForm) -> str:
        services.set_letter(key=self.letter.key, actor=self.actor, **form.cleaned_data)
        return "Le texte est enregistré."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = LetterText.objects.visible_to(self.person).filter(key=self.letter.key)
        return super().get_context_data(
            letter=self.letter,
            present=rows.filter(starts_on__lte=today).order_by("-starts_on").first(),
            planned=[*rows.filter(starts_on__gt=today).order_by("starts_on")],
            history=history.of_letter(self.letter.key),
            **kwargs,
        )


class PreviewView(SettingsMixin, View):
    """The letter as it is today, with examples in place of its variables."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The PDF."""
        letter = letter_or_404(self.kwargs["key"])
        return preview_of(letter.key, letters.text(letter.key, timezone.localdate()))


class DropPlannedView(SettingsMixin, ServiceActionView):
    """Take back what was to apply later."""

    model: ClassVar[type[Any]]
    screen: ClassVar[str]

    def act(self) -> str:
        """Take it back. Raises Http404."""
        rows = self.model.objects.visible_to(self.person)
        row = get_object_or_404(rows, pk=self.kwargs["row"], key=self.kwargs["key"])
        services.drop_planned(row=row, actor=self.actor)
        return "Ce qui était prévu est retiré."

    def get_success_url(self) -> str:
        return reverse(self.screen, args=[self.kwargs["key"]])


class DropDelayView(DropPlannedView):
    """A value that does not apply yet."""

    model = DelaySetting
    screen = "followup:settings_delay"


class DropLetterView(DropPlannedView):
    """A text that does not apply yet."""

    model = LetterText
    screen = "followup:settings_letter"


def letter_or_404(key: str) -> letters.Letter:
    """The letter that has this key. Raises Http404."""
    if key not in letters.LETTERS:
        raise Http404
    return letters.LETTERS[letters.Key(key)]


def preview_of(key: str, said: letters.Text) -> HttpResponse:
    """A letter to nobody, as a PDF."""
    body = printing.letter_pdf(
        letter=letters.example(key, said),
        case=None,
        unit=None,
        day=timezone.localdate(),
        number="000123",
    )
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="apercu.pdf"'
    return response
