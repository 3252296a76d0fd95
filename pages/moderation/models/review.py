"""The review of an opportunity: the task of Wagtail's workflow, and each time it is done."""

from typing import Any, ClassVar

from django import forms
from django.db import models, transaction
from wagtail.models import AbstractGroupApprovalTask, TaskState

from pages.moderation import author_mail
from pages.moderation.forms import APPROVE, REFUSE, DialogForm
from pages.moderation.models.nomenclature import RefusalReason


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

    is_own = models.BooleanField(
        "approuvée par son auteur",
        default=False,
        help_text="Par qui l’a écrite, envoyée ou corrigée.",
    )

    class Meta:
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
        """A form without fields of its own: the views know the page, whose kind has its points."""
        return DialogForm

    def get_template_for_action(self, action: str) -> str:
        """The dialog shows what is reviewed."""
        return "pages/moderation/dialog.html"

    @transaction.atomic
    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """Open a review of the latest revision; tell the author when they have just submitted."""
        previous = workflow_state.task_states.order_by("-pk").first()
        task_state = super().start(workflow_state, user=user)
        if previous is None or previous.status == TaskState.STATUS_REJECTED:
            author_mail.submitted(page=workflow_state.content_object.specific)
        return task_state

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approve or refuse; `kwargs` are the dialog's answers, checked here whoever sent them.

        The CMS does not validate the extra data of an action. Raises ModerationError.
        """
        from pages.moderation.decisions import decide

        decide(task=self, task_state=task_state, user=user, action=action_name, answers=kwargs)
