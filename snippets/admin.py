"""The reference data's screens in the CMS."""

from typing import Any

from django.contrib.admin.utils import quote, unquote
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.permissions import ModelPermissionPolicy
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet, SnippetViewSetGroup

from snippets import filters, panels
from snippets.mail_registry import kinds
from snippets.models import Commune, MailTemplate, Occupation, Organisation

RESET_LABEL = "Revenir au texte d’origine"


class FoldedIndexView(IndexView):
    """A list whose search ignores accents, as the model's own `search()` does."""

    @cached_property
    def is_searchable(self) -> bool:
        """Wagtail asks for an index or plain columns; `search()` needs neither."""
        return bool(self.index_results_url)

    def search_queryset(self, queryset: Any) -> Any:
        """The rows that match what was typed."""
        return queryset.search(self.search_query) if self.is_searching else queryset


class FoldedFilterForm(SearchFilterMixin, BaseFilterForm):
    """The search box of a chooser, which ignores accents as well."""

    def filter(self, objects: Any) -> Any:
        """The rows that match what was typed."""
        query = self.cleaned_data.get("q")
        if not query:
            return objects
        self.is_searching = True
        self.search_query = query
        return objects.search(query)


class _FoldedChooseView(ChooseView):
    filter_form_class = FoldedFilterForm


class _FoldedChooseResultsView(ChooseResultsView):
    filter_form_class = FoldedFilterForm


class FoldedChooserViewSet(SnippetChooserViewSet):
    """A chooser with the search above."""

    choose_view_class = _FoldedChooseView
    choose_results_view_class = _FoldedChooseResultsView


class ReferenceViewSet(SnippetViewSet):
    """What the three reference lists share. A copy would need a new code anyway."""

    index_view_class = FoldedIndexView
    chooser_viewset_class = FoldedChooserViewSet
    copy_view_enabled = False
    list_per_page = 50


def _standing(organisation: Organisation) -> str:
    """Where an organisation stands, in a word or two."""
    if organisation.suspended_at:
        return "Suspendue"
    return "Vérifiée" if organisation.verified_at else "À vérifier"


class OrganisationViewSet(ReferenceViewSet):
    """Organisations."""

    model = Organisation
    icon = "group"
    menu_label = "Organisations"
    edit_handler = panels.ORGANISATION
    list_display = [
        "name",
        "kind",
        Column("commune", label="Commune", accessor="commune", sort_key="commune__folded_name"),
        "siret",
        Column(
            "verified_at",
            label="Vérification",
            accessor=_standing,
            sort_key="verified_at",
        ),
    ]
    filterset_class = filters.OrganisationFilterSet
    list_export = [
        "name",
        "kind",
        "siret",
        "rna",
        "naf_code",
        "address",
        "commune",
        "phone",
        "email",
        "website",
        "verified_at",
    ]
    export_filename = "organisations"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        """One query for the list and its communes."""
        return Organisation.objects.select_related("commune")


class CommuneViewSet(ReferenceViewSet):
    """Communes."""

    model = Commune
    icon = "site"
    menu_label = "Communes"
    edit_handler = panels.COMMUNE
    list_display = [
        "name",
        "insee_code",
        Column(
            "postal_codes",
            label="Codes postaux",
            accessor=lambda commune: ", ".join(commune.postal_codes),
        ),
        "population",
        "epci_name",
    ]
    filterset_class = filters.CommuneFilterSet
    list_export = [
        "insee_code",
        "name",
        "postal_codes",
        "population",
        "epci_code",
        "epci_name",
        "latitude",
        "longitude",
    ]
    export_filename = "communes"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commune]:
        """The list shows no contour, which is by far the largest column."""
        return Commune.objects.defer("contour")


class OccupationViewSet(ReferenceViewSet):
    """Occupations of ROME."""

    model = Occupation
    icon = "clipboard-list"
    menu_label = "Métiers"
    edit_handler = panels.OCCUPATION
    list_display = ["label", "code", Column("domain_label", label="Domaine")]
    filterset_class = filters.OccupationFilterSet
    list_export = ["code", "label", "domain_label"]
    export_filename = "metiers"


class FixedRowsPolicy(ModelPermissionPolicy):
    """Rows that the code makes: staff change them, nobody adds or deletes one."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Whether `user` holds the model's permission, for what can be done at all."""
        return action in {"change", "view"} and super().user_has_permission(user, action)


class MailIndexView(IndexView):
    """The messages, with a way back to the original of those that were changed."""

    @cached_property
    def columns(self) -> list[Column]:
        """No boxes to tick: nothing is done to several messages at once."""
        return [
            column
            for column in super().columns
            if not isinstance(column, BulkActionsCheckboxColumn)
        ]

    def get_list_more_buttons(self, instance: MailTemplate) -> list[Any]:
        """Wagtail's buttons and ours."""
        return [*super().get_list_more_buttons(instance), *_reset_buttons(instance)]


class MailEditView(EditView):
    """One message."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Wagtail's buttons and ours."""
        return [*super().header_more_buttons, *_reset_buttons(self.object)]


class MailResetView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks, then forgets what staff wrote for one message."""

    model: type[MailTemplate]
    permission_policy = None
    permission_required = "change"
    index_url_name = ""
    edit_url_name = ""
    header_icon = ""
    page_title = RESET_LABEL
    template_name = "snippets/mail_reset.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the message."""
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(MailTemplate, pk=unquote(kwargs["pk"]))
        self.edit_url = reverse(self.edit_url_name, args=(quote(self.object.pk),))

    def get_page_subtitle(self) -> str:
        """The message's name."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The list, the message, and this question."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": "Modèles de messages"},
            {"url": self.edit_url, "label": str(self.object)},
            {"url": "", "label": RESET_LABEL},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The way back and the text that would be restored."""
        original = MailTemplate(key=self.object.key).sample
        return super().get_context_data(edit_url=self.edit_url, original=original, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Empty the row, so that the project's text is used again."""
        self.object.subject = self.object.body = ""
        self.object.save()
        log(instance=self.object, action="wagtail.edit", user=request.user)
        messages.success(request, f"«\u00a0{self.object}\u00a0» a repris son texte d’origine.")
        return redirect(self.edit_url)


class MailTemplateViewSet(SnippetViewSet):
    """Messages that the site sends."""

    model = MailTemplate
    icon = "mail"
    menu_label = "Messages"
    index_view_class = MailIndexView
    edit_view_class = MailEditView
    edit_handler = panels.MAIL_TEMPLATE
    copy_view_enabled = False
    list_per_page = 100
    list_display = [
        "__str__",
        Column("description", label="Quand", accessor=lambda row: row.kind.description),
        Column("subject", label="Objet", accessor=lambda row: row.sample.subject),
        Column(
            "is_changed",
            label="Texte",
            accessor=lambda row: "Modifié" if row.is_changed else "D’origine",
        ),
    ]

    @property
    def permission_policy(self) -> FixedRowsPolicy:
        """No adding, no deleting."""
        return FixedRowsPolicy(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[MailTemplate]:
        """The messages that the code still sends."""
        return MailTemplate.objects.filter(key__in=[kind.key for kind in kinds()])

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's addresses and the way back to the original."""
        reset = self.construct_view(MailResetView)
        return [*super().get_urlpatterns(), path("reset/<str:pk>/", reset, name="reset")]


class ReferenceGroup(SnippetViewSetGroup):
    """The menu "Référentiels"."""

    menu_label = "Référentiels"
    menu_icon = "list-ul"
    menu_order = 400
    items = (OrganisationViewSet, CommuneViewSet, OccupationViewSet, MailTemplateViewSet)


def _reset_buttons(template: MailTemplate) -> list[Button]:
    """The button back to the original, for a message that was changed."""
    if not template.is_changed:
        return []
    viewset = MailTemplate.snippet_viewset
    url = reverse(viewset.get_url_name("reset"), args=(quote(template.pk),))
    return [Button(RESET_LABEL, url=url, icon_name="undo", priority=50)]
