"""`make deployment-check`: docs/deployment.md, followed to the letter on an empty Debian 12.

From packages to the first account, then maintenance, backup, an upgrade, going back, and a restore
into an empty database. It needs root, and packages from where this machine takes them.
"""

import argparse
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.deployment import looks
from tests.deployment.machine import Machine, StepError, base_tree, what_is_missing
from tests.deployment.page import PAGE
from tests.deployment.served import Site, expect

ROOT = PAGE.parents[1]
# The blocks of the page, in its order: what leads to a site, then what one needs later.
FROM_NOTHING = (
    "packages",
    "user",
    "roles",
    "/etc/declic.env",
    "/etc/declic-backup.env",
    "release",
    "first-start",
    "services",
    "certificate",
    "proxy",
    "first-account",
)
LATER = (
    "maintenance",
    "upgrade-prepare",
    "upgrade",
    "rollback",
    "rollback-database",
    "rollback-end",
    "backup",
    "restore",
)
MIGRATION = '''"""The next version of the check."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("snippets", "{last}")]
    operations = [
        migrations.RunSQL("CREATE TABLE snippets_next (id int)", "DROP TABLE snippets_next")
    ]
'''


def main() -> int:
    """Run everything; return 0 when it is all as the page says."""
    parser = argparse.ArgumentParser(prog="make deployment-check", description=__doc__)
    parser.add_argument("--hold", action="store_true", help="wait before the machine goes away")
    options = parser.parse_args()
    if missing := what_is_missing():
        print("The check cannot run here. It needs:", *missing, sep="\n- ", file=sys.stderr)
        return 2
    if subprocess.run(["git", "diff", "--quiet", "HEAD"], cwd=ROOT, check=False).returncode:
        print("What is not committed is not deployed: the check sees the last commit alone.")
    started = time.monotonic()
    # Whoever stops the check finds the machine gone all the same.
    for stopping in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(stopping, lambda *_: sys.exit("Stopped."))
    folder = ROOT / "var" / "deployment"
    base = base_tree(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".source-") as name:
        source, mails = Path(name) / "declic.git", Path(name) / "mails"
        subprocess.run(["git", "clone", "--quiet", "--bare", ROOT, source], check=True)
        machine = Machine(base, source)
        site = Site(machine, PAGE.read_text(encoding="utf-8"), mails)
        try:
            with_the_first_version(site)
        except StepError as error:
            print(f"\n{error}", file=sys.stderr)
            return 1
        finally:
            if options.hold:
                input(f"{' '.join(machine.in_its_network('…'))}\nEnter: the machine goes away.")
            machine.stop()
    print(f"The page holds: {time.monotonic() - started:.0f} s.")
    return 0


def with_the_first_version(site: Site) -> None:
    """From nothing to a site in service, and all that becomes of it."""
    with site.mail_server():
        for name in FROM_NOTHING:
            printed = site.follow(name)
        looks.invitation(site, printed)
    looks.pages(site)
    looks.health(site)
    looks.units(site)
    rendition = looks.uploads(site)
    looks.limits(site)
    looks.logs(site)
    looks.maintenance(site)
    looks.journal(site)
    print(f"Memory of each process, in MB: {looks.memory(site)}", flush=True)
    restored(site, rendition)
    upgraded_and_back(site, rendition)
    looks.journal(site)


def restored(site: Site, rendition: str) -> None:
    """A backup, then nothing, then everything again."""
    file = re.search(r"/\S+\.tar", site.follow("backup"))
    expect(file, "The backup does not say where it is.")
    site.machine.run("systemctl stop declic-worker declic-web")
    before = site.rows()
    site.machine.run(
        "runuser -u postgres -- psql -q -c 'ALTER DATABASE declic RENAME TO declic_lost';"
        "runuser -u postgres -- createdb --owner declic --encoding UTF8 -T template0 declic;"
        "find /srv/declic/var/media -mindepth 1 -delete; rm -r /srv/declic/var/maintenance"
    )
    site.filled_in["restore"] = {"/srv/declic/var/backups/declic-….tar": file[0]}
    site.follow("restore")
    after = site.rows()
    expect(
        before == after or differences(before, after) <= ALIVE,
        f"Rows before and after: {differences(before, after)}",
    )
    site.machine.run("systemctl start declic-web declic-worker")
    served(site, rendition)


# What `migrate`, the last command of a restore, and the processes write by themselves.
ALIVE = {"procrastinate_workers", "django_content_type"}


def differences(before: dict[str, int], after: dict[str, int]) -> set[str]:
    """The tables whose number of rows is another."""
    return {name for name in before | after if before.get(name) != after.get(name)}


def served(site: Site, rendition: str) -> None:
    """The site answers again, with its pictures and its worker."""
    site.ready()
    looks.pages(site)
    looks.pictures(site, rendition)


def upgraded_and_back(site: Site, rendition: str) -> None:
    """The next version, which has a migration and a file of its own; then the former one."""
    publish_the_next_version(site)
    site.get("/version.txt")
    site.follow("release")
    site.follow("upgrade-prepare")
    seconds = looks.how_long_closed(site, "upgrade")
    print(f"The upgrade was felt for {seconds:.0f} s.", flush=True)
    served(site, rendition)
    site.expect_status("/version.txt", 200)
    expect("snippets_next" in site.rows(), "The migration did not run.")
    counted = site.rows()
    site.sql("INSERT INTO snippets_next VALUES (1)")
    site.follow("rollback")
    site.follow("rollback-database")
    site.follow("rollback-end")
    served(site, rendition)
    site.expect_status("/version.txt", 404)
    missing = differences(counted, site.rows())
    expect("snippets_next" in missing, "The former version runs on the next one's tables.")


def publish_the_next_version(site: Site) -> None:
    """One more commit in the repository that releases come from."""
    source = next(site.mails.parent.glob("*.git"))
    work = site.mails.parent / "next"
    subprocess.run(["git", "clone", "--quiet", source, work], check=True)
    folder = work / "snippets" / "migrations"
    last = max(file.stem for file in folder.glob("0*.py"))
    (folder / "9999_next.py").write_text(MIGRATION.format(last=last))
    (work / "site/root/version.txt").write_text("next\n")
    author = ("-c", "user.name=check", "-c", "user.email=check@example.org")
    subprocess.run(["git", "add", "--all"], cwd=work, check=True)
    commit = ["git", *author, "commit", "--quiet", "--message", "The next version"]
    subprocess.run(commit, cwd=work, check=True)
    subprocess.run(["git", "push", "--quiet", "origin", "HEAD"], cwd=work, check=True)
    shutil.rmtree(work)


if __name__ == "__main__":
    sys.exit(main())
