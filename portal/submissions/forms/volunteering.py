"""The form of a volunteering opportunity."""

from typing import Any, ClassVar

from django import forms

from pages import validation
from pages.forms import VolunteeringRules
from pages.models import VolunteeringPage
from portal.submissions.forms.base import (
    ANSWER,
    CONTACT,
    PLACE_NAMES,
    PUBLICATION,
    SHARED_LABELS,
    LastDayField,
    Section,
    SubmissionForm,
    form_field,
)


class VolunteeringSubmissionForm(VolunteeringRules, SubmissionForm):
    """Bénévolat."""

    conditions = validation.OPPORTUNITY_CONDITIONS | validation.VOLUNTEERING_CONDITIONS
    sections = (
        Section("La mission", ("title", "cause", "summary", "description", "places")),
        Section("Quand", ("rhythm", "hours", "days", "starts_on", "ends_on")),
        Section("Le lieu", PLACE_NAMES),
        Section(
            "Pour qui, et ce que la personne en retire",
            ("remote", "minors_accepted", "step_free", "certificate_given", "counts_as_activity"),
        ),
        ANSWER,
        PUBLICATION,
    )

    expire_at = LastDayField()

    class Meta:
        model = VolunteeringPage
        formfield_callback = form_field
        fields = (
            "title",
            "cause",
            "summary",
            "places",
            "rhythm",
            "hours",
            "days",
            "starts_on",
            "ends_on",
            "address",
            "location",
            "transport_access",
            "remote",
            "minors_accepted",
            "step_free",
            "certificate_given",
            "counts_as_activity",
            "apply_by",
            "apply_url",
            *CONTACT,
            "description",
            "commune",
            "expire_at",
        )
        labels: ClassVar[dict[str, str]] = {**SHARED_LABELS, "title": "Intitulé de la mission"}
        help_texts: ClassVar[dict[str, str]] = {
            "title": "Un verbe d’abord, comme «\u00a0Aider aux devoirs le mercredi\u00a0».",
        }
        widgets: ClassVar[dict[str, Any]] = {"location": forms.HiddenInput}

    def _fill_in(self) -> None:
        super()._fill_in()
        self.fields["description"].label = "Ce que la personne fera"
