"""No test sees the files of another one."""

import pytest

from portal.participation.models.cvs import FOLDER, private_storage
from tests.portal.applications.sending import files_kept


@pytest.fixture(autouse=True)
def no_file():
    for name in files_kept():
        private_storage().delete(f"{FOLDER}/{name}")
