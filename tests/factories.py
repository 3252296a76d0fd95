"""Realistic rows for the tests, shared by every app."""

from typing import Any

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Page, Site

from pages.models import HomePage, JobOfferIndexPage, JobOfferPage
from pages.models.job_offer import FIXED_TERM
from portal.accounts.models import User
from snippets.models import Commune, Occupation, Organisation

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
    """A person who signs in with `PASSWORD`; `superuser=True` opens the whole CMS."""

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
        return model_class.objects.create_user(
            kwargs.pop("email"), kwargs.pop("password", PASSWORD), **kwargs
        )


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
    """The index of job offers, with the home page and the site above it, made when missing."""
    index = JobOfferIndexPage.objects.first()
    if index is not None:
        return index
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
        home = root.add_child(instance=HomePage(title="Déclic", slug="declic"))
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
        )
    return home.add_child(instance=JobOfferIndexPage(title="Offres d’emploi", slug="offres"))


class JobOfferPageFactory(DjangoModelFactory):
    """A complete job offer below the index: published through a revision, or a draft.

    `live=False` leaves a draft with its revision; `parent` is the index unless given; `owner`
    is its author.
    """

    class Meta:
        model = JobOfferPage

    title = factory.Sequence(lambda n: f"Maçon ou maçonne {n}")
    slug = factory.Sequence(lambda n: f"macon-ou-maconne-{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    occupation = factory.SubFactory(OccupationFactory, code="F1703", label="Maçon / Maçonne")
    commune = factory.SubFactory(CommuneFactory, belfort=True)
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
    contact_name = "Camille Petit"
    contact_email = "recrutement@entreprise.test"
    contact_phone = "03 84 00 00 01"
    live = True

    @classmethod
    def _create(cls, model_class: type[JobOfferPage], *_args: Any, **kwargs: Any) -> JobOfferPage:
        live = kwargs.pop("live")
        parent = kwargs.pop("parent", None) or job_offer_index()
        page = parent.add_child(instance=model_class(live=False, **kwargs))
        revision = page.save_revision(user=page.owner)
        if live:
            revision.publish(user=page.owner, skip_permission_checks=True)
        page.refresh_from_db()
        return page
