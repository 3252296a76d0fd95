"""Why a text of a message cannot be used: what is wrong in it, or the link that it leaves out.

Asked before a text of staff is kept, and again before it is used: it may be older than the check,
or than the variables that the message has now.
"""

import html
import re
from functools import lru_cache

from snippets.folding import fold_name
from snippets.mail import kinds
from snippets.mail.kinds import MailKind
from snippets.mail.templates.engine import (
    ADDRESS,
    URL_SUFFIX,
    URLS_SUFFIX,
    CheckedTemplate,
    MailTemplateError,
    MailText,
    render,
)
from snippets.mail.templates.html import MailFooter, html_version
from snippets.mail.templates.samples import sample_values
from snippets.site import absolute

UNFILLABLE = "Ce texte ne peut pas être rempli\u00a0: vérifiez ce qui suit chaque barre |."
# An acronym may be written with dots.
_DOTTED = re.compile(r"\b(\w)\.(?=\w\b)")
_HREF = re.compile(r'href="([^"]*)"')


def fault_of(key: str, text: MailText) -> str:
    """What is wrong with a text, for the person who wrote it; empty when it can be sent."""
    return _fault(key, text.subject, text.body, absolute("/"))


@lru_cache(maxsize=256)
def _fault(key: str, subject: str, body: str, _base_url: str) -> str:
    """The same, kept: it is asked for each message. The sample's links are below the address."""
    kind = kinds.find(key)
    if kind is None:
        return ""
    try:
        parts = [CheckedTemplate(subject), CheckedTemplate(body)]
        for part in parts:
            part.check(kind.names)
        text = MailText(subject, body)
        return _told(kind, text) or _left_out(kind, *parts) or _no_link(kind, text)
    except MailTemplateError as error:
        return str(error)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return UNFILLABLE


def _told(kind: MailKind, text: MailText) -> str:
    """A word that would tell somebody else what the person receives."""
    words = fold_name(_DOTTED.sub(r"\1", f"{text.subject} {text.body}")).split()
    told = sorted(kind.unsaid.intersection(words))
    if not told:
        return ""
    return (
        f"Ce message peut être lu par quelqu’un d’autre\u00a0: le mot «\u00a0{told[0]}\u00a0» "
        "n’y a pas sa place. Écrivez «\u00a0votre accompagnement\u00a0»."
    )


def _left_out(kind: MailKind, subject: CheckedTemplate, body: CheckedTemplate) -> str:
    """The variables that the message needs and that are nowhere, or in some cases only."""
    faults = []
    for name in kind.needs:
        places = [body] if _is_link(name) else [subject, body]
        if any(name in place.always for place in places):
            continue
        written = f"{{{{ {name} }}}}"
        if any(name in place.names for place in places):
            faults.append(
                f"{written} paraît seulement dans certains cas. Sortez-le de la condition "
                "{% if … %}, ou écrivez-le aussi dans ses autres cas."
            )
        else:
            label = kind.variables[name].label
            faults.append(
                f"Il manque {written}, {label}\u00a0: sans cela, ce message ne sert à rien."
            )
    return " ".join(faults)


def _no_link(kind: MailKind, text: MailText) -> str:
    """A link that the message needs and that, filled in, could not be opened."""
    values = sample_values(kind)
    message = render(text, values)
    in_html = {html.unescape(link) for link in _HREF.findall(html_version(message, MailFooter()))}
    in_text = set(ADDRESS.findall(message.body))
    for name in kind.needs:
        if _is_link(name) and not set(ADDRESS.findall(str(values[name]))) <= in_html & in_text:
            return (
                f"{{{{ {name} }}}} ne ferait pas un lien. Écrivez-le entre deux espaces ou seul "
                "sur sa ligne, sans barre | ni signe > devant."
            )
    return ""


def _is_link(name: str) -> bool:
    """Whether a variable holds addresses of ours."""
    return name.endswith((URL_SUFFIX, URLS_SUFFIX))
