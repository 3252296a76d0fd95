"""What a form says of the answers that it needs, before anything is sent."""

import pytest
from django import forms
from django.template.loader import render_to_string

from snippets.templatetags.asked_tags import form_rule, plain_label, when_asked

SOME = "Les champs sont obligatoires, sauf s’il est écrit autre chose entre parenthèses."


def text(label: str = "Nom", **options: object) -> forms.CharField:
    return forms.CharField(label=label, **options)


def form_with(conditions: dict[str, str] | None = None, **fields: forms.Field) -> forms.Form:
    made = type("Asking", (forms.Form,), {**fields, "conditions": conditions or {}})
    return made()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (form_with(a=text()), "Ce champ est obligatoire."),
        (form_with(a=text(), b=text()), "Tous les champs sont obligatoires."),
        (form_with(a=text(), b=text(required=False)), SOME),
        (form_with(a=text(), b=text("Mot (facultatif)", required=False)), SOME),
        (form_with({"a": "sans e-mail"}, a=text(required=False)), SOME),
        (form_with(a=text(required=False)), ""),
        # What robots see only is no field.
        (
            form_with(
                a=text(),
                website=text(required=False, widget=forms.TextInput({"tabindex": "-1"})),
            ),
            "Ce champ est obligatoire.",
        ),
        ("", ""),
    ],
)
def test_form_rule_says_what_is_asked_above_the_form(form, sentence):
    assert form_rule(form) == sentence


def test_when_asked_marks_what_may_stay_empty_once():
    form = form_with(
        {"phone": "sans e-mail", "box": ""},
        name=text(),
        word=text(required=False),
        said=text("Mot (facultatif)", required=False),
        helped=text(required=False, help_text="Facultatif. Vous pourrez changer."),
        phone=text(required=False),
        box=forms.BooleanField(label="Pas d’e-mail", required=False),
        yes=forms.BooleanField(label="J’accepte", required=False),
        moment=forms.ChoiceField(
            choices=[("a", "A")], required=False, initial="a", widget=forms.RadioSelect
        ),
        days=forms.ChoiceField(choices=[("a", "A")], required=False, widget=forms.RadioSelect),
    )
    assert {field.name: when_asked(field) for field in form} == {
        "name": "",
        "word": "facultatif",
        "said": "facultatif",
        "helped": "",
        "phone": "sans e-mail",
        "box": "",
        "yes": "facultatif",
        "moment": "",
        "days": "facultatif",
    }
    assert plain_label(form["said"]) == "Mot"
    assert when_asked(form_with(a=text(required=False))["a"]) == ""


def test_a_label_shows_when_its_answer_is_asked_to_everybody():
    form = form_with({"phone": "sans e-mail"}, name=text(), phone=text(required=False))
    page = render_to_string("components/field.html", {"field": form["phone"]})
    assert "(sans e-mail)" in page.partition("</label>")[0]
    page = render_to_string("components/form_errors.html", {"form": form, "title": "Non"})
    assert SOME in page
