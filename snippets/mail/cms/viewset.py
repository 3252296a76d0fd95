"""The screens of messages in the CMS: edit, preview, try on oneself, compare, go back."""

from typing import Any

from django.contrib.admin.utils import quote, unquote
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import (
    EditView,
    IndexView,
    RevisionsCompareView,
    SnippetViewSet,
)

from snippets.choosers import ViewersOnlyChooserViewSet
from snippets.fixed_rows import FixedRowsPolicy
from snippets.mail import edited_texts, kinds
from snippets.mail.cms.panels import MAIL_TEMPLATE
from snippets.mail.models import Delivery, MailTemplate

RESET_LABEL = "Revenir au texte d’origine"


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

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Never save by itself: without drafts, a half typed text would be sent to people."""
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Wagtail's buttons and ours."""
        return [*super().header_more_buttons, *_reset_buttons(self.object)]

    def save_instance(self) -> MailTemplate:
        """Save, and begin the history with the text before."""
        with transaction.atomic():
            edited_texts.keep_what_was(template=self.object)
            return super().save_instance()


class MailTestView(MailEditView):
    """Sends the text as it is in the form to who asks, and shows the form as it was."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Send, and give back what was typed: nothing is saved."""
        user = self.request.user
        try:
            email = edited_texts.send_test(template=form.instance, user=user)
        except edited_texts.TooManyTestsError as error:
            messages.error(self.request, str(error))
        else:
            if email.status == Delivery.WITHHELD:
                messages.warning(
                    self.request,
                    f"Rien n’est parti\u00a0: {user.email} ne reçoit pas ces messages.",
                )
            else:
                messages.success(
                    self.request,
                    f"Un essai part à {user.email}. Votre texte n’est pas encore enregistré.",
                )
        return self.render_to_response(self.get_context_data(form=form))


class MailCompareView(RevisionsCompareView):
    """Two versions, as they would be sent: an empty one is the project's own text."""

    def _get_revision_and_heading(self, revision_id: Any) -> tuple[MailTemplate, str]:
        """Wagtail's, with the text in full."""
        version, heading = super()._get_revision_and_heading(revision_id)
        version.subject, version.body = version.text.subject, version.text.body
        return version, heading


class MailResetView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks, then forgets what staff wrote for one message."""

    model: type[MailTemplate]
    permission_policy = None
    permission_required = "change"
    index_url_name = ""
    edit_url_name = ""
    header_icon = ""
    page_title = RESET_LABEL
    template_name = "snippets/mail/reset.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
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
        edited_texts.reset(template=self.object, user=request.user)
        messages.success(
            request,
            f"«\u00a0{self.object}\u00a0» a repris son texte d’origine. "
            "L’autre reste dans l’historique.",
        )
        return redirect(self.edit_url)


class MailTemplateViewSet(SnippetViewSet):
    """Messages that the site sends."""

    model = MailTemplate
    chooser_viewset_class = ViewersOnlyChooserViewSet
    icon = "mail"
    menu_label = "Messages"
    index_view_class = MailIndexView
    edit_view_class = MailEditView
    revisions_compare_view_class = MailCompareView
    edit_handler = MAIL_TEMPLATE
    copy_view_enabled = False
    list_per_page = 100
    list_display = [
        "__str__",
        Column("description", label="Quand", accessor=lambda row: row.kind.description),
        Column("subject", label="Objet", accessor=lambda row: row.sent_subject),
        Column(
            "is_changed",
            label="Texte",
            accessor=lambda row: _text_in_words(row),
        ),
    ]

    @property
    def permission_policy(self) -> FixedRowsPolicy:
        """No adding, no deleting."""
        return FixedRowsPolicy(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[MailTemplate]:
        """The messages that the code still sends."""
        return MailTemplate.objects.filter(key__in=[kind.key for kind in kinds.every()])

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's addresses, the way back to the original, and the test to oneself."""
        reset = self.construct_view(MailResetView)
        test = self.construct_view(MailTestView, **self.get_edit_view_kwargs())
        return [
            *super().get_urlpatterns(),
            path("reset/<str:pk>/", reset, name="reset"),
            path("test/<str:pk>/", test, name="test"),
        ]


def _text_in_words(template: MailTemplate) -> str:
    """Whose text is sent."""
    if template.fault:
        return "Inutilisable\u00a0: celui d’origine part"
    return "Modifié" if template.is_changed else "D’origine"


def _reset_buttons(template: MailTemplate) -> list[Button]:
    """The button back to the original, for a message that was changed."""
    if not template.is_changed:
        return []
    viewset = MailTemplate.snippet_viewset
    url = reverse(viewset.get_url_name("reset"), args=(quote(template.pk),))
    return [Button(RESET_LABEL, url=url, icon_name="undo", priority=50)]
