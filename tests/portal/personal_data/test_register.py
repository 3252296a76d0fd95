"""Nothing about a person is kept that the register does not say."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from portal.accounts.models import User
from portal.personal_data.register import OnErasure, holdings

OURS = {
    "snippets",
    "pages",
    "search",
    "accounts",
    "candidates",
    "cv",
    "participation",
    "applications",
    "recruitment",
    "mailing",
}
# Relations that say nothing by themselves.
JOINS = {
    ("accounts.User_groups", "user"): "the levels, which grants tell",
    ("accounts.User_user_permissions", "user"): "unused: levels are groups",
    ("accounts.LevelGrant", "granted_by"): "told by the audit log",
    ("accounts.LevelGrant", "approved_by"): "told by the audit log",
    ("accounts.GrantProposal", "proposed_by"): "told by the audit log",
    ("accounts.GrantProposal", "decided_by"): "told by the audit log",
    ("accounts.LevelGrant", "ended_by"): "told by the audit log",
    ("accounts.Membership", "created_by"): "told by the audit log",
    ("accounts.Membership", "ended_by"): "told by the audit log",
    ("accounts.Invitation", "invited_by"): "told by the audit log",
    ("pghistory.MiddlewareEvents", "user"): "no table: who wrote stands in each history",
    ("wagtailimages.Image", "uploaded_by_user"): "unused: the site has a model of its own",
    ("wagtaildocs.Document", "uploaded_by_user"): "unused: the site has a model of its own",
}
# What professionals sign in cases stays with the case (`portal/followup/holdings.py`); histories
# are of rows that are told or signed themselves.
SIGNED = {"created_by"}
# Contacts that organisations publish: no account, erased with their page or organisation.
PUBLIC_CONTACTS = {
    ("snippets.Organisation", "email"),
    ("snippets.SiteSettings", "contact_email"),
    ("pages.JobOfferPage", "contact_email"),
    ("pages.VolunteeringPage", "contact_email"),
    ("pages.RecruitmentSessionPage", "contact_email"),
}


def every_model():
    return apps.get_models(include_auto_created=True)


def conditions(rows):
    """The name and the value of each condition, however they are nested."""
    for child in rows.children:
        yield from conditions(child) if isinstance(child, models.Q) else (child,)


def registered(user):
    """The relations to a user that conditions of the register name."""
    found = set()
    for holding in holdings():
        for condition in conditions(holding.rows(user)):
            name = condition[0].partition("__")[0]
            found.add((holding.model, name))
    return found


def is_signature(model, field):
    """Whether it says who wrote in a case, or is a line of its history."""
    return field.name in SIGNED or hasattr(model, "pgh_tracked_model")


@pytest.mark.django_db
def test_every_relation_to_a_person_is_in_the_register():
    user = User(pk=1, email="x@exemple.test")
    relations = {
        (model._meta.label, field.name)
        for model in every_model()
        for field in model._meta.get_fields()
        if isinstance(field, (models.ForeignKey, models.ManyToManyField))
        and field.related_model is User
        and field.model is model
        and not (model._meta.app_label == "followup" and is_signature(model, field))
    }
    assert relations - registered(user) - JOINS.keys() == set()
    assert JOINS.keys() - relations == set()


def test_every_address_of_ours_is_in_the_register():
    addresses = {
        (model._meta.label, field.name)
        for model in every_model()
        if model._meta.app_label in OURS
        for field in model._meta.get_fields()
        if isinstance(field, models.EmailField)
    }
    told = {(holding.model, name) for holding in holdings() for name in holding.fields}
    assert addresses - told - PUBLIC_CONTACTS == set()


@pytest.mark.parametrize("holding", holdings(), ids=lambda row: f"{row.model} {row.title}")
def test_each_field_is_told_or_left_out_for_a_reason(holding):
    assert holding.title
    assert holding.why.endswith(".")
    assert holding.how_long.endswith(".")
    if holding.is_trace:
        return
    every = {field.name for field in holding.model_class._meta.fields}
    every |= {field.name for field in holding.model_class._meta.many_to_many}
    assert every - holding.fields.keys() - holding.left_out == set()
    assert (holding.fields.keys() | holding.left_out) - every == set()
    assert holding.redacted.keys() <= every
    assert (holding.on_erasure == OnErasure.REDACT) == bool(holding.redacted)


def test_the_document_is_up_to_date():
    call_command("data_register", check=True)
