"""Which tests one process of several runs: those of a folder that shares a state, or any.

xdist's own mark for it, `xdist_group`, changes the id of a test, which pytest no longer reads.
"""

from xdist.scheduler import LoadScopeScheduling

# Loading the demo takes longer than its tests.
TOGETHER = ("tests/demo/loaded/",)


def group_of(nodeid: str) -> str:
    """The folder whose tests stay together, or the test alone."""
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)


class GroupScheduling(LoadScopeScheduling):
    """The largest groups first, then one test after the other, to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
