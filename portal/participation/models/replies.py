"""Texts that organisations and officers start a message to a person from."""

from django.db import models
from django.db.models import Q


class ReplyTemplate(models.Model):
    """Réponse type: what a message starts from, edited before it leaves. Staff edit the list.

    Variables: `{prenom}`, `{annonce}`, `{organisation}`, `{date}`, `{lieu}`; what has no value is
    left out. `reason` narrows a text of refusal to one reason.
    """

    class Use(models.TextChoices):
        """When it is proposed."""

        SHORTLISTED = "shortlisted", "Candidature présélectionnée"
        INTERVIEW = "interview", "Invitation à un entretien"
        OFFERED = "offered", "Proposition d’embauche"
        HIRED = "hired", "Embauche"
        REFUSED = "refused", "Candidature non retenue"
        SESSION = "session", "Message aux inscrits d’une session"

    use = models.CharField("pour", max_length=11, choices=Use.choices)
    reason = models.CharField("motif de refus", max_length=20, blank=True)
    title = models.CharField("nom", max_length=80)
    subject = models.CharField("objet", max_length=120)
    text = models.TextField("texte", max_length=3000)
    position = models.PositiveSmallIntegerField("ordre", default=0)
    is_active = models.BooleanField("proposée", default=True)

    class Meta:
        verbose_name = "réponse type"
        verbose_name_plural = "réponses types"
        ordering = ("use", "position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(reason="") | Q(use="refused"),
                name="participation_reply_reason",
                violation_error_message="Un motif de refus va avec une candidature non retenue.",
            )
        ]

    def __str__(self) -> str:
        return self.title
