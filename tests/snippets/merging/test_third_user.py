"""Any form that two people may have open: what `snippets.merging` says is all that it takes."""

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.forms import modelform_factory
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory
from django.views import View

from snippets.merging.form_values import as_sent
from snippets.merging.forms import base_of, merge_typed
from snippets.merging.screen import MYSELF, Change, ConflictMixin
from snippets.models import Organisation
from tests.factories import CommuneFactory, OrganisationFactory

NEEDS = [("garde", "Garde d’enfants"), ("permis", "Permis"), ("logement", "Logement")]


@dataclass(frozen=True)
class Card:
    """What an adviser notes; frozen, so that nothing but `save` changes it."""

    aim: str = "Caissière"
    notes: str = "Ligne 1\nLigne 2"
    meets_on: date | None = date(2027, 1, 12)
    hours: Decimal | None = Decimal("17.50")
    needs: list[str] = field(default_factory=lambda: ["permis"])
    step: str = "2"
    agrees: bool = True


class CardForm(forms.Form):
    """Fields of every kind."""

    aim = forms.CharField(label="Projet", max_length=20)
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False)
    meets_on = forms.DateField(label="Rendez-vous", required=False)
    hours = forms.DecimalField(label="Heures", required=False)
    needs = forms.MultipleChoiceField(
        label="Besoins", choices=NEEDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    step = forms.ChoiceField(label="Étape", choices=[("1", "Une"), ("2", "Deux"), ("3", "Trois")])
    agrees = forms.BooleanField(label="D’accord", required=False)


class CardView(ConflictMixin, View):
    """The dozen lines."""

    card = Card()
    change = Change("Lucie Marchand", datetime(2027, 1, 12, 13, 5, tzinfo=UTC))

    def form(self, data, card):
        return CardForm(data, initial=asdict(card))

    def get(self, request):
        return self.rendered("card.html", {"form": self.form(None, self.card)})

    def post(self, request):
        form = merge_typed(
            make_form=self.form, data=request.POST, latest=self.card, change=self.change
        )
        if form.conflicts or not form.is_valid():
            return self.rendered("card.html", {"form": form}, conflicts=form.conflicts, status=422)
        type(self).card = Card(**form.cleaned_data)
        return HttpResponse(status=204)


@pytest.fixture
def view(settings, monkeypatch):
    folder = Path(__file__).parent / "templates"
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder]}]
    monkeypatch.setattr(CardView, "card", Card())
    return CardView


@pytest.fixture
def opened(view):
    """What a browser sends of a form that was just opened."""
    return sent_by(view.as_view()(RequestFactory().get("/")))


def sent_by(response):
    """The fields of the form as a browser would send them, without JavaScript."""
    data = QueryDict(mutable=True)
    page = BeautifulSoup(response.content, "lxml")
    for tag in page.select("form input[name], form textarea[name], form select[name]"):
        name = tag["name"]
        if tag.name == "textarea":
            # The parser of a browser drops the newline after the tag.
            data.appendlist(name, tag.text.removeprefix("\n").replace("\n", "\r\n"))
        elif tag.name == "select":
            data.appendlist(name, tag.select_one("option[selected]")["value"])
        elif tag.get("type") not in ("checkbox", "radio") or tag.has_attr("checked"):
            data.appendlist(name, tag.get("value", "on"))
    return data


def post(data, **changes):
    for name, value in changes.items():
        if value is None:
            data.pop(name, None)
        else:
            data.setlist(name, value if isinstance(value, list) else [value])
    return CardView.as_view()(RequestFactory().post("/", data.urlencode(), FORM))


FORM = "application/x-www-form-urlencoded"
# What one changes, what the other does, and how the second is told.
CHANGES = {
    "aim": ("Vendeuse", "Serveuse", "Serveuse"),
    "notes": ("Autre", "Encore autre", "Encore autre"),
    "meets_on": ("13/01/2027", date(2027, 1, 14), "14/01/2027"),
    "hours": ("20", Decimal("24.00"), "24"),
    "needs": (["garde", "permis"], ["logement"], "Logement"),
    "step": ("3", "1", "Une"),
}


def test_what_nobody_else_changed_is_saved(opened):
    assert post(opened, aim="Vendeuse", agrees=None).status_code == 204
    assert CardView.card == Card(aim="Vendeuse", agrees=False)


def test_an_untouched_form_changes_nothing(opened, monkeypatch):
    theirs = Card(**{name: value for name, (_, value, _) in CHANGES.items()}, agrees=False)
    monkeypatch.setattr(CardView, "card", theirs)
    assert post(opened).status_code == 204
    assert CardView.card == theirs


@pytest.mark.parametrize("name", CHANGES)
def test_what_two_changed_in_other_fields_is_brought_together(opened, monkeypatch, name):
    mine, theirs, _ = CHANGES[name]
    other = "aim" if name != "aim" else "notes"
    monkeypatch.setattr(CardView, "card", replace(Card(), **{name: theirs}))
    assert post(opened, **{other: "Le mien"}).status_code == 204
    assert CardView.card == replace(Card(), **{name: theirs, other: "Le mien"})
    assert mine != theirs


@pytest.mark.parametrize("name", CHANGES)
def test_the_second_is_asked_and_keeps_what_they_typed(opened, monkeypatch, name):
    mine, theirs, said = CHANGES[name]
    monkeypatch.setattr(CardView, "card", replace(Card(), **{name: theirs}))
    response = post(opened, **{name: mine})
    assert response.status_code == 409
    assert CardView.card == replace(Card(), **{name: theirs})
    page = BeautifulSoup(response.content, "lxml")
    assert "Lucie Marchand a écrit en même temps que vous" in page.select_one("h2").text
    (link,) = page.select("[role=alert] a")
    assert page.select_one(link["href"]), "the link leads to the field"
    told = page.select_one(".conflict").get_text(" ", strip=True)
    assert "Lucie Marchand, mardi 12 janvier 2027 à 14\u00a0h\u00a005" in told
    assert page.select_one(".conflict blockquote").text.startswith(said)
    again = sent_by(response)
    assert again.getlist(name) == (mine if isinstance(mine, list) else [mine])
    # Without a choice it is asked again, whatever else is sent.
    assert post(again.copy()).status_code == 409
    chosen = again.copy()
    chosen[f"choice|{name}"] = "theirs"
    assert post(chosen).status_code == 204
    assert CardView.card == replace(Card(), **{name: theirs})
    chosen = again.copy()
    chosen[f"choice|{name}"] = "mine"
    assert post(chosen).status_code == 204
    assert getattr(CardView.card, name) == CardForm(again).fields[name].clean(mine)


def test_a_third_text_can_be_written(opened, monkeypatch):
    monkeypatch.setattr(CardView, "card", Card(aim="Serveuse"))
    again = sent_by(post(opened, aim="Vendeuse"))
    assert post(again, aim="Fleuriste", **{"choice|aim": "mine"}).status_code == 204
    assert CardView.card == Card(aim="Fleuriste")


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_choice_is_no_answer_to_a_text_that_was_not_seen(opened, monkeypatch, choice):
    monkeypatch.setattr(CardView, "card", Card(aim="Serveuse"))
    again = sent_by(post(opened, aim="Vendeuse"))
    monkeypatch.setattr(CardView, "card", Card(aim="Fleuriste"))
    response = post(again, **{"choice|aim": choice})
    assert response.status_code == 409
    assert "Fleuriste" in response.content.decode()
    assert sent_by(response)["aim"] == "Vendeuse"


def test_the_text_that_both_began_with_is_shown(opened, monkeypatch):
    monkeypatch.setattr(CardView, "card", Card(needs=[]))
    page = BeautifulSoup(post(opened, needs=["garde"]).content, "lxml")
    assert [term.text.strip() for term in page.select(".conflict dd")[:2]] == [
        "Permis",
        "Garde d’enfants",
    ]
    assert page.select_one(".conflict blockquote").text == "Rien"


@pytest.mark.parametrize(
    "base", ["", "null", "[" * 100_000, '{"aim": 3}', '{"aim": ["\\ud800"]}', '{"aim": "x"}']
)
def test_a_forged_or_lost_text_overwrites_nothing(opened, monkeypatch, base):
    monkeypatch.setattr(CardView, "card", Card(aim="Serveuse"))
    response = post(opened, aim="Vendeuse", base=base)
    assert response.status_code == 409
    assert CardView.card.aim == "Serveuse"
    again = sent_by(response)
    assert post(again.copy()).status_code == 409, "it stays a conflict until it is chosen"
    assert post(again, **{"choice|aim": "mine"}).status_code == 204


def test_what_is_wrong_is_told_as_well(opened, monkeypatch):
    assert post(opened.copy(), aim="").status_code == 422
    monkeypatch.setattr(CardView, "card", Card(aim="Serveuse"))
    response = post(opened, aim="x" * 30, meets_on="hier")
    assert response.status_code == 409
    again = sent_by(response)
    assert post(again, **{"choice|aim": "theirs", "meets_on": ""}).status_code == 204


def test_two_forms_of_one_page_have_names_of_their_own(view, monkeypatch):
    monkeypatch.setattr(
        view,
        "form",
        lambda _, data, card: CardForm(data, initial=asdict(card), prefix="card"),
    )
    opened = sent_by(view.as_view()(RequestFactory().get("/")))
    monkeypatch.setattr(view, "card", Card(aim="Serveuse", step="1"))
    again = sent_by(post(opened, **{"card-aim": "Vendeuse"}))
    assert again["card-step"] == "1"
    assert post(again, **{"choice|card-aim": "theirs"}).status_code == 204
    assert view.card == Card(aim="Serveuse", step="1")


@pytest.mark.django_db
def test_a_form_of_a_model_is_merged_as_well():
    """A row chosen in a list is known by its key in one form, as an object in the other."""
    belfort, roppe = CommuneFactory(belfort=True), CommuneFactory(insee_code="90087", name="Roppe")
    company = OrganisationFactory(commune=belfort, phone="03 84 00 00 00")

    def make_form(data, organisation):
        form_of = modelform_factory(Organisation, fields=["phone", "commune", "description"])
        return form_of(data, instance=organisation)

    def opened():
        form = make_form(None, Organisation.objects.get())
        data = QueryDict(mutable=True)
        for bound in form:
            data.setlist(bound.name, as_sent(bound))
        data["base"] = base_of(form)
        return data

    def merged(data):
        latest = Organisation.objects.get()
        return merge_typed(
            make_form=make_form, data=data, latest=latest, change=Change("Nadia Perrin")
        )

    mine, also = opened(), opened()
    Organisation.objects.update(commune=roppe)
    mine["phone"] = "03 84 11 11 11"
    form = merged(mine)
    assert form.conflicts == {}
    form.save()
    company.refresh_from_db()
    assert (company.commune, company.phone) == (roppe, "03 84 11 11 11")
    also["commune"] = ""
    (asked,) = merged(also).conflicts.values()
    assert (asked.former, asked.mine, asked.theirs) == (str(belfort), "Rien", str(roppe))


def test_ones_own_other_window_is_said_so(opened, monkeypatch):
    monkeypatch.setattr(CardView, "card", Card(aim="Serveuse"))
    monkeypatch.setattr(CardView, "change", Change(MYSELF))
    page = BeautifulSoup(post(opened, aim="Vendeuse").content, "lxml")
    assert page.select_one("h2").text == "Une autre de vos fenêtres a écrit en même temps que vous"
