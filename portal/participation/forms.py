"""Forms of the CMS screens of this app."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from portal.participation.models import ReplyTemplate
from portal.participation.replies import reasons, unknown_variables

ANY_REASON = "Tous les motifs"


class ReplyTemplateForm(WagtailAdminModelForm):
    """A reply: its reason is one of a list, its variables are those that are filled."""

    reason = forms.ChoiceField(
        label="Motif de refus",
        required=False,
        help_text="Pour une candidature non retenue\u00a0: le motif qui fait proposer ce texte.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The field is the class's own in a form without it.
        if "reason" in self.fields:
            self.fields["reason"].choices = [("", ANY_REASON), *reasons()]

    def clean(self) -> dict[str, Any]:
        """Refuse a variable that nothing fills, and a reason for anything but a refusal."""
        data: dict[str, Any] = super().clean()
        for name in ("subject", "text"):
            unknown = unknown_variables(data.get(name) or "")
            if unknown:
                names = ", ".join(f"{{{variable}}}" for variable in unknown)
                self.add_error(name, f"Rien ne remplit {names}\u00a0: retirez-le.")
        if data.get("reason") and data.get("use") != ReplyTemplate.Use.REFUSED:
            self.add_error("reason", "Un motif de refus va avec une candidature non retenue.")
        return data
