"""What CVs add to the CMS: the phrases that people may take."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.cv.models import CvSuggestions
from snippets.choosers import ViewersOnlyChooserViewSet


class CvSuggestionsViewSet(SnippetViewSet):
    """One set for a ROME domain or for one occupation."""

    model = CvSuggestions
    chooser_viewset_class = ViewersOnlyChooserViewSet
    icon = "openquote"
    menu_label = "Phrases pour les CV"
    menu_order = 420
    add_to_admin_menu = True
    list_display = ("__str__", "domain")
    list_filter = ("domain",)
    panels = (
        FieldPanel("domain"),
        FieldPanel("occupation"),
        FieldPanel("names"),
        FieldPanel("phrases"),
        FieldPanel("skills"),
    )


register_snippet(CvSuggestionsViewSet)
