"""Nothing of the closed area is a criterion or a variable: neither a table, nor a word."""

import re
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.utils import timezone

from portal.mailing.audiences.registry import AUDIENCES
from portal.mailing.mails import category_of
from portal.mailing.models import Source
from portal.participation.disclosure import disclosing_word
from portal.recruitment.models import Roster
from snippets.folding import fold_name
from tests.factories import CommuneFactory, JobOfferPageFactory
from tests.portal.accounts.people import join
from tests.portal.mailing.world import (
    EVERY_CANDIDATE,
    EVERY_ORGANISATION,
    EVERY_PARTNER,
    EVERY_SPONSOR,
    candidate,
    organisation,
    registered,
    session_list,
)
from tests.portal.sponsorship.people import make_sponsor

SECRET = re.compile(
    r"\b(rsa|beneficiaires?|allocataires?|dossiers?|caf|msa|orientation|referents?)\b"
)


def test_every_public_has_its_module_its_keys_and_its_variables() -> None:
    assert set(AUDIENCES) == set(Source)
    for source, audience in AUDIENCES.items():
        assert audience.label
        assert audience.category.optional
        # What is read at the approval is what the message's own button stops.
        assert audience.category == category_of(source)
        assert "first_name" in audience.variables


def test_no_criterion_and_no_variable_tells_of_a_case() -> None:
    names = [*(field.name for model in _closed_tables() for field in model._meta.get_fields())]
    forbidden = {"beneficiary", "case", "rsa", "referent", "diagnosis", "contract", "followup"}
    assert "beneficiary" in names
    for source, audience in AUDIENCES.items():
        for key in [*audience.keys, *audience.variables]:
            assert not forbidden & set(key.split("_")), (source, key)
        for variable in audience.variables.values():
            words = f"{variable.label} {variable.sample}"
            assert not SECRET.search(fold_name(words)), (source, words)
            assert not disclosing_word(words, among_beneficiaries=True)


def _closed_tables() -> list:
    return list(apps.get_app_config("followup").get_models())


def test_campaigns_import_nothing_of_the_closed_area() -> None:
    graph = grimp.build_graph("portal", cache_dir=None)
    mailing = {name for name in graph.modules if name.startswith("portal.mailing")}
    for name in mailing:
        found = {one for one in graph.find_modules_directly_imported_by(name) if ".followup" in one}
        assert not found, name
    root = Path(__file__).resolve().parents[3] / "portal" / "mailing"
    for path in root.rglob("*.py"):
        assert "followup" not in path.read_text(), path


@pytest.mark.django_db
def test_no_rule_reads_a_table_of_the_closed_area_nor_says_a_word_of_it() -> None:
    """The statement itself, and each reason that it writes, of every public."""
    person = candidate(commune=CommuneFactory(belfort=True), trades=("F1703",))
    join(organisation(kind="employment_partner", email="une@exemple.test"))
    make_sponsor(commune=CommuneFactory(belfort=True))
    roster, page = session_list(title="Forum"), JobOfferPageFactory.row(title="Maçon")
    registered(roster, user=person)
    criteria = {
        Source.ORGANISATIONS: EVERY_ORGANISATION,
        Source.PARTNERS: EVERY_PARTNER,
        Source.CANDIDATES: {**EVERY_CANDIDATE, "communes": ["90010"], "occupations": ["F"]},
        Source.SESSION: {"roster": roster.pk, "states": ["registered"]},
        Source.APPLICANTS: {"page": page.pk, "states": ["waiting"]},
        Source.SPONSORS: {**EVERY_SPONSOR, "communes": ["90010"], "domains": ["F"]},
    }
    assert set(criteria) == set(Source)
    tables = {model._meta.db_table for model in _closed_tables()}
    for source, asked in criteria.items():
        rule = AUDIENCES[source].rule(asked, now=timezone.now())
        sql, _ = rule.chosen.query.sql_with_params()
        assert not tables & set(re.findall(r"\w+", sql)), source
        said = [rule.sentence, *(row[5] for row in rule.chosen)]
        for sentence in said:
            assert not SECRET.search(fold_name(sentence)), sentence


@pytest.mark.django_db
def test_a_session_for_beneficiaries_is_left_out_by_the_statement_too() -> None:
    """One that becomes such after its criteria were read finds nobody."""
    roster = session_list(title="Forum")
    registered(roster, user=candidate())
    asked = {"roster": roster.pk, "states": ["registered"]}
    chosen = AUDIENCES[Source.SESSION].rule(asked, now=timezone.now()).chosen
    assert chosen.all().count() == 1
    Roster.objects.filter(pk=roster.pk).update(audience="rsa")
    assert chosen.all().count() == 0
