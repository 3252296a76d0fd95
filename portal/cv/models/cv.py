"""A CV, its photo and its versions."""

from typing import Any, Self
from uuid import uuid4

from django.core.files.storage import storages
from django.db import models
from django.db.models import Func, Q, TextField, Value
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, LessThanOrEqual

from portal.accounts.capabilities import HELP_CV, OWN_CV, has_capability
from portal.accounts.holders import may, people_who_may
from portal.accounts.models import User
from portal.accounts.models.owned import OwnedQuerySet
from portal.cv.identifiers import identified
from portal.cv.resume import DocumentLanguage, Resume, Template, parse
from snippets import french

MAX_CVS = 20
MAX_TITLE = 80
# Bytes of JSON: about two hundred full entries.
MAX_DOCUMENT = 500_000
STEPS = 7
# In the private storage; a file there that no photo names is deleted (`services.files`).
FOLDER = "cv"


def is_object(name: str) -> Q:
    """The column holds a JSON object."""
    return Q(Exact(Func(name, function="jsonb_typeof", output_field=TextField()), Value("object")))


def is_short_enough(name: str) -> Q:
    """The column holds no more than a CV may."""
    size = Func(
        Cast(name, TextField()), function="octet_length", output_field=models.IntegerField()
    )
    return Q(LessThanOrEqual(size, MAX_DOCUMENT))


def private_storage() -> Any:
    """Files that only a view of ours gives out."""
    return storages["private"]


def photo_path(photo: "CvPhoto", name: str) -> str:
    """A name that says nothing: the person's own is never kept."""
    return f"{FOLDER}/{uuid4().hex}.jpg"


def photo_source_path(photo: "CvPhoto", name: str) -> str:
    """Beside the photo, under a name that says nothing either."""
    return f"{FOLDER}/sources/{uuid4().hex}.jpg"


class CvPhotoQuerySet(OwnedQuerySet["CvPhoto"]):
    """Scoped by person."""

    owner = "owner"

    def owned_by(self, user: Any) -> Self:
        """A candidate's own."""
        return super().owned_by(user) if has_capability(user, OWN_CV) else self.none()

    def framed(self) -> Self:
        """Those that can be printed."""
        return self.filter(source="")

    def to_frame(self) -> Self:
        """Those that were sent, and whose frame is not chosen yet."""
        return self.exclude(source="")


class CvPhoto(models.Model):
    """Photo: one file, for as many CVs of its person as choose it.

    `source` is the whole picture, upright and without metadata: kept until the frame is chosen, a
    day at most. Files go with their row (`receivers`).
    """

    owner = models.ForeignKey(
        User, verbose_name="personne", on_delete=models.CASCADE, related_name="cv_photos"
    )
    file = models.FileField("photo", storage=private_storage, upload_to=photo_path, max_length=100)
    source = models.FileField(
        "image à cadrer",
        storage=private_storage,
        upload_to=photo_source_path,
        max_length=100,
        blank=True,
    )
    created_at = models.DateTimeField("ajoutée le", auto_now_add=True)

    objects = CvPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = "photo de CV"
        verbose_name_plural = "photos de CV"
        constraints = [
            models.UniqueConstraint(
                fields=("owner",),
                condition=~Q(source=""),
                name="cv_photo_one_to_frame",
                violation_error_message="Une photo attend déjà d’être cadrée.",
            ),
        ]

    def __str__(self) -> str:
        return f"Photo {french.of(self.owner)}"


class CvQuerySet(OwnedQuerySet["Cv"]):
    """Scoped by person."""

    owner = "owner"

    def kept(self) -> Self:
        """Those that are not deleted."""
        return self.filter(deleted_at__isnull=True)

    def owned_by(self, user: Any) -> Self:
        """A candidate's own."""
        return self.ever_of(user).kept()

    def ever_of(self, user: Any) -> Self:
        """A candidate's own, those that they deleted included."""
        return super().owned_by(user) if has_capability(user, OWN_CV) else self.none()

    def deleted_of(self, user: Any) -> Self:
        """Those that a candidate may bring back."""
        return self.ever_of(user).filter(deleted_at__isnull=False)

    def helped_by(self, user: Any) -> Self:
        """Those of other people, who let this person write in them and may still say stop."""
        if not may(user, HELP_CV):
            return self.none()
        return self.kept().filter(
            helpers__user_id=user.pk,
            helpers__revoked_at__isnull=True,
            owner__in=people_who_may(OWN_CV),
        )

    def editable_by(self, user: Any) -> Self:
        """Those that a person may write in: their own, and those they help with."""
        mine = Q(owner_id=user.pk) if has_capability(user, OWN_CV) else Q(pk__in=())
        helped = Cv.objects.helped_by(user)
        return self.kept().filter(mine | Q(pk__in=helped.values("pk")))

    def visible_to(self, user: Any) -> Self:
        """Those that a person may read. A link that was shared has its own way: `CvShare`."""
        return self.editable_by(user)


class Cv(models.Model):
    """CV: one JSON Resume document, and what is about it rather than in it.

    The template and the language are in the document. `version` goes up with each change: whoever
    saves says which one they read. `step` is where the seven questions stand, None once they are
    over. `unplaced` has what an import could not place, a line each, until the person has: it is
    beside the document, so that nothing prints or shares it. Each CV takes one of twenty places
    (`slot`); one that is deleted gives it back and stays a while, so that it can return.
    """

    owner = models.ForeignKey(
        User, verbose_name="personne", on_delete=models.CASCADE, related_name="cvs"
    )
    title = models.CharField("nom", max_length=MAX_TITLE)
    document = models.JSONField("contenu", default=dict)
    photo = models.ForeignKey(
        CvPhoto,
        verbose_name="photo",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cvs",
    )
    version = models.PositiveIntegerField("version", default=1)
    unplaced = models.TextField("lignes à ranger", blank=True)
    import_notes = models.TextField("remarques sur l’import", blank=True)
    step = models.PositiveSmallIntegerField("étape", null=True, blank=True)
    slot = models.PositiveSmallIntegerField("place", null=True, blank=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)
    deleted_at = models.DateTimeField("supprimé le", null=True, blank=True)

    objects = CvQuerySet.as_manager()

    class Meta:
        verbose_name = "CV"
        verbose_name_plural = "CV"
        ordering = ("-updated_at", "-pk")
        indexes = [models.Index(fields=("owner", "-updated_at"), name="cv_by_owner")]
        constraints = [
            models.UniqueConstraint(
                fields=("owner", "slot"),
                name="cv_slot_once",
                violation_error_message="Cette place est déjà prise.",
            ),
            models.CheckConstraint(
                condition=Q(slot__isnull=True) | Q(slot__range=(1, MAX_CVS)),
                name="cv_slots",
                violation_error_message=f"Vous pouvez avoir {MAX_CVS} CV au plus.",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True, slot__isnull=False)
                | Q(deleted_at__isnull=False, slot__isnull=True),
                name="cv_kept_has_slot",
                violation_error_message="Un CV a une place tant qu’il n’est pas supprimé.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="cv_title",
                violation_error_message="Donnez un nom à ce CV.",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1),
                name="cv_version",
                violation_error_message="Les versions commencent à 1.",
            ),
            models.CheckConstraint(
                condition=Q(step__isnull=True) | Q(step__range=(1, STEPS)),
                name="cv_step",
                violation_error_message=f"Les étapes vont de 1 à {STEPS}.",
            ),
            models.CheckConstraint(
                condition=is_object("document"),
                name="cv_document_object",
                violation_error_message="Ce document n’est pas un CV.",
            ),
            models.CheckConstraint(
                condition=is_short_enough("document"),
                name="cv_document_size",
                violation_error_message="Ce CV est trop long. Retirez quelques lignes.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give each entry of the document a name, so that it can be found again."""
        self.document = identified(self.document)
        super().save(*args, **kwargs)

    @property
    def resume(self) -> Resume:
        """The document, read. Raises ResumeError when it is no CV: services never keep one."""
        return parse(self.document)

    @property
    def stopped_links(self) -> bool:
        """Whether links ended when the CV was deleted: one query."""
        return bool(self.deleted_at) and self.shares.filter(revoked_at=self.deleted_at).exists()

    @property
    def template(self) -> Template:
        """How it is laid out."""
        return self.resume.template

    @property
    def language(self) -> DocumentLanguage:
        """The language of its headings."""
        return self.resume.document_language


class CvVersionQuerySet(models.QuerySet["CvVersion"]):
    """Scoped by CV."""

    def of(self, cv: Cv) -> Self:
        """Those of a CV, the newest first."""
        return self.filter(cv=cv).select_related("author").order_by("-number")


class CvVersion(models.Model):
    """Version: the CV as it was; who wrote it, when and why.

    The last fifty are kept, then one a day: `services.versions`.
    """

    class Reason(models.TextChoices):
        """Why the CV changed."""

        CREATED = "created", "Création"
        EDITED = "edited", "Modification"
        IMPORTED = "imported", "Import"
        COPIED = "copied", "Copie d’un autre CV"
        RESTORED = "restored", "Retour à une version"

    cv = models.ForeignKey(Cv, verbose_name="CV", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("numéro")
    document = models.JSONField("contenu")
    author = models.ForeignKey(User, verbose_name="par", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("commencée le")
    saved_at = models.DateTimeField("enregistrée le")
    reason = models.CharField("motif", max_length=10, choices=Reason.choices)
    restored_from = models.PositiveIntegerField("version reprise", null=True, blank=True)

    objects = CvVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version d’un CV"
        verbose_name_plural = "versions de CV"
        ordering = ("cv", "-number")
        constraints = [
            models.UniqueConstraint(
                fields=("cv", "number"),
                name="cv_version_once",
                violation_error_message="Cette version existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["created", "edited", "imported", "copied", "restored"]),
                name="cv_version_reason",
                violation_error_message="Choisissez un motif de la liste.",
            ),
            models.CheckConstraint(
                condition=Q(reason="restored", restored_from__isnull=False)
                | (~Q(reason="restored") & Q(restored_from__isnull=True)),
                name="cv_version_restored_from",
                violation_error_message="Dites quelle version est reprise.",
            ),
            models.CheckConstraint(
                condition=is_object("document"),
                name="cv_version_document_object",
                violation_error_message="Ce document n’est pas un CV.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cv}, version {self.number}"

    @property
    def resume(self) -> Resume:
        """The document, read."""
        return parse(self.document)
