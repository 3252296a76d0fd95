"""Forms of opportunities: the rules of every form, and those of the CMS editor."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

from pages import validation
from snippets.merging.form_values import is_changed

UNKNOWN = {
    "occupation": "Nous ne trouvons pas ce métier\u00a0: essayez un autre mot.",
    "commune": "Cette commune n’est pas dans la liste\u00a0: choisissez-en une.",
    "organisation": "Cette organisation n’existe pas\u00a0: choisissez-en une.",
}


class PastEndMixin:
    """A draft may keep an end of publication that has passed, perhaps while it was written.

    Wagtail refuses any past end, in drafts as well, on a tab or in a dialog that nobody sees.
    """

    is_deferred_validation: bool
    cleaned_data: dict[str, Any]
    fields: dict[str, Any]
    _former_end: datetime | None = None
    __getitem__: Any

    def clean(self) -> dict[str, Any]:
        """Hide a past end that nobody typed from Wagtail's check."""
        self._former_end = self._untouched_past_end()
        if self._former_end:
            del self.cleaned_data["expire_at"]
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        return cleaned

    def _post_clean(self) -> None:
        """Put it back before the page is made."""
        if self._former_end:
            self.cleaned_data["expire_at"] = self._former_end
        super()._post_clean()  # type: ignore[misc]

    def _untouched_past_end(self) -> datetime | None:
        end: datetime | None = self.cleaned_data.get("expire_at")
        if end is None or end > timezone.now() or not self.is_deferred_validation:
            return None
        return None if is_changed(self["expire_at"]) else end


class EditorialForm(PastEndMixin, WagtailAdminPageForm):
    """Editor of content and news. Without an address, the page makes its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False


class OpportunityRulesMixin(PastEndMixin):
    """What every form of an opportunity asks: a draft saves with holes, submission does not.

    For a form of the model, beside which it is mixed in; `is_deferred_validation` says which of
    the two it is. Rules that depend on today's date live here and not in the model: what was right
    when it was submitted may be published, unpublished or prolonged later.
    """

    # Dates that help nobody once they are past; one that was there before is left alone.
    future_fields: ClassVar[tuple[str, ...]] = ()
    instance: Any
    add_error: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, message in UNKNOWN.items():
            if name in self.fields:
                self.fields[name].error_messages["invalid_choice"] = message

    def _post_clean(self) -> None:
        """Tell the model whether holes are allowed before it is checked."""
        self.instance.validation_deferred = self.is_deferred_validation
        super()._post_clean()

    def clean(self) -> dict[str, Any]:
        """Check the dates of publication, and those that must be to come."""
        cleaned = super().clean()
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
            if value and is_changed(self[field]) and _is_past(value):
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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        ends_on = cleaned.get("ends_on")
        if not self.is_deferred_validation and ends_on and _is_past(ends_on):
            self.add_error(
                "ends_on",
                "Cette mission est finie\u00a0: choisissez une autre date, ou effacez-la.",
            )
        return cleaned


class RecruitmentSessionRules(OpportunityRulesMixin):
    """The rules of a recruitment session."""

    future_fields = ("starts_at",)

    def clean(self) -> dict[str, Any]:
        """A session that is over is not sent: its times are to be chosen again."""
        cleaned = super().clean()
        ends_at = cleaned.get("ends_at")
        if not self.is_deferred_validation and ends_at and _is_past(ends_at):
            self.add_error(
                "ends_at", "Cette session est passée\u00a0: choisissez ses nouvelles dates."
            )
        return cleaned


class OpportunityEditorForm(WagtailAdminPageForm):
    """What the editor of every kind does with an offer that is over."""

    # The end that is proposed in place of one that has passed.
    proposed_end: datetime | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "expire_at" in self.fields and not self.is_bound and self.instance.has_ended:
            self.proposed_end = self.instance.proposed_expiry()
            self.initial["expire_at"] = self.proposed_end


class JobOfferForm(JobOfferRules, OpportunityEditorForm):
    """Editor of a job offer."""


class VolunteeringForm(VolunteeringRules, OpportunityEditorForm):
    """Editor of a volunteering opportunity."""


class RecruitmentSessionForm(RecruitmentSessionRules, OpportunityEditorForm):
    """Editor of a recruitment session."""


def _is_past(value: date | datetime) -> bool:
    """Whether a moment, or a whole day, is over."""
    if isinstance(value, datetime):
        return value < timezone.now()
    return value < timezone.localdate()
