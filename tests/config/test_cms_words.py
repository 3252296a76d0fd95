"""The words of the CMS: ours over Wagtail's, in French that fits every name."""

import datetime
import json
import re
from gettext import GNUTranslations
from pathlib import Path

import django
import pytest
import wagtail
from bs4 import BeautifulSoup
from django import forms
from django.conf import settings
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from tests.pages.moderation.conftest import with_level

OURS = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES"
# What pages say, and what scripts say.
DOMAINS = ("django", "djangojs")
_STRING = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)? ?"(.*)"$')
_ESCAPED = {r"\"": '"', r"\n": "\n", r"\\": "\\"}
_MARKUP = re.compile(r"<[^>]*>")
# Two genders in one word, or a state that has another name elsewhere.
_CLUMSY = re.compile(r"\((?:e|tte|s|la)\)|le/la|ce/cette|rejet|resoum|\bworkflow", re.IGNORECASE)


def entries(path):
    """(context, msgid) and the translations of each entry of a .po file."""
    found, entry, key = {}, {}, ""
    for line in [*path.read_text().splitlines(), ""]:
        if match := _STRING.match(line):
            key = match[1] or key
            text = re.sub(r"\\.", lambda escape: _ESCAPED[escape[0]], match[2])
            entry[key] = entry.get(key, "") + text
        elif not line and entry:
            said = [text for name, text in sorted(entry.items()) if name.startswith("msgstr")]
            found[entry.get("msgctxt"), entry["msgid"]] = said
            entry = {}
    return found


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_is_served_is_what_is_written(domain):
    with (OURS / f"{domain}.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for (context, msgid), said in entries(OURS / f"{domain}.po").items():
        if not msgid:
            continue
        key = f"{context}\x04{msgid}" if context else msgid
        catalogue = compiled._catalog
        assert [catalogue.get((key, n)) for n in range(len(said))] == said or (
            catalogue.get(key) == said[0]
        ), msgid


@pytest.mark.parametrize("domain", DOMAINS)
def test_each_sentence_replaces_one_of_wagtail_or_django(domain):
    theirs = set()
    for package in (wagtail, django):
        for path in Path(package.__file__).parent.rglob(f"locale/fr/LC_MESSAGES/{domain}.po"):
            theirs |= set(_all_ids(path))
    missing = [
        msgid for _, msgid in entries(OURS / f"{domain}.po") if msgid and msgid not in theirs
    ]
    assert missing == []


def _all_ids(path):
    text = re.sub(r'"\n"', "", path.read_text())
    for msgid in re.findall(r'^msgid "(.*)"$', text, re.MULTILINE):
        yield re.sub(r"\\.", lambda escape: _ESCAPED[escape[0]], msgid)


@pytest.mark.parametrize("domain", DOMAINS)
def test_links_are_those_of_the_sentence(domain):
    """Quotes of French around an address would lead nowhere."""
    wrong = {
        msgid: text
        for (_, msgid), texts in entries(OURS / f"{domain}.po").items()
        for text in texts
        if msgid and not set(_MARKUP.findall(text)) <= set(_MARKUP.findall(msgid))
    }
    assert wrong == {}


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_sentence_is_clumsy(domain):
    written = entries(OURS / f"{domain}.po")
    said = [text for key, texts in written.items() if key[1] for text in texts]
    words = [re.sub(r"<[^>]*>|%\(\w+\)s|\{\w+\}|https?://\S+", "", text) for text in said]
    assert [text for text in words if _CLUMSY.search(text)] == []
    assert [text for text in words if "'" in text or re.search(r" [:;?!»]|« ", text)] == []
    with translation.override("fr"):
        assert gettext("Rejected") == "Refusée"


@pytest.mark.django_db
def test_titles_dates_and_counts_are_written_as_french_does(client):
    client.force_login(with_level("employment_officer"))
    created = client.get("/cms/snippets/snippets/organisation/add/").text
    soup = BeautifulSoup(created, "html.parser")
    assert soup.title.string.startswith("Créer\u00a0: ")
    found = client.get("/cms/pages/search/?q=accueil").text
    assert "None" not in BeautifulSoup(found, "html.parser").select_one("main").get_text()
    day = datetime.date(2026, 12, 1)
    assert date_format(day, "DATE_FORMAT") == "mardi 1er décembre 2026"
    assert date_format(day.replace(day=2), "DATE_FORMAT") == "mercredi 2 décembre 2026"


@pytest.mark.django_db
def test_scripts_of_the_cms_say_ours(client):
    """The browser reads one catalogue: theirs, with ours over it."""
    client.force_login(with_level("employment_officer"))
    script = client.get("/cms/jsi18n/").text
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});\n", script, re.DOTALL)[1])
    assert catalogue["More actions"] == "Plus d’actions"
    said = [text for one in catalogue.values() for text in ([one] if isinstance(one, str) else one)]
    assert [text for text in said if "'" in text or "..." in text or _CLUMSY.search(text)] == []


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.URLField(assume_scheme="https"), "pas une adresse", "Écrivez l’adresse entière"),
        (forms.EmailField(), "camille", "Écrivez une adresse e-mail entière"),
        (forms.IntegerField(), "douze", "Écrivez un nombre entier"),
        (forms.IntegerField(max_value=5), "6", "Écrivez 5 ou moins."),
        (forms.DateField(), "demain", "Écrivez une date"),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "Choisissez une des réponses proposées"),
        (forms.CharField(max_length=3), "quatre", "3 caractères au plus, il en a 6"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, forms.Field) else "",
)
def test_a_form_of_the_library_says_what_to_write(field, typed, said):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    assert said in refused.value.messages[0].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("is_asked", "said"), [(True, "Choisissez"), (False, "Non précisé")], ids=["asked", "free"]
)
def test_an_empty_choice_says_what_it_is_for(is_asked, said):
    class Choice(forms.Form):
        answer = forms.ChoiceField(
            choices=[*BLANK_CHOICE_DASH, ("Ici", [("a", "Un <b>"), ("b", "Deux")])],
            required=is_asked,
        )

    select = BeautifulSoup(str(Choice({"answer": "b"})["answer"]), "html.parser").select_one(
        "select"
    )
    assert [option.get_text(strip=True) for option in select("option")] == [said, "Un <b>", "Deux"]
    assert [option["value"] for option in select("option")] == ["", "a", "b"]
    assert select.select_one("optgroup[label=Ici] option[selected]")["value"] == "b"
    assert (select["name"], select["id"]) == ("answer", "id_answer")
    assert select.has_attr("required") is is_asked
