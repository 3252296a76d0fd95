"""Forms of the CMS screens."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

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
