"""What a site needs to stand: laid after each migrate, never twice."""

from typing import Any

from django.db import connections, transaction


def after_migrate(using: str, **kwargs: Any) -> None:
    """Make the page tree, the levels and the workflow where they are missing.

    Called after a migration and after a test's flush, which empties even Wagtail's own rows.
    A few reads when nothing is missing. Does nothing while a table is not there yet.
    """
    from pages import structure
    from portal.accounts import levels

    introspection = connections[using].introspection
    installed = introspection.installed_models(introspection.table_names())
    if using != "default" or not installed.issuperset(introspection.get_migratable_models()):
        return
    with transaction.atomic():
        structure.lay_pages()
        levels.sync_levels()
        structure.lay_workflow(levels.reviewers(), others=levels.other_levels())
        structure.lay_nomenclatures()
