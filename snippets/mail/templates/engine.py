"""Renders the texts of messages: a small part of Django's template language, and nothing else.

Staff edit these texts, so neither they nor whoever takes their session may reach the rest of the
project through them: no `load`, `include`, `extends` or `url`, no attribute of a value, and
values are plain (text, numbers, dates).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, ClassVar

from django.template import (
    Context,
    Engine,
    Template,
    TemplateDoesNotExist,
    TemplateSyntaxError,
    engines,
)
from django.template.base import FilterExpression, TextNode, Variable, VariableNode
from django.template.defaulttags import IfNode
from django.utils import translation
from django.utils.functional import cached_property

from snippets.errors import DomainError
from snippets.typography import typeset

SUBJECT_PREFIX = "Objet\u00a0:"
MAX_SUBJECT = 200
# The end of the name of a variable that is an address of ours.
URL_SUFFIX = "_url"
# A text that the site makes, with several addresses of its own in it.
URLS_SUFFIX = "_urls"
ADDRESS = re.compile(r"https?://[^\s<>\"'{}«»]+[^\s<>\"'{}«».,;:!?)]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u0085\u2028\u2029]")
_BLANKS = re.compile(r"[ \t\r\n]+")  # a non-breaking space stays
_MANY_BLANK_LINES = re.compile(r"\n{3,}")
_TRAILING_SPACES = re.compile(r"[ \t]+$", re.MULTILINE)
_BROKEN_TAG = re.compile(r"[{}]{2}|\{%|%\}")


class MailTemplateError(DomainError):
    """A text that cannot be used; its message is for the person who wrote it."""


class _SmallEngine(Engine):
    """Only the tags and filters of `snippets.mail.templates.language`."""

    default_builtins: ClassVar[list[str]] = []


# The texts are plain: nothing to escape.
_ENGINE = _SmallEngine(
    app_dirs=False,
    autoescape=False,
    builtins=["snippets.mail.templates.language"],
    libraries={},
)


@dataclass(frozen=True)
class MailText:
    """Subject (one line) and body of a message, before or after rendering.

    `links`, once rendered: the addresses that the message itself gives. Another one in the body
    was typed by somebody, and is never made a link.
    """

    subject: str
    body: str
    links: frozenset[str] = frozenset()


class CheckedTemplate:
    """One text, compiled. Raises MailTemplateError when it cannot be."""

    def __init__(self, source: str) -> None:
        try:
            self._template = Template(source, engine=_ENGINE)
        except TemplateSyntaxError as error:
            raise MailTemplateError(_explain(error)) from error

    @cached_property
    def names(self) -> set[str]:
        """The variables that the text uses, attributes included ("person.name")."""
        return set(_names(self._template))

    @cached_property
    def always(self) -> set[str]:
        """The variables that the text prints whichever way its conditions go."""
        return _always(self._template.nodelist)

    def blank(self, context: Mapping[str, Any]) -> set[str]:
        """The variables that would print nothing, wherever they stand, with these values."""
        found = set()
        with translation.override("fr"):
            for node in self._template.nodelist.get_nodes_by_type(VariableNode):
                values = Context(dict(context), autoescape=False)
                values.template = self._template
                if not str(node.render(values)).strip():
                    found |= _printed_name(node.filter_expression)  # type: ignore[attr-defined]
        return found

    def check(self, allowed: set[str]) -> None:
        """Raise MailTemplateError when a variable is not in `allowed`, or braces are unbalanced."""
        unknown = sorted(self.names - allowed)
        if unknown:
            raise MailTemplateError(" ".join(_unknown(name, allowed) for name in unknown))
        for text in self._template.nodelist.get_nodes_by_type(TextNode):
            broken = _BROKEN_TAG.search(text.s)  # type: ignore[attr-defined]
            if broken:
                raise MailTemplateError(_unbalanced(text.s, broken.start()))  # type: ignore[attr-defined]

    def render(self, context: Mapping[str, Any]) -> str:
        """The text with its values, dates and numbers written in French."""
        with translation.override("fr"):
            return self._template.render(Context(dict(context), autoescape=False))


@lru_cache(maxsize=128)
def _compiled(source: str) -> CheckedTemplate:
    """The same text compiled once for many people: rendering it keeps nothing."""
    return CheckedTemplate(source)


def load_text(key: str) -> MailText:
    """The project's own text of a message. Raises TemplateDoesNotExist, or ValueError."""
    first, _, body = _source(f"mail/{key}.txt").partition("\n")
    if not first.startswith(SUBJECT_PREFIX):
        message = f"templates/mail/{key}.txt must begin with {SUBJECT_PREFIX!r}."
        raise ValueError(message)
    return MailText(first.removeprefix(SUBJECT_PREFIX).strip(), body.strip())


def has_text(key: str) -> bool:
    """Whether the project has a text for this message."""
    try:
        load_text(key)
    except TemplateDoesNotExist:
        return False
    return True


def _source(name: str) -> str:
    """A file of the templates' folders, not compiled: the site's engine knows other tags."""
    tried = []
    for loader in engines["django"].engine.template_loaders:  # type: ignore[attr-defined]
        for origin in loader.get_template_sources(name):
            tried.append((origin, "Source does not exist"))
            try:
                contents: str = loader.get_contents(origin)
            except TemplateDoesNotExist:
                continue
            return contents
    raise TemplateDoesNotExist(name, tried=tried)


def render(text: MailText, context: Mapping[str, Any]) -> MailText:
    """Fill in a text and typeset it.

    Values are cleaned so that none can add a header or a control character.
    """
    values = {name: _clean(value) for name, value in context.items()}
    subject = _BLANKS.sub(" ", _compiled(text.subject).render(values)).strip()
    body = _compiled(text.body).render(values)
    body = _MANY_BLANK_LINES.sub("\n\n", _TRAILING_SPACES.sub("", body)).strip()
    given = {str(values[name]) for name in values if name.endswith(URL_SUFFIX)} - {"", "None"}
    for name in values:
        if name.endswith(URLS_SUFFIX):
            given |= set(ADDRESS.findall(str(values[name])))
    links = frozenset(given | set(ADDRESS.findall(text.body)))
    return MailText(typeset(subject)[:MAX_SUBJECT], f"{typeset(body)}\n", links)


def _clean(value: Any) -> Any:
    """A value without control characters. Raises TypeError for anything but a plain value."""
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        # A lone surrogate can be neither stored nor sent.
        return _CONTROL.sub(" ", text).encode("utf-8", "replace").decode()
    if value is None or isinstance(value, (bool, int, float, Decimal, date)):
        return value
    message = f"A message takes plain values, not {type(value).__name__}."
    raise TypeError(message)


def _names(template: Template) -> Iterator[str]:
    """Every variable of a compiled template, in conditions and filter arguments too."""
    for node in template.nodelist.get_nodes_by_type(VariableNode):
        yield from _names_in(node.filter_expression)  # type: ignore[attr-defined]
    for node in template.nodelist.get_nodes_by_type(IfNode):
        for condition, _ in node.conditions_nodelists:  # type: ignore[attr-defined]
            if condition is not None:
                yield from _names_in_condition(condition)


def _always(nodes: Iterable[Any]) -> set[str]:
    """What is printed outside of conditions, in all their branches, or where it is not empty."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, VariableNode):
            found |= _printed_name(node.filter_expression)
        elif isinstance(node, IfNode):
            branches = [_always(inside) for _, inside in node.conditions_nodelists]
            first = node.conditions_nodelists[0][0]
            found |= branches[0] & _printed_name(getattr(first, "value", None))
            if node.conditions_nodelists[-1][0] is None:
                found |= set.intersection(*branches)
    return found


def _printed_name(expression: Any) -> set[str]:
    """The one variable of an expression; nothing for a literal or an operator."""
    variable = expression.var if isinstance(expression, FilterExpression) else None
    if not isinstance(variable, Variable) or not variable.lookups:
        return set()
    return {".".join(variable.lookups)}


def _names_in_condition(condition: Any) -> Iterator[str]:
    """The variables of an `if`: operators have `first` and `second`, literals a `value`."""
    for part in (getattr(condition, "first", None), getattr(condition, "second", None)):
        if part is not None:
            yield from _names_in_condition(part)
    value = getattr(condition, "value", None)
    if isinstance(value, FilterExpression):
        yield from _names_in(value)


def _names_in(expression: FilterExpression) -> Iterator[str]:
    """The variables of one expression and of its filters' arguments."""
    candidates = [expression.var]
    for _, arguments in expression.filters:
        candidates += [argument for is_lookup, argument in arguments if is_lookup]
    for candidate in candidates:
        if isinstance(candidate, Variable) and candidate.lookups:
            yield ".".join(candidate.lookups)


def _unknown(name: str, allowed: set[str]) -> str:
    """What to say of a variable that the message does not have: the nearest that it has."""
    near = get_close_matches(name, sorted(allowed), n=1, cutoff=0.6)
    hint = f" Vouliez-vous dire {{{{ {near[0]} }}}}\u00a0?" if near else ""
    return f"Ce message ne connaît pas «\u00a0{name}\u00a0».{hint}"


def _unbalanced(text: str, position: int) -> str:
    """What to say of braces without their pair, with the words around them."""
    around = " ".join(text[max(0, position - 15) : position + 25].split())
    return (
        f"Une accolade manque ou est en trop, ici\u00a0: «\u00a0{around}\u00a0». "
        "Exemple juste\u00a0: {{ site_name }}."
    )


def _explain(error: TemplateSyntaxError) -> str:
    """What is wrong with a text, in French: Django explains it in English only."""
    detail = str(error)
    if found := re.search(r"Invalid filter: '([^']*)'", detail):
        known = ", ".join(sorted(_ENGINE.template_builtins[0].filters))
        return (
            f"Le filtre «\u00a0{found[1]}\u00a0», après la barre verticale, n’existe pas. "
            f"Vous pouvez utiliser\u00a0: {known}."
        )
    if found := re.search(r"Unclosed tag on line (\d+)", detail):
        return (
            f"Ligne {found[1]}, une condition {{% if … %}} n’est pas fermée\u00a0: "
            "ajoutez {% endif %} à sa fin."
        )
    if found := re.search(r"Invalid block tag on line (\d+): '(endif|else|elif)[' ]", detail):
        return (
            f"Ligne {found[1]}, {{% {found[2]} %}} ne ferme aucune condition\u00a0: "
            "retirez-le, ou ajoutez {% if … %} avant."
        )
    if found := re.search(r"Invalid block tag on line (\d+): '([^',]*)", detail):
        return (
            f"Ligne {found[1]}, «\u00a0{found[2]}\u00a0» est inconnu. Seules les balises "
            "{% if %}, {% elif %}, {% else %} et {% endif %} sont permises."
        )
    if found := re.search(r"Could not parse the remainder: '([^']*)'", detail):
        if found[1] == "=":
            return "Pour comparer deux valeurs, écrivez == (deux signes)."
        return (
            f"«\u00a0{found[1].strip()}\u00a0» est en trop ou mal écrit entre des accolades. "
            "Un nom de variable n’a ni espace ni accent."
        )
    return "Une variable ou une condition est mal écrite\u00a0: vérifiez les accolades."
