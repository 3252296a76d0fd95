"""Run every migration on a new database: `python -m tests.migrating`.

Those of libraries first. Django makes the models of a migration's state anew when one changes, with
all that are related to it: once ours are there, and most are related to a user, each small change
of a library costs a second.
"""

import gc

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

OURS = ("snippets.", "pages.", "search.", "portal.")


def migrate() -> None:
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate([leaf for leaf in leaves if not _is_ours(leaf[0])])
    call_command("migrate", verbosity=0)


def _is_ours(label: str) -> bool:
    return f"{apps.get_app_config(label).name}.".startswith(OURS)


if __name__ == "__main__":
    # Models of states by the thousand: looking for garbage among them takes a sixth of the time.
    gc.set_threshold(200_000, 50, 1000)
    django.setup()
    migrate()
