"""The mail backlog on the CMS's first screen."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from portal.accounts.capabilities import READ_MAIL_JOURNAL, has_capability
from snippets.models import SuppressedAddress
from snippets.outbox.delivery import backlog


class MailPanel(Component):
    """« Courrier »: what waits and what did not arrive, for those who can do something."""

    name = "mail"
    template_name = "accounts/mail_journal/panel.html"
    order = 130

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Nothing, and no query, for the others."""
        if parent_context is None or not _cares(parent_context["request"].user):
            return ""
        return str(super().render_html(parent_context))

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Two queries: the counts, and the addresses that receive nothing."""
        user = parent_context["request"].user
        return {
            "counts": backlog(),
            "suppressed": SuppressedAddress.objects.count(),
            "reads_journal": has_capability(user, READ_MAIL_JOURNAL),
        }


def _cares(user: Any) -> bool:
    """Officers, and those who write the messages."""
    return has_capability(user, READ_MAIL_JOURNAL) or user.has_perm("snippets.change_mailtemplate")
