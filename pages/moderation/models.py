"""Moderation: the task of the workflow, its checklist, the refusal reasons, the expiry notices."""

import secrets
from typing import Any, ClassVar, Self

from django import forms
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.text import slugify
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from pages.fields import ChoiceArrayField
from pages.moderation import messages
from pages.wording import KindName

APPROVE = "approve"
REFUSE = "reject"


class NomenclatureQuerySet(models.QuerySet["Nomenclature"]):
    """Terms as the dialogs propose them."""

    def proposed_for(self, kind: str) -> Self:
        """The terms in use for one kind of opportunity; a term without kinds is for all."""
        return self.filter(Q(kinds=[]) | Q(kinds__contains=[kind]), active=True)


class Nomenclature(models.Model):
    """An ordered list of terms that staff edit; an unused term is switched off, never deleted."""

    key = models.SlugField("clé", max_length=40, unique=True, editable=False)
    label = models.CharField("libellé", max_length=200)
    kinds = ChoiceArrayField(
        models.CharField(max_length=12, choices=KindName.choices),
        verbose_name="types d’annonces",
        default=list,
        blank=True,
        help_text="Ne cochez rien pour tous les types.",
    )
    # Wagtail's list drags rows by it; a new one goes last.
    position = models.PositiveSmallIntegerField(
        "ordre", null=True, blank=True, default=None, editable=False
    )
    active = models.BooleanField(
        "utilisé", default=True, help_text="Décochez pour ne plus le proposer."
    )

    objects = NomenclatureQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new term a key of its own, which decisions keep when its words change."""
        if not self.key:
            words = slugify(self.label)[:30].strip("-") or "terme"
            self.key = f"{words}-{secrets.token_hex(3)}"
        super().save(*args, **kwargs)

    @property
    def kinds_text(self) -> str:
        """`Tous`, or the kinds that it is for."""
        return ", ".join(KindName(kind).label for kind in self.kinds) or "Tous"


class ChecklistItem(Nomenclature):
    """Point de contrôle: what a moderator checks before approving."""

    class Meta(Nomenclature.Meta):
        verbose_name = "point de contrôle"
        verbose_name_plural = "points de contrôle"


class RefusalReason(Nomenclature):
    """Motif de refus: what the author is told."""

    class Meta(Nomenclature.Meta):
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
        from pages.moderation.forms import DialogForm

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

    class Meta:
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


class BulkOperation(models.Model):
    """Action groupée: what one changed, kept so that it can be undone for a few minutes.

    `before` has one record a page (see `undo.py`). The history of each page says the same for
    ever; this row may go.
    """

    class Action(models.TextChoices):
        """What was done to every page."""

        WITHDRAW = "withdraw", "Retrait"
        PROLONG = "prolong", "Prolongation"

    action = models.CharField("action", max_length=10, choices=Action.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="faite par",
        on_delete=models.CASCADE,
        related_name="+",
    )
    before = models.JSONField("état précédent", default=list)
    done_at = models.DateTimeField("faite le", auto_now_add=True)
    undone_at = models.DateTimeField("annulée le", null=True, blank=True)
    announced_at = models.DateTimeField("annoncée aux auteurs le", null=True, blank=True)

    class Meta:
        # Authors are told of a withdrawal that stays, never of one that was undone.

        verbose_name = "action groupée"
        verbose_name_plural = "actions groupées"

    def __str__(self) -> str:
        return f"{self.get_action_display()}, {len(self.before)}\u00a0annonces"
