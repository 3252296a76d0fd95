"""Lists and letters: what is laid first, what staff change, and what is checked."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.configuration import history, letters, services, terms
from portal.followup.configuration.errors import SetMeanwhileError, SettingError
from portal.followup.models import LetterText, Term
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.people_of_the_area import make_professional

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
laying = import_module("portal.followup.migrations.0003_terms")


@pytest.fixture
def manager(db):
    return make_professional(LevelName.UNIT_MANAGER).user


@pytest.fixture
def adviser(db):
    return make_professional().user


def labels(name, user, day=None):
    with acting_as(user):
        return [term.label for term in terms.of(name, day)]


def test_every_list_is_laid_with_what_the_program_knows(adviser):
    for name in Term.List.values:
        assert labels(name, adviser), name
    with acting_as(adviser):
        codes = {term.code for term in terms.of(Term.List.EXEMPTION_REASON)}
        assert codes >= terms.WAIVES_HOURS | terms.REVIEWED_LATER
        assert terms.with_code(Term.List.DOCUMENT_KIND, "signed_contract").label == "Contrat signé"
        situations = [*terms.of(Term.List.BARRIER_SITUATION)]
        themes = {term.pk for term in terms.of(Term.List.BARRIER_THEME)}
        assert len(themes) == 10
        assert {term.parent_id for term in situations} == themes


def test_laying_them_again_adds_nothing_and_leaves_what_staff_changed(db):
    with system_scope(Scope.MIGRATION):
        Term.unscoped.filter(code="health", list="barrier_theme").update(label="Santé et soins")
        Term.unscoped.filter(label="Sans permis de conduire").delete()
        before = Term.unscoped.count()
        laying.lay_terms(apps, None)
        assert Term.unscoped.count() == before + 1
        assert Term.unscoped.filter(list="barrier_theme", code="health").get().label == (
            "Santé et soins"
        )


def test_a_term_is_added_renamed_withdrawn_and_proposed_again(manager):
    actor, name, today = Actor(manager), Term.List.ACTIVITY_KIND, TODAY()
    with acting_as(manager):
        term = services.add_term(name=name, label="Jardin partagé", actor=actor)
        assert [*terms.of(name)][-1] == term
        until = today + timedelta(days=5)
        services.change_term(term=term, label="Jardin", valid_until=until, actor=actor)
        assert term in terms.of(name)
        assert term not in terms.of(name, until)
        services.change_term(term=term, label="Jardin", valid_until=None, actor=actor)
        assert term in terms.of(name, until)
        told = [entry.what.replace("\u00a0", " ") for entry in history.of_list(name)]
    assert "« Jardin partagé » → « Jardin »" in told
    assert "« Jardin » de nouveau proposé" in told
    assert len(told) == 4


def test_a_term_that_starts_later_is_not_proposed_yet(manager):
    day = TODAY() + timedelta(days=3)
    with acting_as(manager):
        term = services.add_term(
            name=Term.List.JOURNAL_KIND, label="Atelier", actor=Actor(manager), valid_from=day
        )
        assert term not in terms.of(Term.List.JOURNAL_KIND)
        assert term in terms.of(Term.List.JOURNAL_KIND, day)


def test_what_cannot_be_set_in_a_list(manager):
    actor, today = Actor(manager), TODAY()
    with acting_as(manager):
        term = terms.with_code(Term.List.JOURNAL_KIND, "phone")
        for field, act in (
            ("label", lambda: services.add_term(name=term.list, label="ENTRETIEN", actor=actor)),
            (
                "parent",
                lambda: services.add_term(
                    name=Term.List.BARRIER_SITUATION, label="Autre", actor=actor
                ),
            ),
            (
                "valid_until",
                lambda: services.change_term(
                    term=term, label="Appel", valid_until=today - timedelta(days=1), actor=actor
                ),
            ),
        ):
            with pytest.raises(SettingError) as refused:
                act()
            assert refused.value.field == field
        seen = services.last_change(Term, pgh_obj_id=term.pk)
        services.change_term(term=term, label="Appel", valid_until=None, actor=actor, seen=seen)
        with pytest.raises(SetMeanwhileError):
            services.change_term(term=term, label="Tél.", valid_until=None, actor=actor, seen=seen)


def test_a_term_moves_in_its_list(manager):
    name = Term.List.JOURNAL_KIND
    with acting_as(manager):
        first, second, *_ = terms.of(name)
        services.move_term(term=second, up=True, actor=Actor(manager))
        assert [*terms.of(name)][:2] == [second, first]
        services.move_term(term=second, up=True, actor=Actor(manager))
        assert [*terms.of(name)][:2] == [second, first]
        services.move_term(term=second, up=False, actor=Actor(manager))
        assert [*terms.of(name)][:2] == [first, second]


@pytest.mark.parametrize("key", letters.Key)
def test_the_first_text_of_each_letter_has_what_it_needs_and_no_more(key):
    said = letters.first_text(key)
    assert said.subject
    assert letters.unknown_variables(key, said.subject, said.body) == []
    assert letters.missing_variables(key, said.subject, said.body) == []
    shown = letters.example(key, said)
    assert "{" not in shown.subject + "".join(shown.paragraphs)


def test_a_value_with_braces_is_printed_as_it_is():
    said = letters.FirstText("{personne}", "{personne}\n\n{numero}")
    names = {variable.name: "" for variable in letters.LETTERS[letters.Key.CONVOCATION].variables}
    filled = letters.filled(
        letters.Key.CONVOCATION, said, names | {"personne": "{numero}", "numero": "12"}
    )
    assert (filled.subject, filled.paragraphs) == ("{numero}", ("{numero}", "12"))


def set_letter(user, **fields):
    values = {
        "key": letters.Key.ORIENTATION_NOTICE,
        "subject": "Votre parcours",
        "body": "Vous êtes orienté·e vers {parcours}, {structure}.",
        "starts_on": TODAY(),
    }
    with acting_as(user):
        return services.set_letter(actor=Actor(user), **(values | fields))


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("body", {"body": "{parcours} {structure} {salaire}"}),
        ("body", {"body": "{parcours} {structure} {"}),
        ("subject", {"subject": "{nom}"}),
        ("body", {"body": "Sans rien"}),
        ("starts_on", {"starts_on": TODAY() - timedelta(days=1)}),
    ],
)
def test_a_text_is_checked(manager, field, values):
    with pytest.raises(SettingError) as refused:
        set_letter(manager, **values)
    assert refused.value.field == field


def test_a_text_counts_from_its_day_on(manager, adviser):
    day = TODAY() + timedelta(days=4)
    set_letter(manager, starts_on=day)
    with acting_as(adviser):
        key = letters.Key.ORIENTATION_NOTICE
        assert letters.text(key, day).subject == "Votre parcours"
        assert letters.text(key, TODAY()) == letters.first_text(key)


def test_who_writes_over_another_text_is_told(manager):
    row = set_letter(manager, seen=0)
    with pytest.raises(SetMeanwhileError) as refused:
        set_letter(manager, seen=0, subject="Autre")
    assert refused.value.row == row
    with system_scope(Scope.TEST):
        assert LetterText.unscoped.get().subject == "Votre parcours"


def test_nobody_else_writes_a_letter_or_a_list(adviser):
    with pytest.raises(SettingError, match="responsables"):
        set_letter(adviser)
    with acting_as(adviser), pytest.raises(SettingError, match="responsables"):
        services.add_term(name=Term.List.JOURNAL_KIND, label="x", actor=Actor(adviser))
