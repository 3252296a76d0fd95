"""Which links of our mails were used."""

from django.db import models


class UsedLink(models.Model):
    """Lien utilisé: a link that has acted. A constraint refuses that it acts again."""

    purpose = models.SlugField("action", max_length=60, db_index=False)
    subject = models.CharField("objet", max_length=100)
    used_at = models.DateTimeField("utilisé le", auto_now_add=True)

    class Meta:
        verbose_name = "lien utilisé"
        verbose_name_plural = "liens utilisés"
        constraints = [
            models.UniqueConstraint(
                fields=("purpose", "subject"),
                name="snippets_usedlink_once",
                violation_error_message="Ce lien a déjà servi.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}, {self.subject}"
