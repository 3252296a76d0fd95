"""Registers the CMS screens, and keeps what is used from being deleted."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from snippets.admin import ReferenceGroup
from snippets.in_use import are_in_use
from snippets.mail import edited_texts
from snippets.models import MailTemplate, SiteSettings
from snippets.panels import SITE_SETTINGS

# Set here rather than in the model, which knows no form.
SiteSettings.edit_handler = SITE_SETTINGS
register_snippet(ReferenceGroup)


@hooks.register("register_log_actions")
def name_mail_actions(actions: LogActionRegistry) -> None:
    """What the history of a message says."""
    for name, label, message in (
        (edited_texts.ORIGINAL_KEPT, "Texte de départ", "Texte avant la première modification"),
        (edited_texts.RESET, "Retour à l’origine", "Retour au texte d’origine"),
        (edited_texts.TEST_SENT, "Essai", "Essai envoyé à soi-même"),
    ):
        actions.register_action(name, label, message)


@hooks.register("before_delete_snippet")
def refuse_to_delete_what_is_used(
    request: HttpRequest, instances: Sequence[models.Model]
) -> HttpResponse | None:
    """Answer with a message instead of an error, for one row as for many at once.

    Wagtail's bulk deletion asks the model's permission, not the policy of the screen: messages,
    which the code needs, are protected here too.
    """
    if any(isinstance(instance, MailTemplate) for instance in instances):
        raise PermissionDenied
    if request.method != "POST" or not instances:
        return None
    if are_in_use(instances):
        names = ", ".join(f"«\u00a0{instance}\u00a0»" for instance in instances[:3])
        messages.error(
            request,
            f"{names}\u00a0: des organisations, des annonces ou des dossiers l’utilisent encore.",
        )
        viewset = type(instances[0]).snippet_viewset  # type: ignore[attr-defined]
        return redirect(viewset.get_url_name("list"))
    return None
