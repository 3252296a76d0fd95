"""Realistic rows for the tests, shared by every app."""

from datetime import timedelta
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Page, Site

from pages.models import (
    INDEX_MODELS,
    HomePage,
    JobOfferIndexPage,
    JobOfferPage,
    OpportunityPage,
    RecruitmentSessionPage,
    VolunteeringPage,
)
from pages.models.job_offer import FIXED_TERM
from pages.structure import INDEX_TITLES
from portal.accounts.models import User
from snippets.models import Commune, Occupation, Organisation
from tests.page_rows import lay_rows

PASSWORD = "mot-de-passe-solide"

_COMMUNE_NAMES = ("Bavilliers", "Évette", "Saint-Éloi", "Roppe", "L’Orbe", "Grandvillars", "Œuf")
_OCCUPATIONS = (
    "Maçon / Maçonne",
    "Aide-soignant / Aide-soignante",
    "Cuisinier / Cuisinière",
    "Vendeur / Vendeuse en boulangerie",
    "Conducteur / Conductrice de bus",
    "Électricien / Électricienne du bâtiment",
)


def luhn_completed(digits: str) -> str:
    """The digits followed by the one that makes them valid by Luhn's formula."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{digits}{-total % 10}"


def valid_siret(number: int) -> str:
    """A SIRET that passes the checks, different for each number."""
    siren = luhn_completed(f"8{number % 10_000_000:07d}")
    return luhn_completed(f"{siren}0001")


class UserFactory(DjangoModelFactory):
    """A person with a verified address and `PASSWORD`; `superuser=True` opens the whole CMS."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        superuser = factory.Trait(is_staff=True, is_superuser=True)

    email = factory.Sequence(lambda n: f"personne{n}@exemple.test")
    first_name = "Éloïse"
    last_name = factory.Sequence(lambda n: f"Martin {n}")

    @classmethod
    def _create(cls, model_class: type[User], *_args: Any, **kwargs: Any) -> User:
        user = model_class.objects.create_user(
            kwargs.pop("email"), kwargs.pop("password", PASSWORD), **kwargs
        )
        # What `verify_address` leaves of a new person, in one query instead of seven.
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class CommuneFactory(DjangoModelFactory):
    """An invented commune near Belfort; `belfort=True` is the real one, made once."""

    class Meta:
        model = Commune
        django_get_or_create = ("insee_code",)

    class Params:
        belfort = factory.Trait(
            insee_code="90010",
            name="Belfort",
            postal_codes=["90000"],
            population=45_213,
            latitude=47.6386,
            longitude=6.8631,
        )

    insee_code = factory.Sequence(lambda n: f"{90_200 + n % 9_000}")
    name = factory.Sequence(lambda n: f"{_COMMUNE_NAMES[n % len(_COMMUNE_NAMES)]}-{n}")
    postal_codes = factory.LazyFunction(lambda: ["90300"])
    population = 1_200
    epci_code = "200069052"
    epci_name = "CA Grand Belfort"
    latitude = factory.Sequence(lambda n: 47.60 + (n % 20) / 200)
    longitude = factory.Sequence(lambda n: 6.80 + (n % 20) / 200)


class OccupationFactory(DjangoModelFactory):
    """An occupation of the building trades' domain (F), whatever its label."""

    class Meta:
        model = Occupation
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"F{1_000 + n % 9_000}")
    label = factory.Sequence(lambda n: _OCCUPATIONS[n % len(_OCCUPATIONS)])


class OrganisationFactory(DjangoModelFactory):
    """A company with a valid SIRET."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Menuiserie des Vosges {n}")
    slug = factory.Sequence(lambda n: f"menuiserie-des-vosges-{n}")
    siret = factory.Sequence(valid_siret)
    naf_code = "43.32A"
    commune = factory.SubFactory(CommuneFactory, belfort=True)
    address = "12 rue du Faubourg de France"
    phone = "03 84 00 00 00"
    email = factory.Sequence(lambda n: f"contact{n}@entreprise.test")


def job_offer_index() -> JobOfferIndexPage:
    """The index of job offers."""
    return index_of(JobOfferPage)


def index_of(model: type[OpportunityPage]) -> Any:
    """The index of a kind, with the home page and the site above it, made when missing."""
    index_model = next(index for index in INDEX_MODELS if model in index.allowed_subpage_models())
    index = index_model.objects.first()
    if index is not None:
        return index
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
        home = root.add_child(instance=HomePage(title="Déclic", slug="declic"))
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
        )
    return home.add_child(
        instance=index_model(title=INDEX_TITLES[index_model], slug=index_model.frozen_slug)
    )


class OpportunityPageFactory(DjangoModelFactory):
    """What the kinds share: published through a revision, a draft, or a mere row.

    `live=False` leaves a draft with its revision; `parent` is the index unless given; `owner`
    is its author. `row()` makes a live page of the index without revision nor workflow, five
    times cheaper: for lists, counts, feeds, whatever does not publish.
    """

    class Meta:
        abstract = True

    organisation = factory.SubFactory(OrganisationFactory)
    commune = factory.SubFactory(CommuneFactory, belfort=True)
    contact_name = "Camille Petit"
    contact_email = "recrutement@entreprise.test"
    contact_phone = "03 84 00 00 01"
    live = True

    @classmethod
    def row(cls, **fields: Any) -> Any:
        """A live page of the index, without revision: see `tests.page_rows`."""
        return cls.rows(1, **fields)[0]

    @classmethod
    def rows(cls, size: int, *, parent: Page | None = None, **fields: Any) -> list[Any]:
        """Several at once, for hardly more than one."""
        pages = [cls.create(as_row=True, **fields) for _ in range(size)]
        return lay_rows(pages, parent or index_of(type(pages[0])))

    @classmethod
    def _create(cls, model_class: type[OpportunityPage], *_args: Any, **kwargs: Any) -> Any:
        live, as_row = kwargs.pop("live"), kwargs.pop("as_row", False)
        assert live or not as_row, "a row is on line: a draft has a revision"
        parent = kwargs.pop("parent", None)
        children = {
            name: kwargs.pop(name)
            for name in ("partners", "occupations", "offers")
            if name in kwargs
        }
        page = model_class(live=False, **kwargs)
        for name, rows in children.items():
            setattr(page, name, rows)
        if as_row:
            return page
        (parent or index_of(model_class)).add_child(instance=page)
        revision = page.save_revision(user=page.owner)
        if live:
            revision.publish(user=page.owner, skip_permission_checks=True)
        page.refresh_from_db()
        return page


class JobOfferPageFactory(OpportunityPageFactory):
    """A complete job offer below the index."""

    class Meta:
        model = JobOfferPage

    title = factory.Sequence(lambda n: f"Maçon ou maçonne {n}")
    slug = factory.Sequence(lambda n: f"macon-ou-maconne-{n}")
    occupation = factory.SubFactory(OccupationFactory, code="F1703", label="Maçon / Maçonne")
    summary = "Vous construisez des maisons avec une équipe de quatre personnes."
    description = "<p>Vous montez des murs, coulez des dalles et posez des linteaux.</p>"
    contract = "cdi"
    duration_months = factory.LazyAttribute(lambda page: 6 if page.contract in FIXED_TERM else None)
    working_time = "full"
    weekly_hours = factory.LazyAttribute(lambda page: 35 if page.working_time == "full" else 24)
    schedules = factory.LazyFunction(lambda: ["day"])
    salary_min = 1_900
    salary_max = 2_300
    salary_period = "month"
    positions = 1


class VolunteeringPageFactory(OpportunityPageFactory):
    """A complete volunteering opportunity below its index."""

    class Meta:
        model = VolunteeringPage

    title = factory.Sequence(lambda n: f"Aider aux devoirs le mercredi {n}")
    slug = factory.Sequence(lambda n: f"aider-aux-devoirs-{n}")
    organisation = factory.SubFactory(
        OrganisationFactory, kind="association", siret="", naf_code="", name="Les Mains tendues"
    )
    summary = "Vous aidez deux enfants à faire leurs devoirs, une fois par semaine."
    description = "<p>Vous lisez avec eux, vous les écoutez et vous les encouragez.</p>"
    cause = "education"
    rhythm = "regular"
    hours = 2
    days = factory.LazyFunction(lambda: ["wed"])
    places = 3


class RecruitmentSessionPageFactory(OpportunityPageFactory):
    """A complete session below its index: in ten days, from 14:00 to 17:00 in Belfort.

    `partners`, `occupations` and `offers` are lists of unsaved lines of these relations.
    """

    class Meta:
        model = RecruitmentSessionPage

    title = factory.Sequence(lambda n: f"Job dating de l’aide à domicile {n}")
    slug = factory.Sequence(lambda n: f"job-dating-aide-a-domicile-{n}")
    summary = "Vous rencontrez trois employeurs, sans rendez-vous."
    description = "<p>On vous accueille, puis vous parlez dix minutes avec chacun.</p>"
    session_type = "job_dating"
    place_name = "Maison du peuple"
    starts_at = factory.LazyFunction(
        lambda: (
            timezone.localtime().replace(hour=14, minute=0, second=0, microsecond=0)
            + timedelta(days=10)
        )
    )
    ends_at = factory.LazyAttribute(lambda page: page.starts_at + timedelta(hours=3))
    capacity = 24
