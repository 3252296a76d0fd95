"""The mail backlog on the CMS's first screen."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from portal.accounts.capabilities import READ_MAIL_JOURNAL, has_capability
from snippets.mail.delivery.answers import outage_in_words
from snippets.mail.delivery.backlog import backlog
from snippets.mail.delivery.outage import current_outage
from snippets.mail.edited_texts import unusable
from snippets.models import SuppressedAddress


class MailPanel(Component):
    """« Courrier »: what waits and what did not arrive, for those who can do something."""

    name = "mail"
    template_name = "mail/journal/panel.html"
    order = 130

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Nothing, and no query, for the others."""
        if parent_context is None or not _cares(parent_context["request"].user):
            return ""
        return str(super().render_html(parent_context))

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Four queries: counts, addresses that receive nothing, the server's outage, bad texts."""
        user = parent_context["request"].user
        outage = current_outage()
        return {
            "outage": outage,
            "unusable": unusable(),
            "writes_texts": user.has_perm("snippets.change_mailtemplate"),
            "outage_reason": outage_in_words(outage.error) if outage else "",
            "counts": backlog(),
            "suppressed": SuppressedAddress.objects.count(),
            "reads_journal": has_capability(user, READ_MAIL_JOURNAL),
        }


def _cares(user: Any) -> bool:
    """Officers, and those who write the messages."""
    return has_capability(user, READ_MAIL_JOURNAL) or user.has_perm("snippets.change_mailtemplate")
