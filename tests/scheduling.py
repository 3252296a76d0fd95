"""Which tests one process of several runs: those of a module, or of a folder that shares a state.

What a module makes once would be made once in each process that runs a test of it.

xdist's own mark for it, `xdist_group`, changes the id of a test, which pytest no longer reads.
"""

from collections import OrderedDict
from typing import Any

from xdist.scheduler import LoadScopeScheduling

# Loading the demo takes longer than its tests.
TOGETHER = ("tests/demo/loaded/",)
# A journey takes longer than what it shares with the others of its module.
ALONE = "tests/e2e/"


def group_of(nodeid: str) -> str:
    """The folder or the module whose tests stay together, or the test alone."""
    if nodeid.startswith(ALONE):
        return nodeid
    module = nodeid.partition("::")[0]
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), module)


class GroupScheduling(LoadScopeScheduling):
    """The largest groups first, then the smaller ones, to whoever is free.

    xdist goes through all that a process has done each time a test ends, and through all tests to
    find one: with thousands of groups, that took a tenth of the time.
    """

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._positions: dict[str, int] = {}

    def schedule(self) -> None:
        if self.collection is None and self.collection_is_completed:
            tests = next(iter(self.registered_collections.values()))
            self._positions = {nodeid: position for position, nodeid in enumerate(tests)}
        super().schedule()

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        nodeid = self.registered_collections[node][item_index]
        groups, scope = self.assigned_work[node], self._split_scope(nodeid)
        groups[scope][nodeid] = True
        if all(groups[scope].values()):
            del groups[scope]
        self._reschedule(node)

    def _assign_work_unit(self, node: Any) -> None:
        scope, tests = self.workqueue.popitem(last=False)
        self.assigned_work.setdefault(node, OrderedDict())[scope] = tests
        node.send_runtest_some(
            [self._positions[nodeid] for nodeid, is_done in tests.items() if not is_done]
        )

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
