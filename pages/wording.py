"""What each kind of opportunity is called in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices

_VOWELS = "aeiouyhéèê"


@dataclass(frozen=True)
class Noun:
    """A feminine noun: all three kinds have one, so that participles never change."""

    singular: str

    @property
    def plural(self) -> str:
        """`offres`."""
        return f"{self.singular}s"

    @property
    def the(self) -> str:
        """`l’offre`, `la mission`."""
        elided = self.singular[0] in _VOWELS
        return f"l’{self.singular}" if elided else f"la {self.singular}"

    @property
    def of_the(self) -> str:
        """`de l’offre`, `de la mission`."""
        return f"de {self.the}"

    def counted(self, count: int) -> str:
        """`1 offre`, `3 offres`."""
        return f"{count}\u00a0{self.plural if count > 1 else self.singular}"


OFFER = Noun("offre")
MISSION = Noun("mission")
SESSION = Noun("session")
# Where the kinds are mixed.
NOTICE = Noun("annonce")


class KindName(TextChoices):
    """The kinds, as menus and checkboxes name them."""

    JOB = "job", "Offres d’emploi"
    VOLUNTEERING = "volunteering", "Bénévolat"
    SESSION = "session", "Sessions de recrutement"


def common_noun(pages: Iterable[object]) -> Noun:
    """The noun of pages that are all of one kind, or « annonce »."""
    nouns = {getattr(page, "noun", NOTICE) for page in pages}
    return nouns.pop() if len(nouns) == 1 else NOTICE
