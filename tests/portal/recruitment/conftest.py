"""Until the pages of a registration have addresses: what their links would be."""

import pytest

from portal.recruitment import links


@pytest.fixture(autouse=True)
def addresses(monkeypatch):
    monkeypatch.setattr(
        links, "reverse", lambda _name, args: f"/inscription/{'/'.join(map(str, args))}/"
    )
