"""Forms of the CMS screens."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from snippets.mail_engine import (
    CheckedTemplate,
    MailTemplateError,
    MailText,
    load_text,
    render,
)
from snippets.mail_faults import UNFILLABLE, fault_of
from snippets.mail_samples import sample_values
from snippets.models import Organisation
from snippets.models.site import IGN_ATTRIBUTION, IGN_PLAN_URL, TileLayer
from snippets.signals import verification_changed


class CodeForm(WagtailAdminModelForm):
    """A row known by its public code: the code is given once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields.get(self.instance._meta.pk.name)  # noqa: SLF001 - a documented API
        if code and not self.instance._state.adding:  # noqa: SLF001 - the same
            code.disabled = True
            code.help_text = "Le code ne change plus une fois enregistré."


class OrganisationForm(WagtailAdminModelForm):
    """An organisation; the box "vérifiée" keeps who checked it and when."""

    is_verified = forms.BooleanField(
        label="Organisation vérifiée",
        required=False,
        help_text="Cochez après avoir contrôlé que l’employeur existe et que le contact répond.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_verified"].initial = self.instance.verified_at is not None
        user = self.for_user
        if not (user and user.has_perm("snippets.verify_organisation")):
            self.fields["is_verified"].disabled = True
            self.fields["is_verified"].help_text = "Seuls les chargés d’emploi cochent cette case."

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Write the date and the author of a new verification, or erase them."""
        wanted = self.cleaned_data["is_verified"]
        is_changed = wanted is not (self.instance.verified_at is not None)
        if is_changed:
            self.instance.verified_at = timezone.now() if wanted else None
            self.instance.verified_by = self.for_user if wanted else None
        with transaction.atomic():
            saved = super().save(commit)
            if is_changed and commit:
                verification_changed.send(Organisation, organisation=saved, user=self.for_user)
        return saved


class MailTemplateForm(WagtailAdminModelForm):
    """The text that is sent; one left as the project's own stays empty in the database."""

    class Media:
        """The buttons that write a variable where the cursor is."""

        js = ("js/cms/mail-variables.js",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.original = load_text(self.instance.key)
        text = self.instance.text
        self.initial["subject"], self.initial["body"] = text.subject, text.body

    def clean_subject(self) -> str:
        """Check the subject, which is one line and is never empty."""
        text = self.cleaned_data["subject"].strip()
        if len(text.splitlines()) > 1:
            message = "L’objet tient sur une seule ligne."
            raise forms.ValidationError(message)
        own = self._own_text(text, self.original.subject)
        if own and not self._filled(own, with_samples=False):
            message = "L’objet serait vide sans ses variables\u00a0: ajoutez quelques mots."
            raise forms.ValidationError(message)
        return own

    def clean_body(self) -> str:
        """Check the body."""
        text = self.cleaned_data["body"].replace("\r\n", "\n").strip()
        own = self._own_text(text, self.original.body)
        if own and not self._filled(own, with_samples=True):
            message = "Le message serait vide\u00a0: ajoutez quelques mots."
            raise forms.ValidationError(message)
        return own

    def clean(self) -> dict[str, Any]:
        """Refuse a text without what its message is for; subject and body make it together."""
        data: dict[str, Any] = super().clean()
        subject, body = data.get("subject"), data.get("body")
        if subject is None or body is None or not (subject or body):
            return data
        text = MailText(subject or self.original.subject, body or self.original.body)
        if fault := fault_of(self.instance.key, text):
            self.add_error("body" if body else "subject", fault)
        return data

    def _own_text(self, text: str, original: str) -> str:
        """The text, empty when it is the project's own; its syntax and variables are checked."""
        if not text or text == original:
            return ""
        kind = self.instance.kind
        try:
            CheckedTemplate(text).check(kind.names if kind else set())
        except MailTemplateError as error:
            raise forms.ValidationError(str(error)) from error
        return text

    def _filled(self, text: str, *, with_samples: bool) -> str:
        """The text with its samples, or with nothing in any variable."""
        kind = self.instance.kind
        values = sample_values(kind) if kind else {}
        if not with_samples:
            values = dict.fromkeys(values, "")
        try:
            return render(MailText("", text), values).body.strip()
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise forms.ValidationError(UNFILLABLE) from error


class SiteSettingsForm(WagtailAdminModelForm):
    """The site's settings; the tile layer is one of three choices instead of an address."""

    tile_layer = forms.ChoiceField(
        label="Fond de carte",
        choices=TileLayer.choices,
        widget=forms.RadioSelect,
        help_text="Sans fond extérieur, la carte montre seulement les limites des communes.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tile_layer"].initial = self.instance.tile_layer
        if self.instance.tile_layer != TileLayer.OTHER:
            self.initial["tile_url"] = self.initial["tile_attribution"] = ""

    def clean(self) -> dict[str, Any]:
        """Write the address and the credit of the layer that was chosen."""
        data = super().clean()
        layer = data.get("tile_layer")
        if layer == TileLayer.IGN:
            data["tile_url"], data["tile_attribution"] = IGN_PLAN_URL, IGN_ATTRIBUTION
        elif layer == TileLayer.NONE:
            data["tile_url"] = data["tile_attribution"] = ""
        elif layer == TileLayer.OTHER and not data.get("tile_url"):
            self.add_error("tile_url", "Écrivez l’adresse des tuiles, ou faites un autre choix.")
        return data
