"""The form of a job offer."""

from typing import Any, ClassVar

from django import forms

from pages import validation
from pages.forms import JobOfferRules
from pages.models import JobOfferPage
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
from search.parameters.named_fields import OccupationField


class JobOfferSubmissionForm(JobOfferRules, SubmissionForm):
    """Offre d’emploi."""

    conditions = validation.OPPORTUNITY_CONDITIONS | validation.JOB_CONDITIONS
    sections = (
        Section("Le poste", ("title", "occupation", "summary", "description", "positions", "siae")),
        Section(
            "Le contrat",
            (
                "contract",
                "duration_months",
                "starts_on",
                "working_time",
                "weekly_hours",
                "schedules",
                "salary_min",
                "salary_max",
                "salary_period",
                "collective_agreement",
            ),
        ),
        Section("Le lieu", PLACE_NAMES),
        Section(
            "Qui peut répondre",
            (
                "experience",
                "training_level",
                "driving_licences",
                "skills",
                "disabled_workers_welcome",
            ),
        ),
        ANSWER,
        PUBLICATION,
    )

    occupation = OccupationField(
        label="Métier",
        help_text="Le métier le plus proche\u00a0: il sert à la recherche.",
    )
    expire_at = LastDayField()

    class Meta:
        model = JobOfferPage
        formfield_callback = form_field
        fields = (
            "title",
            "summary",
            "positions",
            "siae",
            "contract",
            "duration_months",
            "starts_on",
            "working_time",
            "weekly_hours",
            "schedules",
            "salary_min",
            "salary_max",
            "salary_period",
            "collective_agreement",
            "address",
            "location",
            "transport_access",
            "experience",
            "training_level",
            "driving_licences",
            "skills",
            "disabled_workers_welcome",
            "apply_by",
            "apply_url",
            *CONTACT,
            "description",
            "commune",
            "occupation",
            "expire_at",
        )
        labels: ClassVar[dict[str, str]] = {**SHARED_LABELS, "title": "Intitulé du poste"}
        help_texts: ClassVar[dict[str, str]] = {
            "title": "Au féminin et au masculin, comme «\u00a0Maçon ou maçonne\u00a0».",
        }
        widgets: ClassVar[dict[str, Any]] = {"location": forms.HiddenInput}

    def _fill_in(self) -> None:
        super()._fill_in()
        self.fields["description"].label = "Ce que la personne fera"
        if self.instance.occupation_id:
            self.initial["occupation"] = self.row_label("occupation", self.instance.occupation)
