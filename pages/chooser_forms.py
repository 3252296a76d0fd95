"""Forms inside the dialogs of the choosers."""

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm

from snippets.models import Organisation


class NewOrganisationForm(WagtailAdminModelForm):
    """The least that an employer needs to be shown on an offer; the rest can wait."""

    class Meta(WagtailAdminModelForm.Meta):
        # A dialog in a dialog would be too much: communes are a plain list here.

        model = Organisation
        fields = ["kind", "name", "siret", "address", "commune", "phone", "email", "website"]
        widgets = {"commune": forms.Select}
