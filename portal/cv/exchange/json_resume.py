"""JSON Resume files, without loss."""

import json

from portal.cv.resume import Resume, ResumeError, parse

MAX_BYTES = 1_000_000
_NO_JSON = "Ce fichier n’est pas un CV au format JSON Resume"


def read_json(data: bytes) -> Resume:
    """Read a file. Raises ResumeError, whose message says in French where and what."""
    if len(data) > MAX_BYTES:
        message = f"{_NO_JSON}\u00a0: il dépasse 1\u00a0Mo."
        raise ResumeError(message)
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        message = f"{_NO_JSON}\u00a0: erreur à la ligne {error.lineno}, colonne {error.colno}."
        raise ResumeError(message) from error
    except UnicodeDecodeError as error:
        message = f"{_NO_JSON}\u00a0: ses caractères ne sont pas en UTF-8."
        raise ResumeError(message) from error
    except (RecursionError, ValueError) as error:
        message = f"{_NO_JSON}\u00a0: son contenu est démesuré."
        raise ResumeError(message) from error
    return parse(document)


def as_json(resume: Resume) -> bytes:
    """The document, as people may open it in another tool."""
    return json.dumps(resume.as_document(), ensure_ascii=False, indent=2).encode()


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
