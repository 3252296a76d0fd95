"""Each model and field of the area says what becomes of it when a person is anonymised."""

from django.apps import apps
from django.db import models

from portal.followup.retention.erasing.declared import RULES
from portal.followup.rows.base import CaseRow

AREA = [
    model
    for model in apps.get_app_config("followup").get_models()
    if not hasattr(model, "pgh_tracked_model")
]
TEXTS = (models.CharField, models.TextField)


def fields_of(model) -> set[str]:
    return {field.name for field in model._meta.concrete_fields if not field.primary_key}


def test_every_model_of_the_area_has_a_rule():
    """A new table is one line of `RULES`."""
    assert {model.__name__ for model in AREA} == RULES.keys()


def test_every_field_of_a_person_has_one_rule():
    for model in AREA:
        rule = RULES[model.__name__]
        if rule.is_dropped or rule.apart:
            assert not rule.fields, model.__name__
            continue
        known = rule.fields
        assert len(known) == len(set(known)), model.__name__
        assert set(known) == fields_of(model) - {"beneficiary"}, model.__name__


def test_no_table_that_names_a_person_is_left_apart():
    for model in AREA:
        names = {field.related_model.__name__ for field in model._meta.fields if field.is_relation}
        if issubclass(model, CaseRow) or "Beneficiary" in names:
            assert not RULES[model.__name__].apart, model.__name__


def test_a_text_that_somebody_types_is_never_kept():
    """What has a list of choices, or is written by the program, may stay."""
    ours = {
        # Who acted for the service, and the words of the program.
        "author_name",
        "name",
        "user_name",
        "decider_name",
        "opinion_by",
        "lifted_by",
        "place",
        "withheld_reason",
        "contract_kinds",
        # Codes of CAF and MSA, and of organisms; the fate of what was handed over.
        "reason",
        "organism",
        "organism_number",
        "kind",
        # Where a line of hours came from, a section of a file, the seal of a merge; an ad.
        "source",
        "key",
        "section",
        "seal",
        "title",
        "organisation",
    }
    for model in AREA:
        rule = RULES[model.__name__]
        for name in rule.keep.split():
            field = model._meta.get_field(name)
            if isinstance(field, TEXTS) and not field.choices:
                assert name in ours, (model.__name__, name)
    # `reason` is kept of a right (a code of three letters) and nowhere else as a text.
    free = [
        model.__name__
        for model in AREA
        if "reason" in RULES[model.__name__].keep.split()
        and isinstance(model._meta.get_field("reason"), TEXTS)
        and not model._meta.get_field("reason").choices
    ]
    assert free == ["Entitlement"]
