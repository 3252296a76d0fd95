"""The user: a person who signs in with an e-mail address."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.accounts.level_names import LevelName
from snippets.addresses import normal_address
from snippets.fields import AddressField
from snippets.folding import fold_name


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is stored in one form so that one person has one account."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a saved user. Raises ValueError when the address is empty."""
        if not email:
            message = "A user needs an e-mail address."
            raise ValueError(message)
        user = self.model(email=normal_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a superuser; outside development there is none."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user whatever the case of the address typed."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Utilisateur, utilisatrice."""

    email = AddressField("adresse e-mail", unique=True)
    first_name = models.CharField("prénom", max_length=150, blank=True)
    last_name = models.CharField("nom", max_length=150, blank=True)
    is_active = models.BooleanField("actif", default=True)
    is_staff = models.BooleanField("membre du personnel", default=False)
    date_joined = models.DateTimeField("inscription", default=timezone.now)
    # Part of what a session proves: raising it signs the person out everywhere at once.
    session_epoch = models.PositiveIntegerField("époque des sessions", default=0, editable=False)
    # Last name first: what lists of people are sorted and searched by.
    folded_name = models.CharField(max_length=320, default="", editable=False, db_collation="C")

    erasure_due_on = models.DateField("effacement prévu le", null=True, blank=True)
    # The site asks by itself for an account that nobody uses: signing in is enough to keep it.
    erasure_by_inactivity = models.BooleanField("pour inactivité", default=False)
    erased_at = models.DateTimeField("effacé le", null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "utilisateur"
        ordering = ("folded_name", "email")
        indexes = [models.Index(fields=("folded_name", "email"), name="accounts_user_by_name")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_ci",
                violation_error_message="Un compte existe déjà avec cette adresse.",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(is_active=False),
                name="accounts_user_erased_is_closed",
                violation_error_message="Un compte effacé reste fermé.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded name beside the names."""
        self.folded_name = fold_name(f"{self.last_name} {self.first_name}")[:320]
        fields = kwargs.get("update_fields")
        if fields is not None and {"first_name", "last_name"} & set(fields):
            kwargs["update_fields"] = {*fields, "folded_name"}
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """First and last name, or an empty string."""
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """First name, or the address when there is none."""
        return self.first_name or self.email

    @property
    def levels(self) -> frozenset[str]:
        """The names of the person's levels, read once for each object: see `forget_levels`.

        A list of people that prefetches `groups` reads them all at once.
        """
        if "_levels" not in self.__dict__:
            names = {group.name for group in self.groups.all()}
            self.__dict__["_levels"] = frozenset(names.intersection(LevelName.values))
        return self.__dict__["_levels"]

    @property
    def belongs_to_organisation(self) -> bool:
        """Whether the person is a member of an organisation now."""
        return LevelName.ORGANISATION_MEMBER in self.levels

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What each session must match: changes with the password and with `session_epoch`."""
        return salted_hmac(
            "portal.accounts.models.User.session",
            f"{self.password}.{self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()
