"""The form of a volunteering opportunity."""

from typing import Any, ClassVar

from django import forms

from pages import validation
from pages.forms import VolunteeringRules
from pages.models import VolunteeringPage
from portal.submissions.forms.base import (
    ANSWER,
    PLACE,
    PUBLICATION,
    SHARED_HELP,
    SHARED_LABELS,
    LastDayField,
    SubmissionForm,
    form_field,
)
from portal.submissions.forms.steps import Section, Step, names_in

_STEPS = (
    Step(
        "La mission", Section("La mission", ("title", "cause", "summary", "description", "places"))
    ),
    Step(
        "Quand et pour qui",
        Section("Quand", ("rhythm", "hours", "days", "starts_on", "ends_on")),
        Section(
            "Pour qui, et ce que la personne en retire",
            ("remote", "minors_accepted", "step_free", "certificate_given", "counts_as_activity"),
        ),
    ),
    PLACE,
    Step("La réponse", ANSWER, PUBLICATION),
)


class VolunteeringSubmissionForm(VolunteeringRules, SubmissionForm):
    """Bénévolat."""

    conditions = validation.OPPORTUNITY_CONDITIONS | validation.VOLUNTEERING_CONDITIONS
    steps = _STEPS

    expire_at = LastDayField()

    class Meta:
        model = VolunteeringPage
        formfield_callback = form_field
        fields = names_in(_STEPS)
        labels: ClassVar[dict[str, str]] = {**SHARED_LABELS, "title": "Intitulé de la mission"}
        help_texts: ClassVar[dict[str, str]] = {
            **SHARED_HELP,
            "title": "Un verbe d’abord, comme «\u00a0Aider aux devoirs le mercredi\u00a0».",
        }
        widgets: ClassVar[dict[str, Any]] = {"location": forms.HiddenInput}

    def _fill_in(self) -> None:
        super()._fill_in()
        self.fields["description"].label = "Ce que la personne fera"
