"""Addresses of this theme."""

from django.urls import path

from portal.followup.hours.views import deciding, entering, exempting

_HOURS = "suivi/dossiers/<int:pk>/heures"
_ENTRY = f"{_HOURS}/<int:entry>"
_EXEMPTION = f"{_HOURS}/dispenses/<int:exemption>"

urlpatterns = [
    path(f"{_HOURS}/", entering.HoursTabView.as_view(), name="hours"),
    path(f"{_HOURS}/ajouter/", entering.AddHoursView.as_view(), name="hours_add"),
    path(f"{_HOURS}/activite/", entering.AddActivityView.as_view(), name="hours_activity"),
    path(f"{_HOURS}/trouvee/", deciding.TakeHoursView.as_view(), name="hours_take"),
    path(f"{_ENTRY}/", entering.EditHoursView.as_view(), name="hours_edit"),
    path(f"{_ENTRY}/retirer/", entering.RemoveHoursView.as_view(), name="hours_remove"),
    path(f"{_ENTRY}/confirmer/", deciding.ConfirmHoursView.as_view(), name="hours_confirm"),
    path(f"{_ENTRY}/ne-pas-retenir/", deciding.RefuseHoursView.as_view(), name="hours_refuse"),
    path(
        f"{_ENTRY}/annuler-confirmation/",
        deciding.TakeBackHoursView.as_view(),
        name="hours_take_back",
    ),
    path(
        f"{_HOURS}/dispenses/nouvelle/", exempting.NewExemptionView.as_view(), name="exemption_new"
    ),
    path(f"{_EXEMPTION}/", exempting.EditExemptionView.as_view(), name="exemption_edit"),
    path(
        f"{_EXEMPTION}/retirer/", exempting.RemoveExemptionView.as_view(), name="exemption_remove"
    ),
]
