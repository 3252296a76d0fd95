"""What sponsors and those who look for one both say, so that the two can be compared."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from snippets.models import RomeDomain

MAX_DOMAINS = 3


class Mode(models.TextChoices):
    """Comment se parler."""

    IN_PERSON = "in_person", "En personne"
    PHONE = "phone", "Au téléphone"
    VIDEO = "video", "En visio"


class Language(models.TextChoices):
    """Langue parlée, besides French: ISO 639-1, and the French sign language."""

    ENGLISH = "en", "Anglais"
    GERMAN = "de", "Allemand"
    ARABIC = "ar", "Arabe"
    TURKISH = "tr", "Turc"
    PORTUGUESE = "pt", "Portugais"
    SPANISH = "es", "Espagnol"
    ITALIAN = "it", "Italien"
    ALBANIAN = "sq", "Albanais"
    RUSSIAN = "ru", "Russe"
    UKRAINIAN = "uk", "Ukrainien"
    DARI = "fa", "Dari, persan"
    PASHTO = "ps", "Pachto"
    SIGN = "lsf", "Langue des signes française"


class Day(models.TextChoices):
    """Jour de la semaine."""

    MONDAY = "mon", "Lundi"
    TUESDAY = "tue", "Mardi"
    WEDNESDAY = "wed", "Mercredi"
    THURSDAY = "thu", "Jeudi"
    FRIDAY = "fri", "Vendredi"
    SATURDAY = "sat", "Samedi"


class Moment(models.TextChoices):
    """Moment de la journée."""

    MORNING = "am", "matin"
    AFTERNOON = "pm", "après-midi"
    EVENING = "eve", "soir"


# « mon_am »: the morning of each Monday.
SLOTS: tuple[tuple[str, str], ...] = tuple(
    (f"{day.value}_{moment.value}", f"{day.label} {moment.label}")
    for day in Day
    for moment in Moment
)
SLOT_NAMES = tuple(slot for slot, _ in SLOTS)


def choices_field(
    label: str, choices: list[tuple[str, str]] | tuple[tuple[str, str], ...]
) -> ArrayField:
    """Several of a list; nothing chosen is an empty list."""
    return ArrayField(
        models.CharField(max_length=10, choices=choices),
        verbose_name=label,
        default=list,
        blank=True,
    )


class Meetable(models.Model):
    """When, how, in which trades and languages two people may meet."""

    domains = choices_field("domaines", RomeDomain.choices)
    modes = choices_field("comment se parler", Mode.choices)
    languages = choices_field("autres langues", Language.choices)
    availability = choices_field("disponibilités", SLOTS)

    class Meta:
        abstract = True

    @property
    def domain_labels(self) -> list[str]:
        """The domains in words, in the order of ROME."""
        return [domain.label for domain in RomeDomain if domain in self.domains]

    @property
    def mode_labels(self) -> list[str]:
        """How they may meet, in words."""
        return [mode.label for mode in Mode if mode in self.modes]

    @property
    def language_labels(self) -> list[str]:
        """Languages besides French, in words."""
        return [language.label for language in Language if language in self.languages]

    @property
    def availability_labels(self) -> list[str]:
        """« Lundi matin, soir »: a line a day."""
        found = []
        for day in Day:
            moments = [m.label for m in Moment if f"{day.value}_{m.value}" in self.availability]
            if moments:
                found.append(f"{day.label} {', '.join(moments)}")
        return found


def within_lists(prefix: str) -> list[models.CheckConstraint]:
    """Refuse what is in none of the lists, and too many domains, whoever writes."""
    lists = {
        "domains": RomeDomain.values,
        "modes": Mode.values,
        "languages": Language.values,
        "availability": SLOT_NAMES,
    }
    found = [
        models.CheckConstraint(
            condition=Q(**{f"{name}__contained_by": list(values)}),
            name=f"{prefix}_{name}",
            violation_error_message="Choisissez dans la liste.",
        )
        for name, values in lists.items()
    ]
    return [
        *found,
        models.CheckConstraint(
            condition=Q(domains__len__lte=MAX_DOMAINS),
            name=f"{prefix}_few_domains",
            violation_error_message=f"Choisissez {MAX_DOMAINS}\u00a0domaines au plus.",
        ),
    ]
