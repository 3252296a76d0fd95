"""Forms of opportunities: the rules of every form, and those of the CMS editor."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

from pages import validation

UNKNOWN = {
    "occupation": "Nous ne trouvons pas ce métier\u00a0: essayez un autre mot.",
    "commune": "Cette commune n’est pas dans la liste\u00a0: choisissez-en une.",
    "organisation": "Cette organisation n’existe pas\u00a0: choisissez-en une.",
}


class OpportunityRulesMixin:
    """What every form of an opportunity asks: a draft saves with holes, submission does not.

    For a form of the model, beside which it is mixed in; `is_deferred_validation` says which of
    the two it is. Rules that depend on today's date live here and not in the model: what was right
    when it was submitted may be published, unpublished or prolonged later.
    """

    # Dates that help nobody once they are past; one that was there before is left alone.
    future_fields: ClassVar[tuple[str, ...]] = ()
    is_deferred_validation: bool
    fields: dict[str, Any]
    instance: Any
    changed_data: list[str]
    add_error: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, message in UNKNOWN.items():
            if name in self.fields:
                self.fields[name].error_messages["invalid_choice"] = message

    def _post_clean(self) -> None:
        """Tell the model whether holes are allowed before it is checked."""
        self.instance.validation_deferred = self.is_deferred_validation
        super()._post_clean()  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        """Check the dates of publication, and those that must be to come."""
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        errors = validation.schedule_errors(
            now=timezone.now(),
            go_live_at=cleaned.get("go_live_at"),
            expire_at=cleaned.get("expire_at"),
        )
        for field, messages in errors.items():
            for message in messages:
                self.add_error(field, message)
        for field in self.future_fields:
            value = cleaned.get(field)
            if value and field in self.changed_data and _is_past(value):
                self.add_error(
                    field, "Cette date est passée\u00a0: choisissez-en une autre ou effacez-la."
                )
        return cleaned


class JobOfferRules(OpportunityRulesMixin):
    """The rules of a job offer."""

    future_fields = ("starts_on",)


class VolunteeringRules(OpportunityRulesMixin):
    """The rules of a volunteering opportunity."""

    future_fields = ("starts_on", "ends_on")


class RecruitmentSessionRules(OpportunityRulesMixin):
    """The rules of a recruitment session."""

    future_fields = ("starts_at",)


class JobOfferForm(JobOfferRules, WagtailAdminPageForm):
    """Editor of a job offer."""


class VolunteeringForm(VolunteeringRules, WagtailAdminPageForm):
    """Editor of a volunteering opportunity."""


class RecruitmentSessionForm(RecruitmentSessionRules, WagtailAdminPageForm):
    """Editor of a recruitment session."""


def _is_past(value: date | datetime) -> bool:
    """Whether a moment, or a whole day, is over."""
    if isinstance(value, datetime):
        return value < timezone.now()
    return value < timezone.localdate()
