import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from snippets.models import Organisation
from tests.factories import OrganisationFactory, valid_siret

pytestmark = pytest.mark.django_db


def spaced(siret):
    return f"{siret[:3]} {siret[3:6]}\u00a0{siret[6:9]}-{siret[9:]}"


def test_siret_rna_and_naf_are_kept_in_one_form():
    siret = valid_siret(1)
    organisation = OrganisationFactory.build(
        commune=None, siret=spaced(siret), rna="w 901 000 123", naf_code="4321a"
    )
    organisation.full_clean()
    assert (organisation.siret, organisation.rna, organisation.naf_code) == (
        siret,
        "W901000123",
        "43.21A",
    )
    organisation.save()
    assert Organisation.objects.get(siret=spaced(siret)) == organisation


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("siret", "123"),
        ("siret", "12345678901234"),
        ("siret", "abcdefghijklmn"),
        ("siret", "٨٠٠٠٠٠٠٠٢٠٠٠١٧"),
        ("rna", "901000123"),
        ("naf_code", "43.21"),
        ("phone", "appelez-moi"),
        ("website", "javascript:alert(1)"),
    ],
)
def test_wrong_identifier_has_a_message_beside_its_field(field, value):
    organisation = OrganisationFactory.build(commune=None, **{field: value})
    with pytest.raises(ValidationError) as caught:
        organisation.full_clean()
    assert list(caught.value.message_dict) == [field]


def test_exception_of_la_poste_is_a_siret():
    OrganisationFactory.build(commune=None, siret="356 000 000 00048").full_clean()
    # The sum of the digits is a multiple of 5 and Luhn does not hold: an office of La Poste.
    OrganisationFactory.build(commune=None, siret="35600000000001").full_clean()


def test_duplicate_siret_names_the_organisation_already_there():
    siret = valid_siret(2)
    OrganisationFactory(name="Menuiserie Petit", siret=siret)
    twin = OrganisationFactory.build(commune=None, siret=spaced(siret))
    with pytest.raises(ValidationError) as caught:
        twin.full_clean()
    assert "Menuiserie Petit" in caught.value.message_dict["siret"][0]
    with pytest.raises(IntegrityError):
        twin.save()


def test_several_organisations_without_siret_are_fine():
    OrganisationFactory.create_batch(2, siret="", rna="")


def test_slug_is_free_stays_and_makes_the_address():
    made = [Organisation.objects.create(name=name) for name in ("L’Été bleu", "L'ete BLEU", "漢")]
    assert [row.slug for row in made] == ["l-ete-bleu", "l-ete-bleu-2", "organisation"]
    made[0].name = "L’Hiver"
    made[0].save()
    assert reverse("search:organisation", args=[made[0].slug]) == "/organisations/l-ete-bleu/"


def test_slug_taken_meanwhile_is_replaced(monkeypatch):
    Organisation.objects.create(name="Atelier")
    free_slug = Organisation._free_slug
    answers = iter(["atelier"])
    monkeypatch.setattr(
        Organisation, "_free_slug", lambda self: next(answers, None) or free_slug(self)
    )
    assert Organisation.objects.create(name="Atelier").slug == "atelier-2"


def test_other_conflicts_are_not_hidden_by_the_search_for_a_slug():
    siret = valid_siret(3)
    Organisation.objects.create(name="Un", siret=siret)
    with pytest.raises(IntegrityError, match="siret"):
        Organisation.objects.create(name="Deux", siret=siret)
