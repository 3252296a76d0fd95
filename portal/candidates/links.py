"""The links of the messages about alerts: signed, for one purpose each, without an address.

A link names its alert alone. Reading its page changes nothing: a button does.
"""

from datetime import timedelta

from django.core import signing

from portal.candidates.errors import CandidateError
from portal.candidates.models import SavedSearch
from snippets.site import absolute_url

CONFIRM_WITHIN = timedelta(days=7)
BROKEN = "Ce lien est incomplet ou n’existe pas. Vérifiez que vous l’avez copié en entier."
TOO_OLD = "Ce lien a plus de sept jours\u00a0: il ne fonctionne plus. Refaites votre recherche."
GONE = "Cette alerte n’existe plus\u00a0: vous ne recevrez plus rien pour elle."
_CONFIRM, _STOP = "candidates.alerts.confirm", "candidates.alerts.stop"


class LinkError(CandidateError):
    """The link is forged, too old, or its alert has gone."""


def confirm_url(alert: SavedSearch) -> str:
    """Where an address says yes, within a week."""
    token = signing.TimestampSigner(sep=".", salt=_CONFIRM).sign(str(alert.pk))
    return absolute_url("candidates:alert_confirm", token)


def stop_url(alert: SavedSearch) -> str:
    """Where an alert stops without signing in, however old the message."""
    token = signing.Signer(sep=".", salt=_STOP).sign(str(alert.pk))
    return absolute_url("candidates:alert_stop", token)


def alert_to_confirm(token: str) -> SavedSearch:
    """The alert of a link, a deleted one that is asked for again included. Raises LinkError."""
    signer = signing.TimestampSigner(sep=".", salt=_CONFIRM)
    try:
        return _find(signer.unsign(token, max_age=CONFIRM_WITHIN))
    except signing.SignatureExpired as error:
        raise LinkError(TOO_OLD) from error
    except signing.BadSignature as error:
        raise LinkError(BROKEN) from error


def alert_to_stop(token: str) -> SavedSearch:
    """The alert of a link. Raises LinkError."""
    try:
        alert = _find(signing.Signer(sep=".", salt=_STOP).unsign(token))
    except signing.BadSignature as error:
        raise LinkError(BROKEN) from error
    if alert.is_pending or alert.deleted_at:
        raise LinkError(GONE)
    return alert


def _find(name: str) -> SavedSearch:
    alert = SavedSearch.objects.select_related("recipient").filter(pk=int(name)).first()
    if alert is None:
        raise LinkError(GONE)
    return alert
