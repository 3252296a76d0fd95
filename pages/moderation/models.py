"""Moderation: the task of the workflow, its checklist, the refusal reasons, the expiry notices."""

from typing import Any, ClassVar

from django import forms
from django.db import models, transaction
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

APPROVE = "approve"
REFUSE = "reject"


class Nomenclature(models.Model):
    """An ordered list of terms that staff edit; an unused term is switched off, never deleted."""

    key = models.SlugField("clé", max_length=40, unique=True)
    label = models.CharField("libellé", max_length=200)
    position = models.PositiveSmallIntegerField("ordre", default=0)
    active = models.BooleanField(
        "utilisé", default=True, help_text="Décochez pour ne plus le proposer."
    )

    objects = models.Manager()

    class Meta:
        """Sorted as the dialog shows them."""

        abstract = True
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.label


class ChecklistItem(Nomenclature):
    """Point de contrôle: what a moderator checks before approving."""

    class Meta(Nomenclature.Meta):
        """French names."""

        verbose_name = "point de contrôle"
        verbose_name_plural = "points de contrôle"


class RefusalReason(Nomenclature):
    """Motif de refus: what the author is told."""

    class Meta(Nomenclature.Meta):
        """French names."""

        verbose_name = "motif de refus"
        verbose_name_plural = "motifs de refus"


class ModerationTaskState(TaskState):
    """One review of one revision: what was checked, or why it was refused."""

    answers = models.JSONField(
        "points vérifiés",
        default=list,
        blank=True,
        help_text="Clé et libellé de chaque point, tels qu’ils étaient ce jour-là.",
    )
    refusal_reason = models.ForeignKey(
        RefusalReason,
        verbose_name="motif de refus",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    refusal_label = models.CharField("motif, tel qu’affiché", max_length=200, blank=True)

    class Meta:
        """French name."""

        verbose_name = "relecture"

    def get_comment(self) -> str:
        """What the page's history shows: the reason, then the comment."""
        return " — ".join(part for part in (self.refusal_label, self.comment) if part)


class ModerationTask(AbstractGroupApprovalTask):
    """Relecture: a moderator ticks the checklist, or refuses with a reason and a comment."""

    task_state_class = ModerationTaskState
    admin_form_fields: ClassVar[list[str]] = AbstractGroupApprovalTask.admin_form_fields
    admin_form_widgets: ClassVar[dict[str, Any]] = {"groups": forms.CheckboxSelectMultiple}

    class Meta:
        """The right that approving, refusing and withdrawing share."""

        verbose_name = "relecture"
        verbose_name_plural = "relectures"
        permissions = [("moderate_opportunity", "Peut relire, refuser et retirer les annonces")]

    @classmethod
    def get_description(cls) -> str:
        """What the CMS says of this kind of task."""
        return "Liste de contrôle pour approuver, motif et commentaire pour refuser"

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Both actions open a dialog: there is no way around the checklist or the reason."""
        if not super().get_actions(obj, user):
            return []
        return [(APPROVE, "Approuver et publier", True), (REFUSE, "Refuser", True)]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """The dialog's form; an unknown action gets one that is never reached."""
        from pages.moderation.forms import DialogForm, form_for

        return form_for(action) or DialogForm

    def get_template_for_action(self, action: str) -> str:
        """The dialog shows what is reviewed."""
        return "pages/moderation/dialog.html"

    @transaction.atomic
    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """Open a review of the latest revision; tell the author when they have just submitted."""
        from pages.moderation import messages

        previous = workflow_state.task_states.order_by("-pk").first()
        task_state = super().start(workflow_state, user=user)
        if previous is None or previous.status == TaskState.STATUS_REJECTED:
            messages.submitted(page=workflow_state.content_object.specific)
        return task_state

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approve or refuse; `kwargs` are the dialog's answers, checked here whoever sent them.

        The CMS does not validate the extra data of an action. Raises ModerationError.
        """
        from pages.moderation.decisions import decide

        decide(task=self, task_state=task_state, user=user, action=action_name, answers=kwargs)


class ExpiryNotice(models.Model):
    """One warning sent before one expiry date; its links act once each."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="expiry_notices")
    expire_at = models.DateTimeField("expire le")
    days = models.PositiveSmallIntegerField("jours avant")
    sent_at = models.DateTimeField("envoyé le", auto_now_add=True)
    prolonged_at = models.DateTimeField("lien « prolonger » utilisé le", null=True, blank=True)
    filled_at = models.DateTimeField("lien « pourvue » utilisé le", null=True, blank=True)

    class Meta:
        """A job that runs twice sends once."""

        verbose_name = "avis d’expiration"
        verbose_name_plural = "avis d’expiration"
        constraints = [
            models.UniqueConstraint(
                fields=("page", "expire_at", "days"),
                name="pages_expirynotice_once",
                violation_error_message="Cet avis a déjà été envoyé.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.days}\u00a0j"
