"""What people type for a place that is none of our communes.

The largest towns, those around the present territories, regions and countries: looked for by
spelling, some of them would be taken for a commune of ours. `resolve` asks our communes first.
"""

from functools import cache
from pathlib import Path

import snippets
from snippets.departments import departments
from snippets.folding import fold_place

_FILE = Path(snippets.__file__).parent / "data" / "elsewhere.txt"


@cache
def elsewhere(own_code: str) -> frozenset[str]:
    """Folded names: of the file, of the départements but our own, of the regions but our own."""
    known = departments()
    own = known.get(own_code)
    names = set(_FILE.read_text(encoding="utf-8").splitlines())
    names |= {department.name for department in known.values()}
    names |= {department.region for department in known.values()}
    if own:
        names -= {own.name, own.region}
    return frozenset(map(fold_place, names))
