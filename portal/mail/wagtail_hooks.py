"""What the screens of mail add to the CMS."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.accounts.capabilities import READ_MAIL_JOURNAL, has_capability
from portal.mail.journal.dashboard import MailPanel


class MailJournalMenuItem(MenuItem):
    """The way to what was sent to a person, for those whom people call."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_capability(request.user, READ_MAIL_JOURNAL)


@hooks.register("register_admin_menu_item")
def mail_journal_menu_item() -> MailJournalMenuItem:
    """After the organisations that wait."""
    return MailJournalMenuItem(
        "Messages envoyés", reverse("accounts:mail_journal"), icon_name="mail", order=420
    )


@hooks.register("construct_homepage_panels")
def mail_panel(request: HttpRequest, panels: list[Any]) -> None:
    """What waits and what did not arrive."""
    panels.append(MailPanel())
