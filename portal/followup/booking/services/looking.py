"""The person looks at their invitation by its link: what is read there can write nothing.

What they do is written by `choosing`, in its own scope, inside the request that asks for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from portal.followup.rows.scope import Scope, system_scope


@contextmanager
def by_link() -> Iterator[None]:
    """The scope in which the pages of a link are read; they are rendered once it is left."""
    with system_scope(Scope.DIARY):
        yield
