"""Words that people may take for their CV, by occupation; staff write them in the CMS."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.db.models.lookups import Exact

from snippets.models import Occupation, RomeDomain


class CvSuggestions(models.Model):
    """Phrases pour les CV: of a ROME domain, or of one occupation. One on each line."""

    domain = models.CharField("domaine", max_length=1, choices=RomeDomain.choices)
    occupation = models.OneToOneField(
        Occupation,
        verbose_name="métier",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Laissez vide pour tout le domaine.",
    )
    names = models.TextField(
        "autres noms du métier",
        max_length=1000,
        blank=True,
        help_text="Un par ligne, comme les gens l’écrivent : Aide à domicile, Auxiliaire de vie.",
    )
    phrases = models.TextField(
        "phrases",
        max_length=6000,
        help_text="Une par ligne, qui commence par un nom ou un verbe. «\u00a0…\u00a0» là où la "
        "personne doit compléter\u00a0: n’inventez ni chiffre, ni durée, ni lieu.",
    )
    skills = models.TextField("compétences", max_length=3000, help_text="Une par ligne.")

    class Meta:
        verbose_name = "phrases pour les CV"
        verbose_name_plural = "phrases pour les CV"
        ordering = ("domain", "occupation")
        constraints = [
            models.UniqueConstraint(
                fields=("domain",),
                condition=Q(occupation__isnull=True),
                name="cv_suggestions_domain_once",
                violation_error_message="Ce domaine a déjà ses phrases.",
            ),
            models.CheckConstraint(
                condition=Q(domain__in=RomeDomain.values),
                name="cv_suggestions_domain",
                violation_error_message="Choisissez un domaine de la liste.",
            ),
            models.CheckConstraint(
                condition=Q(occupation__isnull=True)
                | Q(Exact(Left(F("occupation"), 1), F("domain"))),
                name="cv_suggestions_occupation_of_domain",
                violation_error_message="Ce métier n’est pas de ce domaine.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.occupation) if self.occupation_id else self.get_domain_display()

    @property
    def name_lines(self) -> list[str]:
        """What people call the occupation."""
        return _lines(self.names)

    @property
    def phrase_lines(self) -> list[str]:
        """The phrases, one by one."""
        return _lines(self.phrases)

    @property
    def skill_lines(self) -> list[str]:
        """The skills, one by one."""
        return _lines(self.skills)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
