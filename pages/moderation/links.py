"""The two links of the expiry notice: signed, limited in time, each used once.

A link names its notice and its action. The notice's row keeps when each was used, so that a
second use is refused by the database and not by the signature.
"""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pages.moderation import services
from pages.moderation.errors import ModerationError
from pages.moderation.models import ExpiryNotice

PROLONG = "prolong"
FILL = "fill"
LIFETIME = timedelta(days=15)
INCOMPLETE = "Ce lien est incomplet ou n’existe pas. Vérifiez que vous l’avez copié en entier."
_SALT = "pages.moderation.links"
_USED_AT = {PROLONG: "prolonged_at", FILL: "filled_at"}


class LinkError(ModerationError):
    """The link is forged, too old or already used."""


def link_path(notice: ExpiryNotice, action: str) -> str:
    """The path of a link; it holds no personal data."""
    token = signing.dumps({"notice": notice.pk, "action": action}, salt=_SALT)
    return reverse("opportunity_action", args=[token])


def read_link(token: str) -> tuple[ExpiryNotice, str]:
    """The notice and action of a usable link. Raises LinkError."""
    try:
        content = signing.loads(token, salt=_SALT, max_age=LIFETIME)
    except signing.SignatureExpired as error:
        message = "Ce lien a plus de quinze jours\u00a0: il ne fonctionne plus."
        raise LinkError(message) from error
    except (signing.BadSignature, ValueError) as error:
        raise LinkError(INCOMPLETE) from error
    if not isinstance(content, dict) or content.keys() != {"notice", "action"}:
        raise LinkError(INCOMPLETE)
    if content["action"] not in _USED_AT:
        raise LinkError(INCOMPLETE)
    notice = ExpiryNotice.objects.select_related("page").filter(pk=content["notice"]).first()
    if notice is None:
        message = "Cette annonce n’existe plus."
        raise LinkError(message)
    _refuse_used(notice, content["action"])
    return notice, content["action"]


def use_link(token: str) -> tuple[Any, str]:
    """Do what the link says, once; return the page and the action.

    Raises LinkError, or ModerationError when the offer's state refuses (the link stays usable).
    """
    notice, action = read_link(token)
    with transaction.atomic():
        notice = ExpiryNotice.objects.select_for_update().get(pk=notice.pk)
        _refuse_used(notice, action)
        if action == PROLONG:
            page = services.prolong(page=notice.page)
        else:
            page = services.mark_filled(page=notice.page)
        setattr(notice, _USED_AT[action], timezone.now())
        notice.save(update_fields=[_USED_AT[action]])
    return page, action


def _refuse_used(notice: ExpiryNotice, action: str) -> None:
    """Raise LinkError for a second use, or when another notice's link has prolonged already."""
    if getattr(notice, _USED_AT[action]):
        message = "Ce lien a déjà servi\u00a0: c’est fait."
        raise LinkError(message)
    if action == PROLONG and notice.page.expire_at != notice.expire_at:
        message = "La date de fin de cette annonce a déjà changé\u00a0: rien d’autre à faire."
        raise LinkError(message)
