"""Addresses of this theme."""

from django.urls import path

from portal.followup.retention.views import archive, overview, slips

_ROOT = "suivi/conservation/"
_CASE = f"{_ROOT}dossiers/<int:case>/"
_SLIP = f"{_ROOT}bordereaux/<int:slip>/"

urlpatterns = [
    path(_ROOT, overview.OverviewView.as_view(), name="retention"),
    path(_CASE, overview.CaseView.as_view(), name="retention_case"),
    path(f"{_CASE}arrets/<int:hold>/", overview.LiftView.as_view(), name="retention_lift"),
    path(f"{_ROOT}archives/", archive.ArchiveView.as_view(), name="archive"),
    path(f"{_CASE}lire/", archive.ReadView.as_view(), name="archive_read"),
    path(f"{_CASE}rouvrir/", archive.ReopenView.as_view(), name="archive_reopen"),
    path(f"{_ROOT}bordereaux/", slips.PrepareView.as_view(), name="slip_prepare"),
    path(_SLIP, slips.SlipView.as_view(), name="slip"),
    path(f"{_SLIP}bordereau.pdf", slips.PaperView.as_view(), name="slip_paper"),
    path(f"{_SLIP}visa.pdf", slips.VisaFileView.as_view(), name="slip_visa_file"),
    path(f"{_SLIP}envoyer/", slips.SendView.as_view(), name="slip_send"),
    path(f"{_SLIP}visa/", slips.VisaView.as_view(), name="slip_visa"),
    path(f"{_SLIP}reponse/", slips.RefusalView.as_view(), name="slip_refusal"),
    path(f"{_SLIP}abandonner/", slips.CancelView.as_view(), name="slip_cancel"),
    path(f"{_SLIP}detruire/", slips.DestroyView.as_view(), name="slip_destroy"),
]
