"""Where reference data comes from: a file, or the State's open geographic API."""

import json
import time
from pathlib import Path
from typing import Any

import requests
from django.conf import settings

from snippets.errors import DomainError

MAX_BYTES = 60 * 1024 * 1024
_TIMEOUT = (5, 30)
_DEADLINE_SECONDS = 120
_NOTHING_CHANGED = "Rien n’a été modifié."


class LoadingError(DomainError):
    """Nothing was loaded."""

    def __init__(self, message: str) -> None:
        super().__init__(f"{message} {_NOTHING_CHANGED}")


def read_text(path: Path) -> str:
    """The text of a file in UTF-8. Raises LoadingError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            message = f"Le fichier {path} dépasse {MAX_BYTES // 1024 // 1024}\u00a0Mo."
            raise LoadingError(message)
        return _decoded(path.read_bytes(), f"Le fichier {path}")
    except FileNotFoundError as error:
        message = f"Le fichier {path} n’existe pas."
        raise LoadingError(message) from error
    except OSError as error:
        message = f"Le fichier {path} ne peut pas être lu."
        raise LoadingError(message) from error


def parse_json(text: str, source: str) -> Any:
    """The value of a JSON text. Raises LoadingError."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"{source} n’est pas du JSON valable."
        raise LoadingError(message) from error


def fetch_json(path: str, parameters: dict[str, str]) -> Any:
    """What the geographic API answers at `path`. Raises LoadingError."""
    source = "La réponse du service géographique"
    address = f"{settings.GEO_API_URL.rstrip('/')}/{path}"
    deadline = time.monotonic() + _DEADLINE_SECONDS
    body = bytearray()
    try:
        with requests.get(address, params=parameters, timeout=_TIMEOUT, stream=True) as response:
            if response.status_code != requests.codes.ok:
                message = (
                    f"Le service géographique a répondu par une erreur {response.status_code}."
                )
                raise LoadingError(message)
            for chunk in response.iter_content(64 * 1024):
                body += chunk
                if len(body) > MAX_BYTES or time.monotonic() > deadline:
                    message = f"{source} est trop longue."
                    raise LoadingError(message)
    except requests.Timeout as error:
        message = "Le service géographique met trop de temps à répondre."
        raise LoadingError(message) from error
    except requests.RequestException as error:
        message = f"Le service géographique ne répond pas ({settings.GEO_API_URL})."
        raise LoadingError(message) from error
    return parse_json(_decoded(bytes(body), source), source)


def _decoded(raw: bytes, source: str) -> str:
    """Text in UTF-8, with or without a byte order mark."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{source} n’est pas en UTF-8."
        raise LoadingError(message) from error
