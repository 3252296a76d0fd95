"""What changes the index: pages, and the reference data that rows copy.

Bulk updates send no signal: whoever makes one calls `search.index.indexing.sync` or
`manage.py rebuild_opportunities`.
"""

from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move

from search.index import indexing
from search.index.adapters import adapters, is_findable
from search.index.logos import SPEC, logo_file
from search.models import Opportunity
from search.parameters import places
from snippets.models import Commune, Occupation, Organisation, SiteRendition

# Saving a draft of a page touches these only, and no row.
_DRAFT_FIELDS = frozenset(
    {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}
)
_COPIED_OF_COMMUNE = frozenset({"name", "postal_codes", "latitude", "longitude"})


def connect() -> None:
    """Connect every receiver; called once the apps are ready."""
    for page_class in (Page, *(adapter.page_class for adapter in adapters())):
        post_save.connect(page_saved, sender=page_class, dispatch_uid=f"index.{page_class}")
    # Many pages are unpublished at once by a bulk update, which sends this signal only.
    page_unpublished.connect(page_gone, dispatch_uid="index.page_unpublished")
    # A page of any class is also deleted as a Page.
    post_delete.connect(page_gone, sender=Page, dispatch_uid="index.page_deleted")
    post_page_move.connect(page_moved, dispatch_uid="index.page_moved")
    page_slug_changed.connect(page_moved, dispatch_uid="index.page_slug_changed")
    for signal in (post_save, post_delete):
        signal.connect(
            restriction_changed, sender=PageViewRestriction, dispatch_uid="index.restriction"
        )
    post_save.connect(
        organisation_saved, sender=Organisation, dispatch_uid="index.organisation_saved"
    )
    post_delete.connect(logo_dropped, sender=SiteRendition, dispatch_uid="index.logo_dropped")
    post_save.connect(occupation_saved, sender=Occupation, dispatch_uid="index.occupation_saved")
    post_save.connect(commune_saved, sender=Commune, dispatch_uid="index.commune_saved")
    post_delete.connect(commune_deleted, sender=Commune, dispatch_uid="index.commune_deleted")


def page_saved(
    sender: type[Page],
    instance: Page,
    update_fields: frozenset[str] | None = None,
    raw: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    **kwargs: Any,
) -> None:
    """Published, changed, unpublished, expired: Wagtail saves the page, sometimes as a Page."""
    if raw or (update_fields and update_fields <= _DRAFT_FIELDS):
        return
    if is_findable(sender if sender is not Page else instance.specific_class):
        indexing.sync([instance.pk])


def page_gone(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Unpublished, or deleted, alone or with a page above."""
    indexing.remove(instance.pk)


def page_moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Moved or renamed: the addresses of the page and of all below it change."""
    indexing.sync_descendants(instance)


def restriction_changed(
    sender: type[PageViewRestriction],
    instance: PageViewRestriction,
    raw: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    **kwargs: Any,
) -> None:
    """Made private or public, with all that is below; Wagtail's screen opens no transaction."""
    if not raw:
        indexing.sync_descendants(instance.page)


def organisation_saved(
    sender: type[Organisation],
    instance: Organisation,
    created: bool,  # noqa: FBT001 - Django's signature
    **kwargs: Any,
) -> None:
    """Renamed, or with another logo: its rows copy both.

    Those of sessions where it is a partner copy the name.
    """
    if not created:
        same = Q(
            organisation_name=instance.name,
            organisation_slug=instance.slug,
            organisation_logo=logo_file(instance),
        )
        named = Q(details__contains={"partners": [{"id": instance.pk}]})
        partner = Q(details__contains={"partners": [{"id": instance.pk, "name": instance.name}]})
        _sync_copies((Q(organisation_id=instance.pk) & ~same) | (named & ~partner))


def logo_dropped(sender: type[SiteRendition], instance: SiteRendition, **kwargs: Any) -> None:
    """The small file of a logo goes: with its image, or since the image has another file."""
    if instance.filter_spec == SPEC and instance.file.name:
        _sync_copies(Q(organisation_logo=instance.file.name))


def occupation_saved(
    sender: type[Occupation],
    instance: Occupation,
    created: bool,  # noqa: FBT001 - Django's signature
    **kwargs: Any,
) -> None:
    """Reworded: its rows copy the label, or have its words."""
    if not created:
        same = Q(occupation_label=instance.label)
        of_session = Q(details__contains={"occupations": [instance.pk]})
        _sync_copies((Q(occupation_code=instance.pk) & ~same) | of_session)


def commune_saved(
    sender: type[Commune],
    instance: Commune,
    created: bool,  # noqa: FBT001 - Django's signature
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    """Renamed or moved: its rows copy the name, the postal code and often the centre."""
    _forget_communes()
    if not created and (update_fields is None or update_fields & _COPIED_OF_COMMUNE):
        _sync_copies(Q(commune_code=instance.pk))


def commune_deleted(sender: type[Commune], instance: Commune, **kwargs: Any) -> None:
    """No longer proposed as a place."""
    _forget_communes()


def _sync_copies(condition: models.Q) -> None:
    """Correct the rows that copy something which has just changed.

    The lock comes first: a publication that has read the old name must be seen.
    """
    with transaction.atomic():
        indexing.lock(alone=True)
        ids = Opportunity.objects.filter(condition, source=indexing.SOURCE)
        indexing.sync(list(ids.values_list("pk", flat=True)), alone=True)


def _forget_communes() -> None:
    """Now, and again once the change can be seen by others."""
    places.forget_communes()
    transaction.on_commit(places.forget_communes)
