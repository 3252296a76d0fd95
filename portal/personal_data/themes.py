"""The register as the public reads it: a few subjects, whatever the number of tables."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.personal_data.register import Holding

# Title, and the apps whose rows it is about.
THEMES: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "Votre compte",
        frozenset({"accounts", "account", "mfa", "usersessions", "socialaccount"}),
    ),
    ("Les messages que nous vous envoyons", frozenset({"post_office", "snippets", "mailing"})),
    ("Votre profil, vos favoris et vos alertes", frozenset({"candidates"})),
    ("Vos CV", frozenset({"cv"})),
    (
        "Vos candidatures, vos inscriptions et vos demandes de rappel",
        frozenset({"participation", "applications", "recruitment"}),
    ),
    ("Le parrainage et le bénévolat", frozenset({"sponsorship"})),
    ("Votre accompagnement RSA", frozenset({"followup"})),
    ("Les annonces", frozenset({"search", "wagtailcore", "pages"})),
)


@dataclass(frozen=True, slots=True)
class Theme:
    """One subject, and what is kept about it."""

    title: str
    holdings: list[Holding]


def by_theme(holdings: Iterable[Holding]) -> list[Theme]:
    """The holdings in their subjects, each in the order of the register; no empty subject."""
    kept = list(holdings)
    themes = [
        Theme(title, [one for one in kept if one.model.partition(".")[0] in labels])
        for title, labels in THEMES
    ]
    return [theme for theme in themes if theme.holdings]
