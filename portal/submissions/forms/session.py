"""The form of a recruitment session."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from pages import validation
from pages.forms import RecruitmentSessionRules
from pages.models import (
    JobOfferPage,
    RecruitmentSessionPage,
    SessionOccupation,
    SessionOffer,
)
from portal.submissions.forms.base import (
    ANSWER,
    PLACE_NAMES,
    SHARED_HELP,
    SHARED_LABELS,
    SubmissionForm,
    form_field,
)
from portal.submissions.forms.steps import Section, Step, names_in
from search.parameters.named_fields import OccupationField

OCCUPATIONS = 3
MAX_OCCUPATIONS = 12
_OCCUPATION_NAMES = tuple(f"occupation_{number}" for number in range(1, MAX_OCCUPATIONS + 1))
_STEPS = (
    Step(
        "La session",
        Section(
            "La session",
            ("title", "session_type", "summary", "description", "what_to_bring", "status"),
        ),
        Section("Les postes", ("positions", *_OCCUPATION_NAMES, "offers")),
    ),
    Step(
        "Quand et pour qui",
        Section(
            "Quand",
            ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at"),
        ),
        Section(
            "Le public et les places",
            (
                "audience",
                "capacity",
                "waiting_list_size",
                "slot_minutes",
                "interviewers",
                "childcare",
                "transport_provided",
                "interpreter",
            ),
        ),
    ),
    Step("Le lieu", Section("Le lieu", ("place_name", *PLACE_NAMES))),
    Step("La réponse", ANSWER),
)


class OfferTitlesField(forms.ModelMultipleChoiceField):
    """Offers of the organisation, by their titles."""

    def label_from_instance(self, obj: Any) -> str:
        """The title alone."""
        return str(obj.title)


class SessionSubmissionForm(RecruitmentSessionRules, SubmissionForm):
    """Session de recrutement. Partners that staff have added are kept."""

    occupation_names = _OCCUPATION_NAMES
    conditions = validation.OPPORTUNITY_CONDITIONS | validation.SESSION_CONDITIONS
    steps = _STEPS

    offers = OfferTitlesField(
        queryset=JobOfferPage.objects.none(),
        label="Vos offres concernées",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = RecruitmentSessionPage
        formfield_callback = form_field
        fields = names_in(_STEPS, but=(*_OCCUPATION_NAMES, "offers"))
        labels: ClassVar[dict[str, str]] = {
            **SHARED_LABELS,
            "title": "Intitulé de la session",
            "status": "La session est",
        }
        help_texts: ClassVar[dict[str, str]] = {
            **SHARED_HELP,
            "title": "Comme «\u00a0Job dating des métiers de l’aide à domicile\u00a0».",
        }
        widgets: ClassVar[dict[str, Any]] = {"location": forms.HiddenInput}

    def _fill_in(self) -> None:
        super()._fill_in()
        self.fields["description"].label = "Ce qui se passe ce jour-là, dans l’ordre"
        if not self.instance.first_published_at:
            del self.fields["status"]
        self._add_occupations()
        self._add_offers()

    def _add_occupations(self) -> None:
        """A field for each occupation there is, three at least."""
        known = [row.occupation for row in self.instance.occupations.all()]
        posted = [name for name in self.occupation_names if name in self.data]
        count = min(max(OCCUPATIONS, len(known), len(posted)), MAX_OCCUPATIONS)
        for number, name in enumerate(self.occupation_names[:count]):
            field = OccupationField(label=f"Métier recherché ({number + 1})", required=False)
            self.fields[name] = field
            if number < len(known):
                self.initial[name] = field.label_of(known[number])

    def _add_offers(self) -> None:
        """The organisation's offers online now, and those that are linked already."""
        linked = [row.offer_id for row in self.instance.offers.all()]
        own = JobOfferPage.objects.filter(
            organisation=self.organisation, live=True, expire_at__gt=timezone.now()
        )
        offers = own | JobOfferPage.objects.filter(pk__in=linked)
        if offers.exists():
            self.fields["offers"].queryset = offers.order_by("title", "pk")
            self.initial["offers"] = linked
        else:
            del self.fields["offers"]

    def _post_clean(self) -> None:
        """Put the occupations and offers on the page in memory."""
        super()._post_clean()
        names = [name for name in self.occupation_names if name in self.fields]
        if set(names) & set(self.changed_data):
            found = dict.fromkeys(filter(None, (self.cleaned_data.get(name) for name in names)))
            self.instance.occupations = [
                SessionOccupation(occupation=occupation, sort_order=position)
                for position, occupation in enumerate(found)
            ]
        if "offers" in self.changed_data and "offers" in self.cleaned_data:
            self.instance.offers = [
                SessionOffer(offer=offer, sort_order=position)
                for position, offer in enumerate(self.cleaned_data["offers"])
            ]
