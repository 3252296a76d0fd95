"""A client generated from the schema lists opportunities and reads one, on a real server."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from config.api_docs import schema
from tests.search.rows import make_row
from tests.search.sessions import make_session

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The generated package, importable."""
    folder = tmp_path_factory.mktemp("client")
    document = folder / "openapi.json"
    document.write_text(json.dumps(schema()))
    config = folder / "config.yml"
    config.write_text("package_name_override: declic_client\npost_hooks: []\n")
    tool = Path(sys.executable).with_name("openapi-python-client")
    done = subprocess.run(
        [
            tool,
            "generate",
            "--path",
            document,
            "--meta",
            "none",
            "--config",
            config,
            "--output-path",
            folder / "declic_client",
            "--fail-on-warning",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield "declic_client"
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == "declic_client"]:
        del sys.modules[name]


def test_a_generated_client_lists_and_reads(package, live_server):
    def operation(tag: str, name: str):
        return importlib.import_module(f"{package}.api.{tag}.{name}").sync

    rows = [make_row(title=f"Maçon {number}") for number in range(3)]
    session = make_session()
    with importlib.import_module(package).Client(base_url=live_server.url) as client:
        found = operation("annonces", "opportunities_list")(client=client, q="maçonne")
        assert found.count == 3
        assert {item.id for item in found.results} == {row.pk for row in rows}
        one = operation("annonces", "opportunities_read")(rows[0].pk, client=client)
        assert one.title == "Maçon 0"
        assert one.published_at == rows[0].published_at
        agenda = operation("annonces", "sessions_list")(client=client)
        assert [item.id for item in agenda.results] == [session.pk]
        problem = operation("annonces", "opportunities_read")(1, client=client)
        assert problem.status == 404
