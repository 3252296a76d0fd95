"""The text of a campaign: the variables that it may use, and what replaces those that are empty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.mailing.audiences.registry import audience_of
from portal.mailing.disclosing import leads_to_disclosure
from portal.mailing.errors import CampaignError
from portal.mailing.mails import CANDIDATES, category_of
from portal.mailing.models import Campaign
from portal.participation.disclosure import DISCLOSES, disclosing_word
from snippets.mail.kinds import COMMON_VARIABLES, MailValue, Variable
from snippets.mail.templates.common import common_values
from snippets.mail.templates.engine import CheckedTemplate, MailTemplateError, MailText, render
from snippets.mail.templates.faults import UNFILLABLE

NO_SUBJECT = "Écrivez l’objet du message."
NO_BODY = "Écrivez le texte du message."
NO_FALLBACK = (
    "Écrivez le mot de remplacement de {names}\u00a0: "
    "il paraîtra pour les personnes dont nous ne savons pas cela."
)
LOST_FALLBACK = (
    "Le mot de remplacement de {names} ne paraîtrait pas\u00a0: "
    "dans le texte, retirez ce qui suit la barre |."
)

LEADS_THERE = (
    "Retirez l’adresse {address}\u00a0: elle mène à une annonce pour les bénéficiaires du RSA, "
    "et dirait ce que la personne touche."
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A text as one person reads it, and the variables that a word of replacement stands for."""

    text: MailText
    replaced: tuple[str, ...]


def variables_of(source: str) -> Mapping[str, Variable]:
    """What a text may say of each recipient of this public, besides what every message has."""
    return audience_of(source).variables


def used_variables(subject: str, body: str) -> frozenset[str]:
    """The variables that a text uses, conditions included. Raises MailTemplateError."""
    return frozenset(CheckedTemplate(subject).names | CheckedTemplate(body).names)


def check_text(*, source: str, subject: str, body: str, fallbacks: Mapping[str, str]) -> None:
    """Raise CampaignError for a text that cannot leave; it names its field.

    Each variable of a recipient that is used has a word of replacement, which shows wherever the
    variable does. What every message has is never empty and needs none.
    """
    own = variables_of(source)
    used: set[str] = set()
    parts = (("subject", subject, NO_SUBJECT), ("body", body, NO_BODY))
    for field, words, missing in parts:
        if not words.strip():
            raise CampaignError(missing, field=field)
        try:
            template = CheckedTemplate(words)
            template.check({*own, *COMMON_VARIABLES})
        except MailTemplateError as error:
            raise CampaignError(str(error), field=field) from error
        _check_words(source, field, words)
        used |= template.names
    needed = [name for name in own if name in used]
    if unwritten := [name for name in needed if not fallbacks.get(name, "").strip()]:
        raise CampaignError(NO_FALLBACK.format(names=_named(unwritten)), field="fallbacks")
    words_of = {name: fallbacks[name].strip() for name in needed}
    for name, word in words_of.items():
        _check_words(source, "fallbacks", word)
        _check_shown(name, word, subject=subject, body=body, values=_samples(own))
    samples = _samples(own)
    shown = [samples, {**samples, **words_of}, {**samples, **dict.fromkeys(own, "")}]
    for field, words, _missing in parts:
        _check_filled(source, field, words, shown)


def fallbacks_of(campaign: Campaign) -> dict[str, str]:
    """The words of replacement of a campaign, by variable."""
    return dict(campaign.fallbacks.values_list("variable", "text"))


def with_fallbacks(
    values: Mapping[str, MailValue], *, used: frozenset[str], fallbacks: Mapping[str, str]
) -> tuple[dict[str, MailValue], tuple[str, ...]]:
    """The values of one person, each empty one replaced; and which of those that are used were."""
    empty = [name for name in fallbacks if is_empty(values.get(name))]
    filled_in = {**values, **{name: fallbacks[name] for name in empty}}
    return filled_in, tuple(sorted(used.intersection(empty)))


def filled(campaign: Campaign, values: Mapping[str, MailValue]) -> Filled:
    """The text of a campaign as the person of these values reads it."""
    text = MailText(campaign.subject, campaign.body)
    used = used_variables(text.subject, text.body)
    context, replaced = with_fallbacks(values, used=used, fallbacks=fallbacks_of(campaign))
    return Filled(render(text, {**common_values(), **context}), replaced)


def is_empty(value: MailValue) -> bool:
    """Whether a value would leave a hole: nothing, or blanks. Zero is a value."""
    return value is None or (isinstance(value, str) and not value.strip())


def _samples(own: Mapping[str, Variable]) -> dict[str, MailValue]:
    return {name: variable.sample for name, variable in {**COMMON_VARIABLES, **own}.items()}


def _check_shown(
    name: str, word: str, *, subject: str, body: str, values: dict[str, MailValue]
) -> None:
    """Raise CampaignError when a filter would make nothing of a word: a date's, of "bientôt"."""
    for field, words in (("subject", subject), ("body", body)):
        try:
            lost = CheckedTemplate(words).blank({**values, name: word})
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise CampaignError(UNFILLABLE, field=field) from error
        if name in lost:
            raise CampaignError(LOST_FALLBACK.format(names=_named([name])), field="fallbacks")


def _check_words(source: str, field: str, words: str) -> None:
    """Raise CampaignError for a word that would tell of what a person receives."""
    if category_of(source) != CANDIDATES:
        return
    if found := disclosing_word(words):
        raise CampaignError(DISCLOSES.format(word=found), field=field)
    if address := leads_to_disclosure(words):
        raise CampaignError(LEADS_THERE.format(address=address), field=field)


def _check_filled(
    source: str, field: str, words: str, shown: Sequence[dict[str, MailValue]]
) -> None:
    """Raise CampaignError for a word, or an address, that is there once a text has its values."""
    template = CheckedTemplate(words)
    for values in shown:
        try:
            filled_in = template.render(values)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise CampaignError(UNFILLABLE, field=field) from error
        _check_words(source, field, filled_in)


def _named(names: list[str]) -> str:
    return ", ".join(f"«\u00a0{name}\u00a0»" for name in names)
