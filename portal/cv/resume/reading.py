"""A JSON Resume document is checked against its schema, then read."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from portal.cv.resume.model import Resume
from portal.cv.resume.vocabulary import Problem, ResumeError, Severity, where
from snippets.dates import PartialDate
from snippets.dotted_paths import Path

_SCHEMAS = ("jsonresume.json", "x-declic.json")
_MAX_PROBLEMS = 20
_MAX_DEPTH = 30
_TYPES = {
    "string": "un texte entre guillemets",
    "array": "une liste",
    "object": "un objet, entre accolades",
    "boolean": "vrai ou faux (true ou false)",
}
_NO_RESUME = "Ce document n’est pas un CV au format JSON Resume."
_DATE = "la date s’écrit AAAA, AAAA-MM ou AAAA-MM-JJ (par exemple 2024-09)"


def parse(document: object) -> Resume:
    """Read a document, as `json.loads` gives it. Absent, null and empty mean the same.

    Raises ResumeError, whose message says in French where and what.
    """
    refuse_depth(document)
    found = sorted(_problems(_pruned(document)), key=lambda problem: [str(s) for s in problem.path])
    if found or not isinstance(document, Mapping):
        lines = dict.fromkeys(problem.message for problem in found[:_MAX_PROBLEMS])
        raise ResumeError(" ".join([_NO_RESUME, *lines]), tuple(found[:_MAX_PROBLEMS]))
    return Resume.read(deepcopy(document))


def refuse_depth(value: Any) -> None:
    """Raise ResumeError for a document whose lists and objects are too deep to walk through."""
    level = [value]
    for _ in range(_MAX_DEPTH):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
    if level:
        message = f"{_NO_RESUME} Ses listes sont imbriquées trop profondément."
        raise ResumeError(message)


def _pruned(value: Any) -> Any:
    """Without the keys that say nothing: tools write null or "" for what is not known."""
    if isinstance(value, Mapping):
        return {key: _pruned(item) for key, item in value.items() if item not in (None, "")}
    if isinstance(value, list):
        return [_pruned(item) for item in value]
    return value


def _problems(document: Any) -> Iterator[Problem]:
    for validator in _validators():
        for error in validator.iter_errors(document):
            yield _problem(tuple(error.absolute_path), _fault(error))
    if isinstance(document, Mapping):
        yield from _impossible_dates(document, ())


def _problem(path: Path, fault: str) -> Problem:
    return Problem(path, f"{where(path)}\u00a0: {fault}.", Severity.ERROR)


def _fault(error: ValidationError) -> str:
    if error.validator == "type":
        wanted = _TYPES.get(str(error.validator_value), "autre chose")
        return f"il faut {wanted}, et il y a «\u00a0{_shown(error.instance)}\u00a0»"
    if error.validator == "pattern":
        return f"«\u00a0{_shown(error.instance)}\u00a0» n’est pas une date\u00a0; {_DATE}"
    return f"«\u00a0{_shown(error.instance)}\u00a0» n’est pas permis ici"


def _impossible_dates(value: Any, path: Path) -> Iterator[Problem]:
    """What the schema's pattern lets pass: a month 13, a 31 February."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key in _DATE_KEYS and isinstance(item, str) and _matches(item):
                try:
                    PartialDate.parse(item)
                except ValueError:
                    yield _problem((*path, key), f"le {item} n’existe pas")
            else:
                yield from _impossible_dates(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _impossible_dates(item, (*path, index))


_DATE_KEYS = frozenset({"startDate", "endDate", "date", "expires", "birthDate", "releaseDate"})


def _matches(text: str) -> bool:
    return len(text) in (7, 10) and text.replace("-", "").isdigit()


def _shown(instance: Any) -> str:
    shown = json.dumps(instance, ensure_ascii=False)
    return shown if len(shown) <= 40 else f"{shown[:40]}…"


@cache
def _validators() -> tuple[Draft7Validator, ...]:
    folder = FilePath(__file__).parent / "schema"
    return tuple(
        Draft7Validator(json.loads((folder / name).read_text(encoding="utf-8")))
        for name in _SCHEMAS
    )
