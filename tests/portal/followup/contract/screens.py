"""How tests of screens of a contract read and fill them."""

import re

from portal.followup.rows.scope import Scope, system_scope


def path(case, rest=""):
    return f"/suivi/dossiers/{case.pk}/{rest}"


def rows(model, case):
    with system_scope(Scope.TEST):
        return list(model.unscoped.filter(beneficiary=case).order_by("pk"))


def typed(page):
    """What a browser would send of the main form of a page: its fields, as they are shown."""
    form = page.context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if value in (None, "", False, []):
            continue
        widget = field.field.widget
        shown = widget.format_value(value) if hasattr(widget, "format_value") else value
        sent[field.html_name] = "on" if value is True else shown
    html = page.content.decode()
    for name in ("base", "version", "base_version"):
        if found := re.search(rf'name="{name}" value="([^"]*)"', html):
            sent[name] = found[1].replace("&quot;", '"').replace("&#x27;", "'")
    return sent
