"""Exports of the CMS: what outsiders wrote is never computed by a spreadsheet."""

import csv
import io

import pytest
from openpyxl import load_workbook

from snippets.spreadsheets import as_text
from tests.factories import JobOfferPageFactory, OrganisationFactory, UserFactory

FORMULA = '=HYPERLINK("http://x.example";"ici")'


@pytest.mark.parametrize("value", [FORMULA, "+33", "-1+1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_becomes_text(value):
    assert as_text(value) == f"'{value}"


@pytest.mark.parametrize("value", ["", "Maçon", "03 84 00 00 00", "a=1", "’"])
def test_other_text_is_left_alone(value):
    assert as_text(value) == value


def cells(client, address):
    response = client.get(f"{address}?export=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return [cell for row in csv.reader(text.splitlines()) for cell in row]


@pytest.mark.django_db
def test_exports_hold_no_formula(client):
    client.force_login(UserFactory(superuser=True))
    organisation = OrganisationFactory(name=FORMULA, commune=None)
    JobOfferPageFactory.row(title=FORMULA, organisation=organisation)
    for address in ("/cms/snippets/snippets/organisation/", "/cms/offres-emploi/"):
        found = cells(client, address)
        assert f"'{FORMULA}" in found
        assert FORMULA not in found


@pytest.mark.django_db
def test_a_control_character_stops_no_workbook(client):
    client.force_login(UserFactory(superuser=True))
    JobOfferPageFactory.row(title="Maçon\x0b\x1f\ufffe (CDI)")
    response = client.get("/cms/offres-emploi/?export=xlsx")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)), read_only=True)
    cells = {cell for row in book.active.iter_rows(values_only=True) for cell in row}
    book.close()
    assert "Maçon (CDI)" in cells


def test_what_no_workbook_can_hold_is_left_out():
    assert as_text("=a\x00\x0b\nb\ud800") == "'=a\nb"
