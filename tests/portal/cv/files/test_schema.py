"""What the code writes under `x-declic` and what the schema lists are the same keys."""

import json
from pathlib import Path

from portal.cv import resume
from portal.cv.editor.fields import Kind
from portal.cv.editor.imported import EVERY
from portal.cv.editor.values import TYPED
from portal.cv.identifiers import ID, LISTS
from snippets.dotted_paths import steps

SCHEMA = json.loads((Path(resume.__file__).parent / "schema" / "x-declic.json").read_text("utf-8"))
# Written by other means than a field: by the photo's screen, the sections' buttons.
ELSEWHERE = {"photo", "sections"}


def keys_at(part_list: str) -> set[str]:
    node = SCHEMA["properties"]
    if part_list:
        *above, last = steps(part_list)
        for step in above:
            node = node[step]["properties"]
        node = node[last]["items"]["properties"]
    return set(node["x-declic"]["properties"])


def written(part_list: str) -> set[str]:
    found = {ID} if part_list else set()
    for part in EVERY:
        if part.list_key != part_list:
            continue
        for field in part.fields:
            head, *rest = steps(field.key)
            if head == "x-declic":
                found.add(rest[0])
            if field.kind == Kind.DATE:
                found.add(TYPED)
    return found


def test_the_schema_lists_what_is_written_and_nothing_else() -> None:
    assert keys_at("") - ELSEWHERE == written("")
    for name in LISTS:
        # A name and dates as they were typed may be in any entry.
        assert keys_at(name) - {TYPED} == written(name) - {TYPED}, name
        assert {ID, TYPED} <= keys_at(name)
