"""The levels of authorisation as Django groups, made from the registry of capabilities.

`sync_levels` makes the groups say what the capabilities give, no more and no less; it runs after
each migrate. What a capability gives in the CMS is for the levels that reach everything: members of
an organisation have screens of their own. A level that is given nothing is a group all the same, so
that it can be granted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from pages.models import (
    HomePage,
    JobOfferIndexPage,
    RecruitmentSessionIndexPage,
    VolunteeringIndexPage,
)
from portal.accounts.capabilities import CAPABILITIES
from portal.accounts.capability import TreePlace
from portal.accounts.level_names import LevelName

PLACES: dict[TreePlace, type[Page]] = {
    TreePlace.HOME: HomePage,
    TreePlace.JOBS: JobOfferIndexPage,
    TreePlace.VOLUNTEERING: VolunteeringIndexPage,
    TreePlace.SESSIONS: RecruitmentSessionIndexPage,
}
# What is done at a place: `publish` appears nowhere above an opportunity.
EDIT = ("add", "change")
# Wagtail makes these on its first migration; their permissions go around the workflow.
STOCK_GROUPS = ("Editors", "Moderators")
DOOR = frozenset({"wagtailadmin.access_admin"})


@dataclass(frozen=True)
class Level:
    """What one group holds, as `capability.Cms` says it."""

    name: LevelName
    permissions: frozenset[str] = frozenset()
    places: frozenset[TreePlace] = field(default_factory=frozenset)
    collection: frozenset[str] = frozenset()
    reviews: bool = False


def level_of(name: LevelName) -> Level:
    """What the capabilities of a level add up to."""
    given = [item.cms for item in CAPABILITIES if item.cms and name in item.everywhere()]
    return Level(
        name,
        permissions=frozenset().union(*(DOOR | cms.permissions for cms in given)),
        places=frozenset().union(*(cms.places for cms in given)),
        collection=frozenset().union(*(cms.collection for cms in given)),
        reviews=any(cms.reviews for cms in given),
    )


LEVELS = tuple(level_of(name) for name in LevelName)
_LABELS = dict(LevelName.choices)


def label_of(name: str) -> str:
    """A level in words; one that exists no more keeps its name."""
    return _LABELS.get(name, name)


def reviewers() -> QuerySet[Group]:
    """The groups that review opportunities."""
    return Group.objects.filter(name__in=[level.name for level in LEVELS if level.reviews])


def other_levels() -> QuerySet[Group]:
    """The groups of the levels that do not."""
    return Group.objects.filter(name__in=[level.name for level in LEVELS if not level.reviews])


def sync_levels() -> None:
    """Make each level's group hold exactly what is declared; drop Wagtail's default groups.

    Raises LookupError when a capability names a permission that does not exist.
    """
    Group.objects.filter(name__in=STOCK_GROUPS).delete()
    groups = {group.name: group for group in Group.objects.all()}
    known = _permissions_by_name(LEVELS)
    places = {name: model.objects.first() for name, model in PLACES.items()}
    for level in LEVELS:
        group = groups.get(level.name) or Group.objects.create(name=level.name)
        _sync_permissions(group, {known[name].pk for name in level.permissions})
        _sync_pages(group, level, known, places)
        _sync_collection(group, {known[name].pk for name in level.collection})


def _permissions_by_name(levels: Iterable[Level]) -> dict[str, Permission]:
    """Every permission that the levels name, in one query."""
    wanted = {f"wagtailcore.{action}_page" for action in EDIT}
    for level in levels:
        wanted |= level.permissions | level.collection
    codenames = [name.partition(".")[2] for name in wanted]
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.filter(codename__in=codenames).select_related(
            "content_type"
        )
    }
    unknown = wanted - found.keys()
    if unknown:
        message = f"Capabilities name permissions that do not exist: {', '.join(sorted(unknown))}"
        raise LookupError(message)
    return found


def _sync_permissions(group: Group, wanted: set[int]) -> None:
    held = set(group.permissions.values_list("pk", flat=True))
    if held != wanted:
        group.permissions.set(wanted)


def _sync_pages(
    group: Group, level: Level, known: dict[str, Permission], places: dict[TreePlace, Page | None]
) -> None:
    wanted = {
        (page.pk, known[f"wagtailcore.{action}_page"].pk)
        for place in level.places
        if (page := places[place]) is not None
        for action in EDIT
    }
    rows = GroupPagePermission.objects.filter(group=group)
    held = {(row.page_id, row.permission_id): row for row in rows}
    for key in held.keys() - wanted:
        held[key].delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page_id, permission_id=permission_id)
        for page_id, permission_id in wanted - held.keys()
    )


def _sync_collection(group: Group, wanted: set[int]) -> None:
    rows = GroupCollectionPermission.objects.filter(group=group)
    held: dict[tuple[int, int], GroupCollectionPermission] = {
        (row.collection_id, row.permission_id): row for row in rows
    }
    if not wanted and not held:
        return
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    keys = {(root.pk, permission_id) for permission_id in wanted}
    for key in held.keys() - keys:
        held[key].delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=root, permission_id=permission_id)
        for _, permission_id in keys - held.keys()
    )
