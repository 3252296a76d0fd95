"""JSON Resume files, without loss."""

import json
import math
from typing import Any

from portal.cv.resume import Resume, ResumeError, parse

MAX_BYTES = 1_000_000
_NO_JSON = "Ce fichier n’est pas un CV au format JSON Resume"


class _TwiceError(ValueError):
    """A key is there twice: one of its values would be lost."""


def read_json(data: bytes) -> Resume:
    """Read a file. Raises ResumeError, whose message says in French where and what."""
    return parse(loaded(data))


def loaded(data: bytes) -> Any:
    """The value of a JSON file, not checked yet. Raises ResumeError.

    What no column can hold, NUL and half characters, is taken out.
    """
    if len(data) > MAX_BYTES:
        message = f"{_NO_JSON}\u00a0: il dépasse 1\u00a0Mo."
        raise ResumeError(message)
    try:
        return _storable(
            json.loads(
                data.decode("utf-8-sig"),
                parse_constant=_refuse_constant,
                parse_float=_finite,
                object_pairs_hook=_once,
            )
        )
    except json.JSONDecodeError as error:
        message = f"{_NO_JSON}\u00a0: erreur à la ligne {error.lineno}, colonne {error.colno}."
        raise ResumeError(message) from error
    except UnicodeDecodeError as error:
        message = f"{_NO_JSON}\u00a0: ses caractères ne sont pas en UTF-8."
        raise ResumeError(message) from error
    except _TwiceError as error:
        message = f"{_NO_JSON}\u00a0: «\u00a0{error}\u00a0» est écrit deux fois au même endroit."
        raise ResumeError(message) from error
    except RecursionError as error:
        message = f"{_NO_JSON}\u00a0: ses listes sont imbriquées trop profondément."
        raise ResumeError(message) from error
    except ValueError as error:
        message = f"{_NO_JSON}\u00a0: son contenu est démesuré."
        raise ResumeError(message) from error


def as_json(resume: Resume) -> bytes:
    """The document, as people may open it in another tool."""
    return json.dumps(resume.as_document(), ensure_ascii=False, indent=2).encode()


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(_text(key)[:40])
        found[key] = value
    return found


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {_text(key): _storable(item) for key, item in value.items()}
    return [_storable(item) for item in value] if isinstance(value, list) else value


def _text(text: str) -> str:
    return text.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
