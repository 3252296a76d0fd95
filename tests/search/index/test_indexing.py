import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Q, Value
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pages.models import HomePage, JobOfferPage
from pages.moderation.schedule import expire_pages
from search.index import indexing
from search.index.indexing import rebuild
from search.models import Opportunity
from snippets.models import Organisation
from tests.editorial_factories import ImageFactory, picture
from tests.factories import (
    CommuneFactory,
    JobOfferPageFactory,
    OccupationFactory,
    OrganisationFactory,
    VolunteeringPageFactory,
    job_offer_index,
)
from tests.races import until_somebody_waits
from tests.search.rows import make_row

pytestmark = pytest.mark.django_db


def row_of(page: Page) -> Opportunity:
    return Opportunity.objects.get(pk=page.pk)


def has_row(page: Page) -> bool:
    return Opportunity.objects.filter(pk=page.pk).exists()


def dump() -> list[str]:
    """The whole table as text, documents included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT o::text FROM search_opportunity o ORDER BY id")
        return [line for (line,) in cursor.fetchall()]


def documents_of(page: Page) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT document::text FROM search_opportunity WHERE id = %s", [page.pk])
        return cursor.fetchone()[0]


def test_a_published_offer_has_a_row_with_all_that_lists_show():
    occupation = OccupationFactory(code="F1703", label="Maçon / Maçonne")
    page = JobOfferPageFactory(
        title="Maçon traditionnel",
        slug="macon",
        organisation=OrganisationFactory(name="Bâtir & Fils", slug="batir"),
        occupation=occupation,
        contract="cdd",
        duration_months=6,
        weekly_hours=35,
        schedules=["day", "weekend"],
        siae=True,
        positions=3,
        starts_on="2027-01-04",
        driving_licences=["B"],
        experience="one_year",
        transport_access="Bus 2",
        location="SRID=4326;POINT(6.9 47.7)",
        expire_at=timezone.now() + timezone.timedelta(days=30),
    )
    row = row_of(page)
    assert (row.kind, row.source, row.url) == ("job", "declic", "/offres/macon/")
    assert row.url == page.get_url()
    assert (row.title, row.summary) == (page.title, page.summary)
    assert (row.organisation_name, row.organisation_slug) == ("Bâtir & Fils", "batir")
    assert (row.commune_code, row.commune_name, row.postal_code) == ("90010", "Belfort", "90000")
    assert (row.position, row.precision) == ((6.9, 47.7), "address")
    assert (row.occupation_code, row.domain) == ("F1703", "F")
    assert (row.contract, row.duration_months, row.positions) == ("cdd", 6, 3)
    assert (row.weekly_hours, row.working_time) == (35, "full")
    assert row.schedules == ["day", "weekend"]
    assert (row.siae, row.transport, row.disabled_workers_welcome) == (True, True, True)
    assert (row.beginner_accepted, row.no_licence) == (False, False)
    assert timezone.localtime(row.starts_at).isoformat() == "2027-01-04T00:00:00+01:00"
    assert row.published_at == page.first_published_at
    assert row.updated_at == page.last_published_at
    assert row.expires_at == page.expire_at


def test_the_logo_of_an_organisation_follows_its_image(settings, tmp_path):
    """Cards show a file that is there: another logo, another file of it, none any more."""
    settings.MEDIA_ROOT = tmp_path
    image = ImageFactory()
    organisation = OrganisationFactory(logo=image)
    page = JobOfferPageFactory.row(
        organisation=organisation, salary_min=1900, salary_period="month"
    )

    def logo():
        return row_of(page).organisation_logo

    first = logo()
    assert default_storage.exists(first)
    # As Wagtail's form does when the image gets another file.
    image.file = ContentFile(picture((300, 300)), "carre.png")
    image.save()
    image.renditions.all().delete()
    second = logo()
    assert second not in {"", first}
    assert default_storage.exists(second)
    organisation.logo = ImageFactory()
    organisation.save()
    assert logo() not in {"", first, second}
    before = dump()
    Opportunity.objects.update(organisation_logo="")
    rebuild()
    assert dump() == before
    organisation.logo.delete()
    assert logo() == ""


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"salary_min": 1900, "salary_max": 2100, "salary_period": "month"},
            "De 1\u00a0900\u00a0€ à 2\u00a0100\u00a0€ brut par mois",
        ),
        ({"collective_agreement": "Bâtiment"}, "Salaire selon la convention collective"),
        ({"contract": "pmsmp"}, ""),
    ],
)
def test_a_row_says_what_is_paid(values, said):
    nothing = {"salary_min": None, "salary_max": None, "collective_agreement": ""}
    assert row_of(JobOfferPageFactory.row(**nothing | values)).details == {"salary": said}


def test_words_are_weighted_by_where_they_are():
    page = JobOfferPageFactory.row(
        title="Zingueur",
        occupation=OccupationFactory(code="F1610", label="Couvreur / Couvreuse"),
        organisation=OrganisationFactory(name="Dupont"),
        skills=["Ardoise"],
        description="<p>toiture</p><p>chantier&nbsp;propre</p>",
    )
    document = documents_of(page)
    for lexeme in ("'zingueur':1A", "'couvreur':2B", "'dupont':4B", "'belfort':5C", "'ardois':"):
        assert lexeme in document
    for lexeme in ("'toitur'", "'chanti'", "'propr'"):
        assert lexeme in document


def test_a_place_known_by_its_commune_is_the_centre():
    row = row_of(JobOfferPageFactory.row(location=""))
    assert (row.position, row.precision) == ((6.8631, 47.6386), "commune")


def test_an_offer_without_any_place_is_found_by_words_only():
    page = JobOfferPageFactory.row()
    JobOfferPage.objects.filter(pk=page.pk).update(
        commune=None, organisation=None, occupation=None, location=""
    )
    indexing.sync([page.pk])
    row = row_of(page)
    assert (row.position, row.precision, row.commune_name) == (None, "", "")


def test_drafts_have_no_row_and_a_draft_of_a_live_page_changes_nothing():
    draft = JobOfferPageFactory(live=False)
    assert not has_row(draft)
    page = JobOfferPageFactory.row(title="Avant")
    page.title = "Après"
    page.save_revision()
    assert row_of(page).title == "Avant"
    page.latest_revision.publish()
    assert row_of(page).title == "Après"


def test_values_that_were_not_saved_are_not_indexed():
    page = JobOfferPageFactory.row(title="Avant")
    page.title = "En mémoire"
    page.summary = "Enregistré"
    page.save(update_fields=["summary"])
    assert (row_of(page).title, row_of(page).summary) == ("Avant", "Enregistré")


def test_unpublishing_a_page_loaded_as_a_plain_page_removes_the_row():
    page = JobOfferPageFactory.row()
    Page.objects.get(pk=page.pk).unpublish()
    assert not has_row(page)


@pytest.mark.parametrize(
    "expire", [expire_pages, lambda: call_command("publish_scheduled", stdout=StringIO())]
)
def test_expiry_by_the_job_or_the_command_removes_the_row(expire):
    page, other = JobOfferPageFactory.row(), JobOfferPageFactory.row()
    past = timezone.now() - timezone.timedelta(hours=1)
    JobOfferPage.objects.filter(pk=page.pk).update(expire_at=past)
    expire()
    page.refresh_from_db()
    assert not page.live
    assert not has_row(page)
    assert has_row(other)


@pytest.mark.parametrize("level", ["page", "plain page", "index"])
def test_deletion_removes_the_row(level):
    page = JobOfferPageFactory.row()
    target = {
        "page": page,
        "plain page": Page.objects.get(pk=page.pk),
        "index": job_offer_index(),
    }[level]
    target.delete()
    assert not has_row(page)


def test_moving_changes_the_address_of_all_below():
    page = JobOfferPageFactory.row(slug="macon")
    home = HomePage.objects.get()
    page.move(home, "last-child")
    assert row_of(page).url == "/macon/"
    elsewhere = home.add_child(instance=Page(title="Ailleurs", slug="ailleurs"))
    Page.objects.get(pk=page.pk).move(elsewhere, "last-child")
    assert row_of(page).url == "/ailleurs/macon/"
    elsewhere.refresh_from_db()
    other = home.add_child(instance=Page(title="Plus loin", slug="loin"))
    elsewhere.move(other, "last-child")
    assert row_of(page).url == "/loin/ailleurs/macon/"


def test_a_new_slug_above_changes_the_addresses(django_capture_on_commit_callbacks):
    page = JobOfferPageFactory.row(slug="macon")
    parent = page.get_parent()
    parent.slug = "annonces"
    with django_capture_on_commit_callbacks(execute=True):
        parent.save()
    assert row_of(page).url == "/annonces/macon/"


def test_a_page_outside_every_site_has_no_row():
    page = JobOfferPageFactory.row()
    page.move(Page.get_first_root_node(), "last-child")
    assert not has_row(page)


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
@pytest.mark.parametrize("above", [0, 1, 2])
def test_a_private_page_has_no_row_until_it_is_public_again(kind, above):
    page = JobOfferPageFactory.row()
    elsewhere = VolunteeringPageFactory.row()
    right = dump()
    restricted: Page = page
    for _ in range(above):
        restricted = restricted.get_parent()
    restriction = PageViewRestriction.objects.create(
        page=restricted, restriction_type=kind, password="secret"
    )
    assert not has_row(page)
    assert has_row(elsewhere) == (above < 2)
    assert rebuild() == indexing.Changes()
    page.title = "Publiée sans être publique"
    page.save_revision().publish()
    assert not has_row(page)
    page.move(page.get_parent(), "first-child")
    assert not has_row(page)
    restriction.delete()
    assert has_row(page)
    assert has_row(elsewhere)
    assert len(dump()) == len(right)
    assert rebuild() == indexing.Changes()


def test_a_page_moved_out_of_a_private_section_has_a_row():
    page = JobOfferPageFactory.row()
    PageViewRestriction.objects.create(page=job_offer_index(), restriction_type="login")
    page.move(HomePage.objects.get(), "last-child")
    assert has_row(page)


def test_the_rebuild_removes_the_row_of_a_private_page():
    page = JobOfferPageFactory.row()
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=job_offer_index(), restriction_type="login")]
    )
    assert has_row(page)
    assert rebuild() == indexing.Changes(removed=[page.pk])
    assert not has_row(page)


def test_a_private_index_is_deleted_with_its_pages_and_rows():
    page = JobOfferPageFactory.row()
    index = job_offer_index()
    PageViewRestriction.objects.create(page=index, restriction_type="login")
    index.delete()
    assert not has_row(page)


def test_reference_data_that_changes_is_copied_again():
    organisation = OrganisationFactory(name="Ancien")
    occupation = OccupationFactory(code="J1501", label="Aide-soignant / Aide-soignante")
    commune = CommuneFactory(insee_code="90052", name="Évette")
    page = JobOfferPageFactory.row(
        organisation=organisation, occupation=occupation, commune=commune
    )
    other = row_of(JobOfferPageFactory.row())
    organisation.name = "Nouveau"
    organisation.save()
    occupation.label = "Brancardier / Brancardière"
    occupation.save()
    commune.name, commune.latitude = "Évette-Salbert", 47.68
    commune.save()
    row = row_of(page)
    assert (row.organisation_name, row.occupation_label) == (organisation.name, occupation.label)
    assert (row.commune_name, row.latitude) == ("Évette-Salbert", 47.68)
    assert "'nouveau'" in documents_of(page)
    assert "'brancardi" in documents_of(page)
    assert row_of(other).title == other.title
    assert rebuild() == indexing.Changes()


def test_reference_data_loaded_again_from_a_file_is_copied_too(tmp_path):
    occupation = OccupationFactory(code="J1501", label="Aide-soignant / Aide-soignante")
    page = JobOfferPageFactory.row(occupation=occupation)
    file = tmp_path / "occupations.csv"
    file.write_text("code,label\nJ1501,Brancardier / Brancardière\n", encoding="utf-8")
    call_command("load_occupations", file=file, stdout=StringIO())
    assert row_of(page).occupation_label == "Brancardier / Brancardière"
    assert rebuild() == indexing.Changes()


def test_the_row_and_the_publication_are_one_transaction():
    page = JobOfferPageFactory(live=False)
    with transaction.atomic():
        page.get_latest_revision().publish()
        assert has_row(page)
        transaction.set_rollback(True)
    assert not has_row(page)
    page.refresh_from_db()
    assert not page.live


def test_the_rebuild_corrects_what_is_missing_wrong_or_too_many():
    pages = [JobOfferPageFactory.row() for _ in range(4)]
    outside = make_row(source="feed")
    right = dump()
    Opportunity.objects.filter(pk=pages[0].pk).delete()
    Opportunity.objects.filter(pk=pages[1].pk).update(title="Faux")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE search_opportunity SET document = 'rien' WHERE id = %s", [pages[2].pk]
        )
    ghost = make_row(source="declic")
    wrong = dump()
    expected = indexing.Changes([page.pk for page in pages[:3]], [ghost.pk])
    with pytest.raises(CommandError, match=r"Rows missing or wrong: 3 .*Rows too many: 1 "):
        call_command("rebuild_opportunities", check=True)
    assert dump() == wrong
    assert rebuild() == expected
    assert dump() == right
    assert has_row(outside)
    output = StringIO()
    call_command("rebuild_opportunities", check=True, stdout=output)
    assert output.getvalue() == "Every row was right.\n"


def test_a_rebuild_in_several_batches_gives_the_same_rows(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    for _ in range(5):
        JobOfferPageFactory.row()
    right = dump()
    Opportunity.objects.all().delete()
    assert len(rebuild().written) == 5
    assert dump() == right


def test_a_row_that_is_right_is_not_written():
    page = JobOfferPageFactory.row()
    assert indexing.sync([page.pk]) == indexing.Changes()


def test_every_column_that_is_wrong_is_corrected():
    page = JobOfferPageFactory.row()
    right = dump()
    long_ago = timezone.now() - timedelta(days=9_000)
    texts = ("url", "title", "summary", "organisation_name", "organisation_slug", "commune_code")
    texts += ("commune_name", "postal_code", "precision", "occupation_code", "occupation_label")
    texts += ("domain", "contract", "working_time", "organisation_logo")
    flags = ("beginner_accepted", "no_licence", "siae", "disabled_workers_welcome", "transport")
    numbers = ("organisation_id", "duration_months", "weekly_hours", "positions")
    moments = ("starts_at", "ends_at", "published_at", "updated_at", "expires_at")
    wrong = {
        "kind": "session",
        "source": "feed",
        "position": (1.5, 2.5),
        "schedules": ["x"],
        "details": {"x": 1},
        "document": Value("rien"),
        **dict.fromkeys(texts, "x"),
        **{flag: ~Q(**{flag: True}) for flag in flags},
        **dict.fromkeys(numbers, 41),
        **dict.fromkeys(moments, long_ago),
    }
    assert {"id", *wrong} == {field.attname for field in Opportunity._meta.concrete_fields}
    Opportunity.objects.update(**wrong)
    assert indexing.sync([page.pk]).written == [page.pk]
    assert dump() == right


def test_publishing_costs_the_same_whatever_the_number_of_offers():
    drafts = [JobOfferPageFactory(live=False) for _ in range(3)]
    drafts[0].get_latest_revision().publish()  # what is read once has been read
    with CaptureQueriesContext(connection) as few:
        drafts[1].get_latest_revision().publish()
    for _ in range(10):
        JobOfferPageFactory.row()
    with CaptureQueriesContext(connection) as many:
        drafts[2].get_latest_revision().publish()
    assert len(few) == len(many)
    index = [query for query in few if "search_opportunity" in query["sql"]]
    assert len(index) <= 3


@pytest.mark.django_db(transaction=True)
def test_an_organisation_renamed_during_a_publication_leaves_no_old_name():
    organisation = OrganisationFactory(name="Ancien")
    page = JobOfferPageFactory(live=False, organisation=organisation)
    written, commit = threading.Event(), threading.Event()

    def publish() -> None:
        with transaction.atomic():
            page.get_latest_revision().publish()
            written.set()
            commit.wait(10)
        connection.close()

    def rename() -> None:
        changed = Organisation.objects.get(pk=organisation.pk)
        changed.name = "Nouveau"
        changed.save()
        connection.close()

    publishing, renaming = threading.Thread(target=publish), threading.Thread(target=rename)
    publishing.start()
    assert written.wait(10)
    renaming.start()
    # The change waits for the publication that read the old name.
    until_somebody_waits(unless=lambda: not renaming.is_alive())
    assert renaming.is_alive()
    commit.set()
    publishing.join(10)
    renaming.join(10)
    assert row_of(page).organisation_name == "Nouveau"
