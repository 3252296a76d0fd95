"""The dialogs of a review, and the reason of a withdrawal."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from pages.moderation.models.nomenclature import ChecklistItem, RefusalReason

# The actions of a review, as Wagtail sends them.
APPROVE = "approve"
REFUSE = "reject"

COMMENT_MAX = 2000
REASON_MAX = 250


def clean_text(value: str) -> str:
    """Refuse text that no database can store (lone surrogates, from hand-made JSON)."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        message = "Ce texte contient des caractères illisibles."
        raise ValidationError(message) from error
    return value


class DialogForm(forms.Form):
    """What every dialog carries: the digest of the content that the moderator has in front of them.

    Autosave rewrites a revision in place, so that a revision's id proves nothing.
    """

    content_digest = forms.CharField(max_length=100, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        """`kind` is that of the page under review: some points are for one kind only."""
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_content_digest(self) -> str:
        """Comparable as text."""
        return clean_text(self.cleaned_data["content_digest"])


class ApprovalForm(DialogForm):
    """Approval: every active point of the checklist is ticked."""

    checks = forms.MultipleChoiceField(
        label="J’ai vérifié",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(ChecklistItem.objects.proposed_for(self.kind))
        self.fields["checks"].choices = [(item.key, item.label) for item in self.items]  # type: ignore[attr-defined]

    def clean_checks(self) -> list[str]:
        """Refuse a list that is not complete."""
        checked = self.cleaned_data["checks"]
        if len(set(checked)) < len(self.items):
            message = "Cochez chaque point, ou refusez l’annonce en disant pourquoi."
            raise ValidationError(message)
        return checked

    def answers(self) -> list[dict[str, str]]:
        """What is kept: each point as it was worded that day."""
        return [{"key": item.key, "label": item.label} for item in self.items]


class RefusalForm(DialogForm):
    """Refusal: a reason from the list and a comment, both sent to the author."""

    reason = forms.ChoiceField(
        label="Motif",
        error_messages={
            "required": "Choisissez un motif.",
            "invalid_choice": "Choisissez un motif de la liste.",
        },
    )
    comment = forms.CharField(
        label="Ce que l’auteur doit corriger",
        max_length=COMMENT_MAX,
        widget=forms.Textarea({"rows": 4}),
        help_text="Ce texte lui est envoyé avec le motif.",
        error_messages={"required": "Expliquez à l’auteur ce qu’il doit corriger."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = RefusalReason.objects.proposed_for(self.kind)
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            ("", "Choisissez"),
            *((reason.key, reason.label) for reason in reasons),
        ]

    def clean_comment(self) -> str:
        """Storable text."""
        return clean_text(self.cleaned_data["comment"])


class WithdrawalForm(forms.Form):
    """Why an offer is taken off line."""

    reason = forms.CharField(
        label="Raison du retrait",
        max_length=REASON_MAX,
        widget=forms.Textarea({"rows": 3}),
        help_text="L’auteur la recevra par e-mail.",
        error_messages={"required": "Dites pourquoi vous retirez cette annonce."},
    )


class BulkWithdrawalForm(forms.Form):
    """One reason for many pages; Wagtail sends it with the ids."""

    reason = forms.CharField(
        label="Raison du retrait",
        max_length=REASON_MAX,
        widget=forms.Textarea({"rows": 3}),
        help_text="Les auteurs la recevront par e-mail, une fois passé le délai pour annuler.",
        error_messages={"required": "Dites pourquoi vous retirez ces annonces."},
    )

    def clean_reason(self) -> str:
        """Storable text."""
        return clean_text(self.cleaned_data["reason"])


def form_for(action: str, kind: str) -> Callable[..., DialogForm] | None:
    """What makes the form of an action's dialog, or None for an action that does not exist."""
    forms_by_action: dict[str, type[DialogForm]] = {APPROVE: ApprovalForm, REFUSE: RefusalForm}
    form_class = forms_by_action.get(action)
    return form_class and partial(form_class, kind=kind)


def first_error(form: forms.Form) -> str:
    """The sentence that says what is missing, for a message outside the form."""
    for field, errors in form.errors.items():
        if field != "content_digest":
            return str(errors[0])
    return "Ouvrez l’annonce et relisez-la avant de décider."
