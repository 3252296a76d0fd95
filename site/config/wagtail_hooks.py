"""What every screen of the CMS is spared: Wagtail's own news, useless reports, altered dates.

Its API reads only. Its first screen names the contacts that are still to be written.
"""

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter

# Links to another site, about another product.
_ABOUT_WAGTAIL = ("whats-new-in-wagtail", "editor-guide")
# Written for developers: kinds of pages, tasks of a workflow.
_FOR_DEVELOPERS = frozenset({"page-types-usage", "workflow-tasks"})

_PLAIN_LABELS = {"workflows": "Relectures"}


@hooks.register("construct_help_menu")
def keep_help_at_home(request: HttpRequest, menu_items: list[Any]) -> None:
    """Keep the keyboard shortcuts, drop what leaves the site."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith(_ABOUT_WAGTAIL)]


@hooks.register("construct_reports_menu")
def keep_useful_reports(request: HttpRequest, menu_items: list[Any]) -> None:
    """Everybody but a superuser, who exists in development only, sees reports on content."""
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in _FOR_DEVELOPERS]
    for item in menu_items:
        item.label = _PLAIN_LABELS.get(item.name, item.label)


@hooks.register("construct_homepage_panels")
def tell_placeholders(request: HttpRequest, panels: list[Any]) -> None:
    """A new site has contacts that nobody answers at."""
    # It reads the settings, which are a model.
    from config.placeholders_panel import PlaceholdersPanel

    panels.append(PlaceholdersPanel())


@hooks.register("construct_admin_api", order=100)
def read_only_api(router: WagtailAPIRouter) -> None:
    """After Wagtail's own endpoints, which it replaces."""
    # Its views are made of models.
    from config.cms_api import read_only

    read_only(router)


@hooks.register("insert_global_admin_css")
def wear_our_colours() -> str:
    """The colours and the font of the site, dialogs included; letters of any size."""
    return Media(css={"all": ["css/cms/theme.css", "css/cms/large-text.css"]}).render()


@hooks.register("insert_global_admin_js")
def scripts_of_every_screen() -> str:
    """Before any date chooser is made, dialogs and filters included; names of what has none."""
    scripts = ("dates-as-typed", "named-parts", "kept-focus")
    return Media(js=[f"js/cms/{name}.js" for name in scripts]).render()
