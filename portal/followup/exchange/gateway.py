"""Who receives a file: nobody by default. A site names a function in FOLLOWUP_EXCHANGE.

`portal.followup.exchange.gateway.post` is one, over HTTPS: it posts the file to
FOLLOWUP_EXCHANGE_URL, once for a key (`Idempotency-Key`), with FOLLOWUP_EXCHANGE_TOKEN.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Protocol

import requests
from django.conf import settings
from django.utils.module_loading import import_string

TIMEOUT_SECONDS = (3, 20)
# Of an answer, read to its end or not.
MOST_ANSWERED = 200
MOST_BYTES = 20 * 1024 * 1024


class UnsentError(Exception):
    """It did not leave, or was not taken. `is_final`: to try again is of no use."""

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


class Gateway(Protocol):
    """Hands a file over and returns what the other side answered. Raises UnsentError.

    Called again with the same `key` after a failure: the other side takes it once.
    """

    def __call__(self, *, content: bytes, name: str, key: str) -> str: ...


def gateway() -> Gateway | None:
    """The function of the setting; None when nothing leaves."""
    if not settings.FOLLOWUP_EXCHANGE:
        return None
    found: Callable[..., str] = import_string(settings.FOLLOWUP_EXCHANGE)
    return found


def post(*, content: bytes, name: str, key: str) -> str:
    """Post a file over HTTP; no redirection is followed."""
    if len(content) > MOST_BYTES:
        message = "fichier trop lourd"
        raise UnsentError(message, is_final=True)
    headers = {"Content-Type": "text/csv; charset=utf-8", "Idempotency-Key": key}
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if settings.FOLLOWUP_EXCHANGE_TOKEN:
        headers["Authorization"] = f"Bearer {settings.FOLLOWUP_EXCHANGE_TOKEN}"
    try:
        with requests.post(
            settings.FOLLOWUP_EXCHANGE_URL,
            data=content,
            headers=headers,
            timeout=TIMEOUT_SECONDS,
            allow_redirects=False,
            stream=True,
        ) as response:
            return _answer(response)
    except requests.RequestException as error:
        message = type(error).__name__
        raise UnsentError(message) from error


def _answer(response: requests.Response) -> str:
    status = response.status_code
    if status in {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT}:
        told = next(response.iter_content(MOST_ANSWERED), b"")
        return bytes(told).decode("utf-8", "replace")
    is_refused = (
        HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.INTERNAL_SERVER_ERROR
        and status not in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
    )
    message = f"réponse {status}"
    raise UnsentError(message, is_final=is_refused)
