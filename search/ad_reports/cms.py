"""The reports of offers in the CMS: read, go to the offer, withdraw it, mark as handled."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from search.models import AdReport
from snippets.choosers import ViewersOnlyChooserViewSet
from snippets.fixed_rows import FixedRowsPolicy


class AdReportForm(WagtailAdminModelForm):
    """One thing to say of a report: whether it has been handled."""

    handled = forms.BooleanField(
        label="Signalement traité",
        required=False,
        help_text="Cochez après avoir vérifié l’annonce, et corrigée ou retirée s’il le faut.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start from the report's state."""
        super().__init__(*args, **kwargs)
        self.initial["handled"] = self.instance.handled_at is not None

    def save(self, commit: bool = True) -> AdReport:  # noqa: FBT001, FBT002  Django's signature
        """Keep who handled it and when; the first one stays."""
        report: AdReport = self.instance
        if not self.cleaned_data["handled"]:
            report.handled_at = report.handled_by = None
        elif report.handled_at is None:
            report.handled_at, report.handled_by = timezone.now(), self.for_user
        return super().save(commit=commit)


class _KnownLaterPanel(FieldPanel):
    """A field that is empty until somebody acts, and says so."""

    def format_value_for_display(self, value: object) -> object:
        """The value, or words for nothing."""
        return "Pas encore" if value is None else super().format_value_for_display(value)


class AdReportActions(Column):
    """Links to the offer, and to “Retirer”."""

    cell_template_name = "search/admin/report_actions.html"

    def get_value(self, instance: AdReport) -> dict[str, str]:
        """The addresses; the page may be gone, which its own address says."""
        return {
            "url": instance.url,
            "withdraw_url": reverse("opportunity_withdraw", args=[instance.opportunity_id]),
        }


class AdReportViewSet(SnippetViewSet):
    """Signalements."""

    model = AdReport
    chooser_viewset_class = ViewersOnlyChooserViewSet
    icon = "warning"
    menu_label = "Signalements"
    # Among the reports on opportunities, after what waits and what ends.
    menu_hook = "register_reports_menu_item"
    menu_order = 115
    copy_view_enabled = False
    list_per_page = 50
    list_display = [
        "title",
        Column("reason", label="Raison", accessor="get_reason_display", sort_key="reason"),
        DateColumn("created_at", label="Reçu", sort_key="created_at"),
        Column(
            "handled_at",
            label="État",
            accessor=lambda row: "Traité" if row.handled_at else "À traiter",
            sort_key="handled_at",
        ),
        AdReportActions("actions", label="Annonce"),
    ]
    list_export = [
        "title",
        "url",
        "get_reason_display",
        "message",
        "email",
        "created_at",
        "handled_at",
        "handled_by",
    ]
    export_headings = {"get_reason_display": "Raison"}
    export_filename = "signalements"
    list_filter = {"reason": ["exact"], "handled_at": ["isnull"]}
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel(name, read_only=True)
                    for name in ("title", "reason", "message", "email", "created_at")
                ],
                heading="Signalement",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("handled"),
                    _KnownLaterPanel("handled_at", read_only=True),
                    _KnownLaterPanel("handled_by", read_only=True),
                ],
                heading="Suite donnée",
            ),
        ],
        base_form_class=AdReportForm,
    )

    @property
    def permission_policy(self) -> FixedRowsPolicy:
        """Reports come from the public and stay: no adding, no deleting."""
        return FixedRowsPolicy(self.model)
