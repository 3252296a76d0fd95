"""Whoever applies or registers, with an account or without."""

from typing import Self

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.accounts.models.owned import OwnedQuerySet
from snippets.fields import AddressField
from snippets.folding import fold_name
from snippets.models import Commune
from snippets.validators import validate_phone

MAX_NAME = 150


class ParticipantQuerySet(OwnedQuerySet["Participant"]):
    """Scoped by account (`owned_by`), or by an address that somebody has proved."""

    def guests(self) -> Self:
        """Those without an account."""
        return self.filter(user__isnull=True)

    def at_address(self, address: str) -> Self:
        """Guests who said that this address is theirs, proved or not."""
        return self.guests().filter(email=address)


class Participant(models.Model):
    """Personne qui postule ou s’inscrit: an account, or a guest known by a name and a way to write.

    Couples and helpers share addresses: a guest is a name and an address (or a name and a phone),
    never an address alone. The names of an account are the account's own, read by the properties.
    """

    user = models.OneToOneField(
        User,
        verbose_name="compte",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participant",
    )
    first_name = models.CharField("prénom", max_length=MAX_NAME, blank=True)
    last_name = models.CharField("nom", max_length=MAX_NAME, blank=True)
    # Of a guest alone: an account is sorted by its own.
    folded_name = models.CharField(max_length=320, default="", editable=False, db_collation="C")
    email = AddressField("adresse e-mail", blank=True)
    email_confirmed_at = models.DateTimeField("adresse confirmée le", null=True, blank=True)
    phone = models.CharField("téléphone", max_length=25, blank=True, validators=[validate_phone])
    # Ten digits or with the country's code: how two spellings of a number are one.
    phone_digits = models.CharField(max_length=20, default="", editable=False)
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    # Of a guest: an account of the same address said « ce n’est pas moi ».
    is_somebody_else = models.BooleanField("n’est pas le compte de cette adresse", default=False)
    erased_at = models.DateTimeField("effacée le", null=True, blank=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        indexes = [
            models.Index(
                fields=("email",),
                condition=Q(user__isnull=True) & ~Q(email=""),
                name="participation_guest_address",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("email", "folded_name"),
                condition=Q(user__isnull=True, erased_at__isnull=True) & ~Q(email=""),
                name="participation_guest_once",
                violation_error_message="Cette personne est déjà connue avec cette adresse.",
            ),
            models.UniqueConstraint(
                fields=("phone_digits", "folded_name"),
                condition=Q(user__isnull=True, erased_at__isnull=True, email="")
                & ~Q(phone_digits=""),
                name="participation_phone_once",
                violation_error_message="Cette personne est déjà connue avec ce numéro.",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(erased_at__isnull=False) | ~Q(folded_name=""),
                name="participation_has_a_name",
                violation_error_message="Écrivez le prénom et le nom.",
            ),
            models.CheckConstraint(
                condition=Q(email_confirmed_at__isnull=True) | ~Q(email=""),
                name="participation_confirmed_address",
                violation_error_message="Il n’y a pas d’adresse à confirmer.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep what people are found by beside what they typed."""
        self.folded_name = fold_name(f"{self.last_name} {self.first_name}")[:320]
        self.phone_digits = digits_of(self.phone)
        fields = kwargs.get("update_fields")
        if isinstance(fields, (list, tuple, set, frozenset)):
            kwargs["update_fields"] = {*fields, "folded_name", "phone_digits"}
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def name(self) -> str:
        """First and last name."""
        if self.user:
            return str(self.user)
        return f"{self.first_name} {self.last_name}".strip() or "Personne effacée"

    @property
    def first(self) -> str:
        """How a message greets them."""
        return self.user.get_short_name() if self.user else self.first_name

    @property
    def initials(self) -> str:
        """« É. M. »: what a screen that anybody may see shows."""
        names = (
            (self.user.first_name, self.user.last_name)
            if self.user
            else (self.first_name, self.last_name)
        )
        return " ".join(f"{name[0].upper()}." for name in names if name)

    @property
    def address(self) -> str:
        """Where to write, proved or not; empty when there is no e-mail."""
        return self.user.email if self.user else self.email

    @property
    def has_proved_address(self) -> bool:
        """Whether what is written there reaches them and nobody else, as far as is known."""
        return bool(self.user or self.email_confirmed_at)


def digits_of(phone: str) -> str:
    """The digits of a French number in its national form: +33 and 0033 become 0."""
    digits = "".join(character for character in phone if character.isdigit())
    for prefix in ("0033", "33"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 9:
            return f"0{digits[len(prefix) :]}"
    return digits[:20]
