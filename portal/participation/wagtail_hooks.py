"""What participation adds to the CMS: the replies that organisations and officers start from."""

from typing import Any

import django_filters
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.participation.forms import ReplyTemplateForm
from portal.participation.models import ReplyTemplate
from portal.participation.replies import reasons
from snippets.choosers import ViewersOnlyChooserViewSet


class ReplyTemplateFilterSet(WagtailFilterSet):
    """By use, and proposed or not."""

    use = django_filters.ChoiceFilter(
        label="Pour", empty_label="Toutes", choices=ReplyTemplate.Use.choices
    )

    class Meta:
        model = ReplyTemplate
        fields = ["use", "is_active"]


def _reason_text(reply: ReplyTemplate) -> str:
    return dict(reasons()).get(reply.reason, reply.reason)


def _proposed_text(reply: ReplyTemplate) -> str:
    return "Oui" if reply.is_active else "Non"


class ReplyTemplateViewSet(SnippetViewSet):
    """The list, and one reply."""

    model = ReplyTemplate
    chooser_viewset_class = ViewersOnlyChooserViewSet
    icon = "mail"
    menu_label = "Réponses types"
    menu_order = 430
    add_to_admin_menu = True
    list_display = (
        "title",
        "use",
        Column("reason", label="Motif de refus", accessor=_reason_text, sort_key="reason"),
        "position",
        Column("is_active", label="Proposée", accessor=_proposed_text, sort_key="is_active"),
    )
    filterset_class: Any = ReplyTemplateFilterSet
    edit_handler = ObjectList(
        [
            HelpPanel(template="participation/admin/reply_help.html"),
            MultiFieldPanel([FieldPanel("use"), FieldPanel("reason")], heading="Quand"),
            FieldPanel("title"),
            FieldPanel("subject"),
            FieldPanel("text"),
            MultiFieldPanel([FieldPanel("position"), FieldPanel("is_active")], heading="Liste"),
        ],
        base_form_class=ReplyTemplateForm,
    )


register_snippet(ReplyTemplateViewSet)
