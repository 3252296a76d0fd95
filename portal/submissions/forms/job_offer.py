"""The form of a job offer."""

from typing import Any, ClassVar

from django import forms

from pages import validation
from pages.forms import JobOfferRules
from pages.models import JobOfferPage
from pages.models.job_offer import FIXED_TERM
from portal.submissions.forms.base import (
    ANSWER,
    PLACE,
    PUBLICATION,
    SHARED_HELP,
    SHARED_LABELS,
    LastDayField,
    ShownWhen,
    SubmissionForm,
    form_field,
)
from portal.submissions.forms.steps import Section, Step, names_in
from search.parameters.named_fields import OccupationField

_STEPS = (
    Step(
        "Le poste",
        Section("Le poste", ("title", "occupation", "summary", "description", "positions", "siae")),
    ),
    Step(
        "Le contrat",
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
    ),
    PLACE,
    Step("La réponse", ANSWER, PUBLICATION),
)


class JobOfferSubmissionForm(JobOfferRules, SubmissionForm):
    """Offre d’emploi."""

    conditions = validation.OPPORTUNITY_CONDITIONS | validation.JOB_CONDITIONS
    steps = _STEPS
    shown_when: ClassVar[ShownWhen] = {
        **SubmissionForm.shown_when,
        "duration_months": ("contract", sorted(FIXED_TERM)),
    }

    occupation = OccupationField(
        label="Métier",
        help_text="Le métier le plus proche\u00a0: il sert à la recherche.",
    )
    expire_at = LastDayField()

    class Meta:
        model = JobOfferPage
        formfield_callback = form_field
        fields = names_in(_STEPS)
        labels: ClassVar[dict[str, str]] = {**SHARED_LABELS, "title": "Intitulé du poste"}
        help_texts: ClassVar[dict[str, str]] = {
            **SHARED_HELP,
            "title": "Au féminin et au masculin, comme «\u00a0Maçon ou maçonne\u00a0».",
        }
        widgets: ClassVar[dict[str, Any]] = {"location": forms.HiddenInput}

    def _fill_in(self) -> None:
        super()._fill_in()
        self.fields["description"].label = "Ce que la personne fera"
        if self.instance.occupation_id:
            self.initial["occupation"] = self.row_label("occupation", self.instance.occupation)
