"""No page asks for the camera, but the one that says so."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/mentions-legales/", "/nulle-part/", "/api/nulle-part/"])
def test_pages_never_ask_for_camera_or_microphone(client, path):
    assert client.get(path)["Permissions-Policy"] == "camera=(), microphone=()"
