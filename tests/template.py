"""Make the database that tests copy, ahead of them: `python -m tests.template`."""

from tests.database import migrated_template

if __name__ == "__main__":
    migrated_template()
