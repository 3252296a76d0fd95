"""Random lives of offers: the index kept up to date equals the index made again."""

from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)
from hypothesis.stateful import run_state_machine_as_test as run
from wagtail.models import Page

from pages.models import HomePage, JobOfferPage
from pages.moderation import services
from pages.moderation.errors import ModerationError
from pages.moderation.schedule import expire_pages
from search.index import indexing
from search.models import Opportunity
from tests.factories import (
    CommuneFactory,
    JobOfferPageFactory,
    OccupationFactory,
    OrganisationFactory,
    UserFactory,
    job_offer_index,
)
from tests.sizes import at_size

NAMES = st.sampled_from(["Bâtir", "Dupont & Fils", "L’Atelier", "Mairie"])
TITLES = st.sampled_from(["Soudeur", "Soudeuse", "Maçon (H/F)", "Aide à domicile"])


class LivesOfOffers(RuleBasedStateMachine):
    """Each step is what staff, the clock or a command may do."""

    offers = Bundle("offers")

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        job_offer_index()
        self.staff = UserFactory()
        self.organisations = [OrganisationFactory() for _ in range(2)]
        self.communes = [CommuneFactory() for _ in range(2)]
        self.occupations = [OccupationFactory() for _ in range(2)]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def page(self, pk: int) -> JobOfferPage | None:
        return JobOfferPage.objects.filter(pk=pk).first()

    @initialize(target=offers)
    def begin(self):
        return self.create_page("Carreleur", 0, "", live=True)

    @rule(
        target=offers,
        title=TITLES,
        which=st.integers(0, 1),
        live=st.booleans(),
        pin=st.sampled_from(["", "SRID=4326;POINT(6.9 47.6)"]),
    )
    def create(self, title, which, live, pin):
        return self.create_page(title, which, pin, live=live)

    def create_page(self, title, which, pin, *, live):
        page = JobOfferPageFactory(
            title=title,
            location=pin,
            live=live,
            organisation=self.organisations[which],
            commune=self.communes[which],
            occupation=self.occupations[1 - which],
            expire_at=timezone.now() + timezone.timedelta(days=30),
        )
        return page.pk

    @rule(offer=offers, title=TITLES)
    def edit_and_publish(self, offer, title):
        if page := self.page(offer):
            page.title = title
            page.save_revision().publish()

    @rule(offer=offers, title=TITLES)
    def edit_without_publishing(self, offer, title):
        if page := self.page(offer):
            page.title = title
            page.save_revision()

    @rule(offer=offers, plain=st.booleans())
    def unpublish(self, offer, plain):
        page = Page.objects.filter(pk=offer).first() if plain else self.page(offer)
        if page:
            page.unpublish()

    @rule(offer=offers, what=st.sampled_from(["withdraw", "filled", "prolong"]))
    def moderate(self, offer, what):
        page = self.page(offer)
        if page is None or not page.live:
            return
        if what == "withdraw":
            services.withdraw(page=page, user=self.staff, reason="Annonce en double")
        elif what == "filled":
            services.mark_filled(page=page)
        else:
            with suppress(ModerationError):  # over, but its job has not run: nothing changes
                services.prolong(page=page)

    @rule(offer=offers, home=st.booleans())
    def move(self, offer, home):
        page = Page.objects.filter(pk=offer).first()
        target = HomePage.objects.get() if home else job_offer_index()
        if page:
            page.move(target, "last-child")

    @rule(offer=offers, job=st.booleans())
    def expire(self, offer, job):
        past = timezone.now() - timezone.timedelta(minutes=5)
        JobOfferPage.objects.filter(pk=offer, live=True).update(expire_at=past)
        if job:
            expire_pages()
        else:
            call_command("publish_scheduled", stdout=StringIO())

    @rule(offer=offers)
    def delete(self, offer):
        if page := self.page(offer):
            page.delete()

    @rule(which=st.integers(0, 1), name=NAMES)
    def rename_organisation(self, which, name):
        self.organisations[which].name = name
        self.organisations[which].save()

    @rule(which=st.integers(0, 1), name=NAMES)
    def rename_commune(self, which, name):
        self.communes[which].name = name
        self.communes[which].save()

    @rule(which=st.integers(0, 1), name=TITLES)
    def rename_occupation(self, which, name):
        self.occupations[which].label = name
        self.occupations[which].save()

    @invariant()
    def rows_are_live_pages(self):
        live = set(JobOfferPage.objects.live().values_list("pk", flat=True))
        assert set(Opportunity.objects.values_list("pk", flat=True)) == live

    @invariant()
    def rebuilt_index_is_the_same(self):
        kept = dump()
        assert indexing.rebuild(check=True) == indexing.Changes()
        Opportunity.objects.all().delete()
        indexing.rebuild()
        assert dump() == kept


def dump() -> list[str]:
    """The whole table as text, documents included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT o::text FROM search_opportunity o ORDER BY id")
        return [line for (line,) in cursor.fetchall()]


@pytest.mark.django_db
def test_the_index_kept_up_to_date_equals_the_index_rebuilt():
    run(
        LivesOfOffers,
        settings=settings(
            max_examples=at_size(8, 30),
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
