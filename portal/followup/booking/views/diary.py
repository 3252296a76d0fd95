"""One's hours, absences and calendar; the letters of the day."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import WRITE_CASES
from portal.followup.access import rules as access
from portal.followup.booking import queries, rules
from portal.followup.booking.errors import BookingError
from portal.followup.booking.forms import HoursForm, UnavailableForm
from portal.followup.booking.models import OpeningHours, Unavailability
from portal.followup.booking.services import diary, feeds, letters
from portal.followup.booking.services.diary import Whose
from portal.followup.booking.views.case import pdf
from portal.followup.people.models import Professional
from snippets import french
from snippets.form_views import ServiceActionView, ServiceFormView
from snippets.numbers import whole_number
from snippets.site import absolute_url

_STRUCTURE = "structure"


class DiaryMixin(CapabilityRequiredMixin):
    """For who writes in cases: their own diary, or (`?de=`) one of the unit that they manage."""

    capability = WRITE_CASES
    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def me(self) -> Professional:
        """The person's place in the area: whoever has none is stopped at its door."""
        found: Professional = self.request.professional  # type: ignore[attr-defined]
        return found

    @cached_property
    def leads(self) -> bool:
        """Whether they manage the unit."""
        return access.leads(self.person, self.me)

    @cached_property
    def asked(self) -> Professional:
        """Whose diary is shown. Raises Http404."""
        key = whole_number(self.request.GET.get("de", ""))
        if key is None:
            return self.me
        rows = Professional.objects.visible_to(self.person).filter(left_on__isnull=True)
        found: Professional = get_object_or_404(rows.select_related("structure", "unit"), pk=key)
        if not rules.may_set_hours_of(self.person, found):
            raise Http404
        return found

    @cached_property
    def is_of_structure(self) -> bool:
        """Whether the hours of the structure are set (`?structure`). Raises Http404."""
        is_asked = _STRUCTURE in self.request.GET
        if is_asked and not rules.may_set_hours_in(self.person, self.asked.unit):
            raise Http404
        return is_asked

    @property
    def whose(self) -> Whose:
        """Whose hours the forms of the page set."""
        if self.is_of_structure:
            return Whose(structure=self.asked.structure, unit=self.asked.unit)
        return Whose(professional=self.asked)

    def way(self) -> str:
        """The diary that one came from."""
        query = [f"de={self.asked.pk}"] if self.asked != self.me else []
        query += [_STRUCTURE] if self.is_of_structure else []
        return reverse("followup:diary") + (f"?{'&'.join(query)}" if query else "")

    def get_success_url(self) -> str:
        return self.way()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"section": "followup", "section_of_area": "diary", "asked": self.asked}
        context |= {"is_own": self.asked == self.me, "is_of_structure": self.is_of_structure}
        context |= {"query": self.way().partition("?")[2], "way": self.way()}
        return super().get_context_data(**(context | kwargs))  # type: ignore[misc]


class HoursView(DiaryMixin, ServiceFormView):
    """`/suivi/creneaux/`: the hours of each week, and one more."""

    form_class = HoursForm
    template_name = "followup/booking/hours.html"

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": timezone.localdate(), "place": self.asked.unit.address}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"categories": queries.categories(self.person)}

    def act(self, form: HoursForm) -> str:
        made = diary.open_hours(whose=self.whose, actor=self.actor, **form.cleaned_data)
        return f"Plage ajoutée\u00a0: {str(made).lower()}."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        colleagues = Professional.objects.visible_to(self.person).filter(
            unit=self.me.unit_id, left_on__isnull=True
        )
        own = [] if self.is_of_structure else queries.hours_of(self.person, self.asked)
        return super().get_context_data(
            hours=own,
            structure_hours=queries.hours_of_structure(self.person, self.asked),
            closures=queries.closures_of(self.person, self.asked),
            colleagues=colleagues if self.leads else [],
            leads=self.leads,
            feed=queries.feed_of(self.person),
            **kwargs,
        )


class DropHoursView(DiaryMixin, ServiceActionView):
    """`/suivi/creneaux/<pk>/retirer/`."""

    def act(self) -> str:
        rows = OpeningHours.objects.visible_to(self.person)
        row: OpeningHours = get_object_or_404(
            rows.select_related("professional", "structure", "unit"), pk=self.kwargs["pk"]
        )
        if not _may_set(self.person, row):
            raise Http404
        diary.close_hours(hours=row, actor=self.actor)
        return "La plage est retirée. Les rendez-vous déjà pris restent."


class UnavailableView(DiaryMixin, ServiceFormView):
    """`/suivi/creneaux/absence/`: nobody is booked; what is planned is cancelled, offered again."""

    form_class = UnavailableForm
    template_name = "followup/booking/unavailable.html"

    def act(self, form: UnavailableForm) -> str:
        data = form.cleaned_data
        closed = diary.be_unavailable(
            whose=self.whose,
            starts_at=data["start"],
            ends_at=data["end"],
            cancels=data["cancels"],
            actor=self.actor,
        )
        said = ["L’absence est notée."]
        if closed.offered:
            count = french.counted(closed.offered, "personne choisit", "personnes choisissent")
            said.append(f"{count} une autre date.")
        if closed.to_call:
            count = french.counted(len(closed.to_call), "personne", "personnes")
            said.append(f"{count} à prévenir par téléphone\u00a0: leur rendez-vous est annulé.")
        return " ".join(said)


class BackView(DiaryMixin, ServiceActionView):
    """`/suivi/creneaux/absence/<pk>/retirer/`."""

    def act(self) -> str:
        rows = Unavailability.objects.visible_to(self.person)
        row: Unavailability = get_object_or_404(
            rows.select_related("professional", "structure", "unit"), pk=self.kwargs["pk"]
        )
        if not _may_set(self.person, row):
            raise Http404
        diary.be_back(unavailability=row, actor=self.actor)
        return "L’absence est retirée. Les rendez-vous annulés le restent."


class FeedView(DiaryMixin, TemplateView):
    """`/suivi/creneaux/agenda/`: whether one's calendar has an address, and since when."""

    template_name = "followup/booking/feed.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"feed": queries.feed_of(self.person)} | kwargs))


class MakeFeedView(FeedView):
    """`…/agenda/adresse/`: a new address, shown now: it is kept nowhere."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make it; the one before opens nothing any more."""
        secret = feeds.make_address(professional=self.me, actor=self.actor)
        address = absolute_url("booking:calendar", secret)
        return self.render_to_response(self.get_context_data(address=address))


class EndFeedView(DiaryMixin, ServiceActionView):
    """`…/agenda/fermer/`."""

    def act(self) -> str:
        ended = feeds.end_address(professional=self.me, actor=self.actor)
        return "L’adresse ne donne plus rien." if ended else "Aucune adresse n’était ouverte."

    def get_success_url(self) -> str:
        return reverse("followup:feed")


class LettersView(CapabilityRequiredMixin, TemplateView):
    """`/suivi/lettres/`: the letters that wait, printed together."""

    capability = WRITE_CASES
    template_name = "followup/booking/letters.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = list(queries.letters_to_print(self.person)[: letters.MOST])
        return super().get_context_data(
            waiting=waiting, section="followup", section_of_area="letters", **kwargs
        )


class PrintView(CapabilityRequiredMixin, View):
    """`/suivi/lettres/imprimer/`: one PDF of those that were shown; each is noted as printed."""

    capability = WRITE_CASES
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """The file, or back to the list with the reason."""
        asked = map(whole_number, request.POST.getlist("lettre"))
        keys = [key for key in asked if key is not None]
        try:
            content = letters.print_waiting(keys=keys, actor=self.actor)
        except BookingError as error:
            messages.error(request, str(error))
            return redirect("followup:letters")
        return pdf(content, f"courriers-{timezone.localdate():%Y-%m-%d}.pdf")


def _may_set(user: Any, row: Any) -> bool:
    if row.professional:
        return rules.may_set_hours_of(user, row.professional)
    return rules.may_set_hours_in(user, row.unit)
