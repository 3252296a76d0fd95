"""Forms of the CMS editor."""

from typing import Any

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

from pages import validation


class OpportunityForm(WagtailAdminPageForm):
    """Editor of an opportunity: a draft saves with holes, submission asks for everything.

    Rules that depend on today's date live here and not in the model: what was right when it was
    submitted may be published, unpublished or prolonged later.
    """

    def _post_clean(self) -> None:
        """Tell the model whether holes are allowed before it is checked."""
        self.instance.validation_deferred = self.is_deferred_validation
        super()._post_clean()

    def clean(self) -> dict[str, Any]:
        """Check the dates of publication."""
        cleaned = super().clean()
        errors = validation.schedule_errors(
            now=timezone.now(),
            go_live_at=cleaned.get("go_live_at"),
            expire_at=cleaned.get("expire_at"),
        )
        for field, messages in errors.items():
            for message in messages:
                self.add_error(field, message)
        return cleaned


class JobOfferForm(OpportunityForm):
    """Editor of a job offer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unknown = {
            "occupation": "Ce métier n’existe pas dans le répertoire ROME\u00a0: choisissez-en un.",
            "commune": "Cette commune n’est pas dans la liste\u00a0: choisissez-en une.",
            "organisation": "Cette organisation n’existe pas\u00a0: choisissez-en une.",
        }
        for name, message in unknown.items():
            if name in self.fields:
                self.fields[name].error_messages["invalid_choice"] = message

    def clean(self) -> dict[str, Any]:
        """A date already past helps nobody; one that was there before is left alone."""
        cleaned = super().clean()
        starts_on = cleaned.get("starts_on")
        if starts_on and "starts_on" in self.changed_data and starts_on < timezone.localdate():
            self.add_error(
                "starts_on", "Cette date est passée\u00a0: choisissez-en une autre ou effacez-la."
            )
        return cleaned
