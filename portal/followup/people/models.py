"""Units and professionals; households and beneficiaries, and the words that find them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint, Value

from portal.followup.people.spelling import full_name, proper_name
from portal.followup.rows.base import (
    AreaRow,
    IdentityRow,
    ReferenceRow,
    Versioned,
    Written,
    with_history,
)
from portal.followup.rows.guard import ScopedQuerySet, guarded
from snippets.fields import AddressField
from snippets.folding import fold_name
from snippets.models import Commune, Organisation


class Profession(models.TextChoices):
    """What a professional is: confidential notes stay within it."""

    SOCIAL = "social", "Travail social"
    HEALTH = "health", "Santé"
    EMPLOYMENT = "employment", "Emploi"


@with_history
class Unit(ReferenceRow):
    """Unité of the Département: its manager reads its cases."""

    name = models.CharField("nom", max_length=120, unique=True)
    email = AddressField("adresse de l’unité", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    address = models.CharField("adresse postale", max_length=250, blank=True)
    closed_on = models.DateField("fermée le", null=True, blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = "unité"
        verbose_name_plural = "unités"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@with_history
class Professional(ReferenceRow):
    """Professionnel: one per account. Administrators of rights write them, who read no case.

    `name` outlives the account. `structure` is who employs them: the Département, or a partner.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="compte",
        null=True,
        on_delete=models.PROTECT,
        related_name="professional",
    )
    name = models.CharField("nom", max_length=200)
    profession = models.CharField("métier", max_length=12, choices=Profession.choices)
    unit = models.ForeignKey(
        Unit, verbose_name="unité", on_delete=models.PROTECT, related_name="professionals"
    )
    structure = models.ForeignKey(
        Organisation, verbose_name="structure", on_delete=models.PROTECT, related_name="+"
    )
    phone = models.CharField("téléphone professionnel", max_length=20, blank=True)
    left_on = models.DateField("parti·e le", null=True, blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = "professionnel"
        verbose_name_plural = "professionnels"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@with_history
class Household(AreaRow):
    """Foyer: the people of one RSA file. It is reached through them."""

    class Organism(models.TextChoices):
        """Who pays (FONORG)."""

        CAF = "CAF", "CAF"
        MSA = "MSA", "MSA"

    class Family(models.TextChoices):
        """Situation familiale (SITFAM): the schema gives no list, an unknown code stays one."""

        ABSENT = "ABA", "Disparition (jugement d’absence)"
        SINGLE = "CEL", "Célibataire"
        DIVORCED = "DIV", "Divorcé·e"
        ISOLATED = "ISO", "Isolement après vie maritale ou pacs"
        MARRIED = "MAR", "Mariage"
        PACS = "PAC", "Pacs"
        PACS_AGAIN = "RPA", "Reprise de la vie commune (pacs)"
        TOGETHER_AGAIN = "RVC", "Reprise de la vie maritale"
        MARRIED_AGAIN = "RVM", "Reprise de la vie commune (mariage)"
        SEPARATED = "SEF", "Séparation de fait"
        LEGALLY_SEPARATED = "SEL", "Séparation légale"
        WIDOWED = "VEU", "Veuvage"
        TOGETHER = "VIM", "Vie maritale"

    organism = models.CharField("organisme", max_length=3, choices=Organism.choices, blank=True)
    organism_number = models.CharField("numéro d’organisme", max_length=3, blank=True)
    # Fifteen digits, zeros first: the number is text.
    matricule = models.CharField("numéro d’allocataire", max_length=15, blank=True)
    rsa_number = models.CharField("numéro de demande de RSA", max_length=11, blank=True)
    claimed_on = models.DateField("demande de RSA du", null=True, blank=True)
    family = models.CharField("situation familiale", max_length=3, blank=True)
    children = models.PositiveSmallIntegerField("enfants à charge", null=True, blank=True)
    known_on = models.DateField("connu au", null=True, blank=True)

    class Meta(AreaRow.Meta):
        verbose_name = "foyer"
        constraints = [
            UniqueConstraint(
                fields=["organism", "organism_number", "matricule"],
                condition=~Q(matricule=""),
                name="household_known_by_its_number",
                violation_error_message="Un foyer a déjà ce numéro d’allocataire.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organism} {self.matricule}".strip() or f"Foyer {self.pk}"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(members__in=reach.identity_ids(user)).distinct()


class BeneficiaryQuerySet(ScopedQuerySet["Beneficiary"]):
    """People who are followed."""

    def active(self) -> "BeneficiaryQuerySet":
        """Those whose pathway goes on."""
        return self.filter(state=Beneficiary.State.ACTIVE)


@with_history
class Beneficiary(Versioned, Written, AreaRow):
    """Bénéficiaire: one person's case. Neither the NIR nor an amount is kept.

    Spouses share the matricule, often phone and address; France Travail's number is not unique.
    `identity_on` and `contacts_on`: the day of reference of what is written, so that an older file
    never overwrites a newer one. A case that was merged into another is a pointer: nobody lists it.
    """

    class State(models.TextChoices):
        """Whether the pathway goes on."""

        ACTIVE = "active", "Suivi en cours"
        EXITED = "exited", "Sorti·e"
        MERGED = "merged", "Fusionné"

    class Role(models.TextChoices):
        """Role in the household (ROLEPERS)."""

        CLAIMANT = "DEM", "Demandeur·euse"
        PARTNER = "CJT", "Conjoint·e"
        CHILD = "ENF", "Enfant"
        OTHER = "AUT", "Autre personne"

    class Title(models.TextChoices):
        """How letters begin."""

        MADAM = "mme", "Madame"
        SIR = "m", "Monsieur"

    number = models.BigIntegerField(
        "numéro de dossier",
        unique=True,
        editable=False,
        db_default=Func(Value("followup_case_number"), function="nextval"),
    )
    household = models.ForeignKey(
        Household,
        verbose_name="foyer",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
    )
    role = models.CharField("rôle", max_length=3, choices=Role.choices, default=Role.CLAIMANT)
    title = models.CharField("civilité", max_length=3, choices=Title.choices, blank=True)
    birth_name = models.CharField("nom de naissance", max_length=80)
    used_name = models.CharField("nom d’usage", max_length=80, blank=True)
    first_name = models.CharField("prénom", max_length=80)
    birth_date = models.DateField("date de naissance")
    # "birth name|first name|date", folded: the identity of files of CAF and MSA, beside the number.
    identity_key = models.CharField(max_length=180, editable=False, db_collation="C", db_index=True)
    sort_name = models.CharField(max_length=250, editable=False, db_collation="C", db_index=True)
    france_travail_number = models.CharField("numéro France Travail", max_length=11, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = AddressField("adresse e-mail", blank=True)
    address_line = models.CharField("adresse", max_length=200, blank=True)
    address_more = models.CharField("complément d’adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    town = models.CharField("ville", max_length=80, blank=True)
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    has_no_fixed_address = models.BooleanField("sans domicile stable", default=False)
    unit = models.ForeignKey(
        Unit,
        verbose_name="unité",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="beneficiaries",
    )
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.ACTIVE)
    # A disability recognition alone waives nothing; it is shown, and printed nowhere.
    has_disability_recognition = models.BooleanField(
        "reconnaissance handicap (RQTH)", default=False
    )
    # Followed on 1 January 2025: owes an engagement contract by 1 January 2027 (decree 2024-1244).
    was_followed_before_reform = models.BooleanField("suivi avant 2025", default=False)
    has_litigation_hold = models.BooleanField("contentieux en cours", default=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name="fusionné avec",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_cases",
    )
    identity_on = models.DateField("identité connue au", null=True, blank=True)
    contacts_on = models.DateField("coordonnées connues au", null=True, blank=True)

    objects: ClassVar[Any] = guarded(BeneficiaryQuerySet)

    class Meta(AreaRow.Meta):
        verbose_name = "bénéficiaire"
        ordering = ["sort_name", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["household", "identity_key"],
                name="beneficiary_once_in_a_household",
                violation_error_message="Cette personne est déjà dans ce foyer.",
            ),
            CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | ~Q(state="merged") & Q(merged_into__isnull=True),
                name="beneficiary_merged_leads_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return full_name(self.first_name, self.known_name)

    def save(self, **kwargs: Any) -> None:
        self.identity_key = identity_key(self.birth_name, self.first_name, self.birth_date)
        self.sort_name = fold_name(f"{self.known_name} {self.first_name}")
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "identity_key", "sort_name"}
        super().save(**kwargs)

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        # The first lock alone: a merged case is kept, and shown nowhere.
        return rows.filter(reach.knows(user), merged_into__isnull=True)

    @property
    def known_name(self) -> str:
        """The name that people use."""
        return self.used_name or self.birth_name

    @property
    def other_birth_name(self) -> str:
        """The birth name of somebody who uses another one; empty for everybody else."""
        is_other = self.used_name and self.used_name != self.birth_name
        return proper_name(self.birth_name) if is_other else ""

    @property
    def has_left(self) -> bool:
        """Whether the pathway ended: nothing more is decided, planned or asked."""
        return self.state != self.State.ACTIVE

    @property
    def shown_number(self) -> str:
        """The internal number as it is written: six digits."""
        return f"{self.number:06}"


def identity_key(birth_name: str, first_name: str, birth_date: Any) -> str:
    """The same for the same person in any spelling of capitals and accents."""
    return f"{fold_name(birth_name)}|{fold_name(first_name)}|{birth_date:%Y-%m-%d}"


class SearchKey(IdentityRow):
    """A word that finds somebody: a part of a name, a number, a phone (folded, digits alone).

    `people/searching.py` writes them. Compared by `starts_with`, which keeps its index under row
    security where LIKE does not.
    """

    class Kind(models.TextChoices):
        """What the word is."""

        NAME = "name", "nom"
        NUMBER = "number", "numéro"
        PHONE = "phone", "téléphone"

    kind = models.CharField(max_length=6, choices=Kind.choices)
    key = models.CharField(max_length=80, db_collation="C")

    class Meta(IdentityRow.Meta):
        verbose_name = "mot de recherche"
        constraints = [
            UniqueConstraint(fields=["beneficiary", "kind", "key"], name="search_key_once"),
            CheckConstraint(condition=~Q(key=""), name="search_key_is_something"),
        ]
        indexes = [models.Index(F("key"), name="followup_search_key")]

    def __str__(self) -> str:
        return self.key
