"""Levels: what each group holds is what is declared, no more and no less."""

from collections import defaultdict

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from config.structure import after_migrate
from pages.models import HomePage, JobOfferIndexPage
from pages.moderation.models import ModerationTask
from portal.accounts import levels
from portal.accounts.level_names import LevelName
from tests.factories import JobOfferPageFactory, OrganisationFactory, UserFactory
from tests.portal.accounts import held


def holder(level):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=level))
    return user


def snapshot():
    return (
        sorted(Group.objects.values_list("name", "permissions__codename")),
        sorted(
            GroupPagePermission.objects.values_list(
                "group__name", "page__slug", "permission__codename"
            )
        ),
        sorted(
            GroupCollectionPermission.objects.values_list("group__name", "permission__codename")
        ),
    )


def test_every_level_is_declared_once_and_is_a_group(db):
    names = [level.name for level in levels.LEVELS]
    assert names == list(LevelName)
    assert set(names) == set(Group.objects.values_list("name", flat=True))


def test_synchronising_again_changes_nothing(db):
    before = snapshot()
    levels.sync_levels()
    assert snapshot() == before


def held_in_database():
    """(permissions, page permissions, collection permissions, reviewers), in the form of `held`."""
    permissions, collections = defaultdict(set), defaultdict(set)
    pages = defaultdict(lambda: defaultdict(list))
    for group in Group.objects.prefetch_related("permissions__content_type"):
        for permission in group.permissions.all():
            name = f"{permission.content_type.app_label}.{permission.codename}"
            permissions[group.name].add(name)
    rows = GroupPagePermission.objects.order_by("permission__codename")
    for group, page, codename in rows.values_list(
        "group__name", "page__slug", "permission__codename"
    ):
        pages[group][page].append(codename)
    for group, codename in GroupCollectionPermission.objects.values_list(
        "group__name", "permission__codename"
    ):
        collections[group].add(codename)
    reviewers = set(ModerationTask.objects.get().groups.values_list("name", flat=True))
    return permissions, pages, collections, reviewers


EVERYTHING = (held.PERMISSIONS, held.PAGES, held.COLLECTIONS, held.REVIEWERS)


def test_each_group_of_a_new_database_holds_what_those_of_an_old_one_do(db):
    Group.objects.all().delete()
    after_migrate("default")
    assert held_in_database() == EVERYTHING


def test_a_level_that_reviews_no_more_leaves_the_task_and_groups_of_staff_stay(db):
    task = ModerationTask.objects.get()
    task.groups.add(Group.objects.get(name="adviser"), Group.objects.create(name="Stagiaires"))
    after_migrate("default")
    assert held_in_database()[3] == held.REVIEWERS | {"Stagiaires"}


def test_what_is_missing_comes_back_and_what_is_not_declared_goes(db):
    before = snapshot()
    group = Group.objects.get(name="communication")
    group.permissions.clear()
    group.permissions.add(Permission.objects.get(codename="delete_jobofferpage"))
    GroupPagePermission.objects.filter(group=group).delete()
    GroupPagePermission.objects.create(
        group=group,
        page=JobOfferIndexPage.objects.get(),
        permission=Permission.objects.get(codename="publish_page"),
    )
    GroupCollectionPermission.objects.filter(group=group).delete()
    GroupCollectionPermission.objects.create(
        group=Group.objects.get(name="adviser"),
        collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(codename="add_image"),
    )
    Group.objects.create(name="Editors")
    Group.objects.filter(name="sponsor").delete()
    levels.sync_levels()
    assert snapshot() == before


def test_groups_of_others_are_left_alone(db):
    other = Group.objects.create(name="Un autre groupe")
    other.permissions.add(Permission.objects.get(codename="access_admin"))
    levels.sync_levels()
    assert other.permissions.count() == 1


def test_a_misspelt_permission_fails_with_its_name(db, monkeypatch):
    wrong = levels.Level(LevelName.SPONSOR, permissions=frozenset({"pages.no_such_thing"}))
    monkeypatch.setattr(levels, "LEVELS", (wrong,))
    with pytest.raises(LookupError, match="no_such_thing"):
        levels.sync_levels()


def test_nobody_is_given_publish_above_or_below_an_opportunity(db):
    assert not GroupPagePermission.objects.filter(permission__codename="publish_page").exists()


RIGHTS = {
    # level: (home: edit, publish, publish a new page below), (index: add),
    # (offer: edit, publish, unpublish, delete)
    "communication": ((True, True, True), True, (True, False, False, False)),
    "employment_officer": ((False, False, False), True, (True, False, False, False)),
    "adviser": ((False, False, False), False, (False, False, False, False)),
    "rights_administrator": ((False, False, False), False, (False, False, False, False)),
}


@pytest.mark.parametrize("generic", [False, True])
@pytest.mark.parametrize("level", RIGHTS)
def test_rights_on_pages(db, level, generic):
    user = holder(level)
    offer = JobOfferPageFactory.row(owner=UserFactory())
    home, index = HomePage.objects.get(), JobOfferIndexPage.objects.get()
    if generic:  # lists and bulk actions hold plain pages
        home, index, offer = (Page.objects.get(pk=page.pk) for page in (home, index, offer))
    at_home, below, on_offer = (page.permissions_for_user(user) for page in (home, index, offer))
    assert (
        (at_home.can_edit(), at_home.can_publish(), at_home.can_publish_subpage()),
        below.can_add_subpage(),
        (
            on_offer.can_edit(),
            on_offer.can_publish(),
            on_offer.can_unpublish(),
            on_offer.can_delete(),
        ),
    ) == RIGHTS[level]
    assert not below.can_publish_subpage()
    assert not below.can_publish()
    assert not below.can_delete()
    assert not at_home.can_unpublish()
    assert not at_home.can_delete()
    assert not at_home.can_move()


@pytest.mark.parametrize(
    ("path", "reached"),
    [
        ("/cms/", {"communication", "employment_officer"}),
        ("/cms/snippets/pages/checklistitem/", {"communication"}),
        ("/cms/snippets/pages/refusalreason/", {"communication"}),
        ("/cms/images/", {"communication"}),
        ("/cms/documents/", {"communication"}),
        ("/cms/collections/", {"communication"}),
        ("/cms/settings/snippets/sitesettings/", {"communication"}),
        ("/cms/workflows/list/", set()),
        ("/cms/users/", set()),
        ("/cms/groups/", set()),
    ],
)
def test_screens_of_the_cms_by_level(client, db, path, reached):
    found = set()
    for level in ("communication", "employment_officer", "adviser", "candidate"):
        client.force_login(holder(level))
        response = client.get(path, follow=path.startswith("/cms/settings"))
        if response.status_code == 200 and response.request["PATH_INFO"].startswith(path):
            found.add(level)
    assert found == reached


SCREENS = ("users/", "users/new/", "groups/", "groups/new/", "groups/1/", "users/1/")


@pytest.mark.parametrize("screen", SCREENS)
def test_user_and_group_screens_do_not_exist_even_with_permissions(client, db, screen):
    user = holder("communication")
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label__in=["auth", "accounts"])
    )
    client.force_login(user)
    assert client.get(f"/cms/{screen}").status_code == 404
    assert client.post(f"/cms/{screen}").status_code == 404
    menu = client.get("/cms/").content.decode()
    assert "/cms/users/" not in menu
    assert "/cms/groups/" not in menu


def test_a_superuser_reaches_them_by_address_only(client, db):
    client.force_login(UserFactory(superuser=True))
    assert client.get("/cms/groups/").status_code == 200
    assert "/cms/groups/" not in client.get("/cms/").content.decode()


@pytest.mark.parametrize(
    ("level", "verified"), [("employment_officer", True), ("communication", False)]
)
def test_employment_officers_alone_verify_organisations(client, db, level, verified):
    organisation = OrganisationFactory(commune=None, verified_at=None)
    client.force_login(holder(level))
    response = client.post(
        f"/cms/snippets/snippets/organisation/edit/{organisation.pk}/",
        {"kind": "company", "name": "Atelier du Lion", "is_verified": "on"},
    )
    assert response.status_code == 302
    organisation.refresh_from_db()
    assert organisation.name == "Atelier du Lion"
    assert bool(organisation.verified_at) is verified


@pytest.mark.parametrize("level", ["communication", "employment_officer"])
def test_whoever_writes_offers_can_add_their_employer(client, db, level):
    client.force_login(holder(level))
    dialog = client.get("/cms/choisir/organisation/").json()["html"]
    assert "Nouvelle organisation" in dialog
