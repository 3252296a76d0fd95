"""The levels of authorisation: what each may do in the CMS, readable in one place.

A level is a Django group. `sync_levels` makes the groups say what is declared here, no more and
no less; it runs after each migrate. Permissions exist for what the project has so far; a level
without any is declared so that it can be granted.
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
from portal.accounts.level_names import LevelName

HOME = "home"
JOBS = "jobs"
VOLUNTEERING = "volunteering"
SESSIONS = "sessions"
PLACES: dict[str, type[Page]] = {
    HOME: HomePage,
    JOBS: JobOfferIndexPage,
    VOLUNTEERING: VolunteeringIndexPage,
    SESSIONS: RecruitmentSessionIndexPage,
}
# Wagtail makes these on its first migration; their permissions go around the workflow.
STOCK_GROUPS = ("Editors", "Moderators")

CMS = frozenset({"wagtailadmin.access_admin"})
MODERATION = frozenset({"pages.moderate_opportunity"})


@dataclass(frozen=True)
class Level:
    """One level: `name` is the group's.

    `permissions` are Django's (`app.codename`). `pages` gives Wagtail's page actions by place,
    which hold below that place too: `publish` appears nowhere above an opportunity.
    `collection` are permissions on every collection of images and documents.
    """

    name: LevelName
    permissions: frozenset[str] = frozenset()
    pages: dict[str, frozenset[str]] = field(default_factory=dict)
    collection: frozenset[str] = frozenset()
    moderates: bool = False


EDIT = frozenset({"add", "change"})

LEVELS = (
    Level(LevelName.CANDIDATE),
    Level(LevelName.ORGANISATION_MEMBER),
    Level(LevelName.ORGANISATION_MANAGER),
    Level(LevelName.SPONSOR),
    Level(
        LevelName.COMMUNICATION,
        permissions=CMS
        | MODERATION
        | {
            # Home, content and news alone: a page permission would reach the offers below.
            "pages.publish_editorial",
            "pages.change_navigation",
            "wagtailredirects.add_redirect",
            "wagtailredirects.change_redirect",
            "wagtailredirects.delete_redirect",
            "wagtailredirects.view_redirect",
            "pages.add_checklistitem",
            "pages.change_checklistitem",
            "pages.view_checklistitem",
            "pages.add_refusalreason",
            "pages.change_refusalreason",
            "pages.view_refusalreason",
            "cv.add_cvsuggestions",
            "cv.change_cvsuggestions",
            "cv.delete_cvsuggestions",
            "cv.view_cvsuggestions",
            "snippets.add_organisation",
            "snippets.change_organisation",
            "snippets.view_organisation",
            "snippets.view_commune",
            "snippets.view_occupation",
            "snippets.view_mailtemplate",
            "snippets.change_mailtemplate",
            "snippets.change_sitesettings",
            "search.view_adreport",
            "search.change_adreport",
        },
        pages={HOME: EDIT, JOBS: EDIT, VOLUNTEERING: EDIT, SESSIONS: EDIT},
        collection=frozenset(
            {
                "wagtailimages.add_image",
                "wagtailimages.change_image",
                "wagtailimages.choose_image",
                "wagtaildocs.add_document",
                "wagtaildocs.change_document",
                "wagtaildocs.choose_document",
                "wagtailcore.add_collection",
                "wagtailcore.change_collection",
                # What one adds, another takes away: Wagtail deletes an empty one only.
                "wagtailcore.delete_collection",
            }
        ),
        moderates=True,
    ),
    Level(
        LevelName.EMPLOYMENT_OFFICER,
        permissions=CMS
        | MODERATION
        | {
            # An offer may come with a new employer.
            "snippets.add_organisation",
            "snippets.view_organisation",
            "snippets.change_organisation",
            "snippets.verify_organisation",
            # An offer names its commune and its trade.
            "snippets.view_commune",
            "snippets.view_occupation",
            "search.view_adreport",
            "search.change_adreport",
        },
        pages={JOBS: EDIT, VOLUNTEERING: EDIT, SESSIONS: EDIT},
        moderates=True,
    ),
    Level(LevelName.SPONSORSHIP_COORDINATOR),
    Level(LevelName.ADVISER),
    Level(LevelName.ORIENTATION_OFFICER),
    Level(LevelName.UNIT_MANAGER),
    Level(LevelName.RIGHTS_ADMINISTRATOR),
)


def moderators() -> QuerySet[Group]:
    """The groups that review opportunities."""
    return Group.objects.filter(name__in=[level.name for level in LEVELS if level.moderates])


def sync_levels() -> None:
    """Make each level's group hold exactly what is declared; drop Wagtail's default groups.

    Raises LookupError when a declaration names a permission that does not exist.
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
    wanted = {"wagtailcore.add_page", "wagtailcore.change_page"}
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
        message = f"Levels name permissions that do not exist: {', '.join(sorted(unknown))}"
        raise LookupError(message)
    return found


def _sync_permissions(group: Group, wanted: set[int]) -> None:
    held = set(group.permissions.values_list("pk", flat=True))
    if held != wanted:
        group.permissions.set(wanted)


def _sync_pages(
    group: Group, level: Level, known: dict[str, Permission], places: dict[str, Page | None]
) -> None:
    wanted = {
        (page.pk, known[f"wagtailcore.{action}_page"].pk)
        for place, actions in level.pages.items()
        if (page := places[place]) is not None
        for action in actions
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
