"""What the site does once the page was followed: each function looks at one promise of it."""

import json
import re
import struct
import time
import zlib

from tests.deployment.machine import StepError
from tests.deployment.served import NAME, Site, expect

VAR = "/srv/declic/var"
SERVICES = ("declic-web", "declic-worker")
# A session of somebody who may add pictures, as signing in with a second factor leaves it.
EDITOR = """
from portal.accounts.actors import SITE, Actor
from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.accounts.services.grants import grant_level
from tests.sign_in import new_session
first, editor = (
    User.objects.create_user(f"{name}@example.org", first_name=name, last_name="Exemple")
    for name in ("premier", "redaction")
)
right = LevelName.RIGHTS_ADMINISTRATOR
grant_level(user=first, level=right, reason="Contrôle", actor=SITE)
grant_level(user=editor, level=LevelName.COMMUNICATION, reason="Contrôle", actor=Actor(first))
print("session=" + new_session(editor).session_key)
"""
# What the Communication level writes in the CMS, before the page of maintenance is made.
PHONE = "03 53 01 90 00"
PHONE_IS_WRITTEN = f"""
from snippets.models import SiteSettings
site = SiteSettings.load()
site.contact_phone = "{PHONE}"
site.save()
"""


def pages(site: Site) -> None:
    """The home page over HTTP/2, in Brotli; its static files; TLS alone, for this name alone."""
    home = site.expect_status("/", 200)
    expect(home.version == "2", f"The home page comes over HTTP/{home.version}.")
    expect(home.headers.get("content-encoding") == "br", f"Not in Brotli: {home.headers}")
    policy = home.headers.get("strict-transport-security", "")
    expect(policy == "max-age=31536000", f"HSTS says {policy!r}.")
    plain = site.get("/", "--header", "Accept-Encoding: identity", encoded=False)
    expect("content-encoding" not in plain.headers, "Compressed for who does not ask.")
    style = re.search(r'href="(/static/[^"]+\.css)"', home.text)
    expect(style, "The home page has no style sheet.")
    sheet = site.expect_status(style[1], 200)
    expect(sheet.headers.get("content-encoding") == "br", f"{style[1]}: {sheet.headers}")
    expect("immutable" in sheet.headers.get("cache-control", ""), f"{style[1]}: {sheet.headers}")
    icon = site.expect_status("/favicon.ico", 200)
    expect(icon.body[:4] == b"\0\0\1\0", "/favicon.ico is no icon.")
    expect("icon" in icon.headers["content-type"], f"/favicon.ico: {icon.headers}")
    moved = site.expect_status(f"http://{NAME}/offres/?q=a", 301)
    expect(moved.headers["location"] == f"https://{NAME}/offres/?q=a", str(moved.headers))
    site.expect_status("/offres/", 200)
    site.expect_status("/cms/login/", 302)


def health(site: Site) -> None:
    """Every check is well, the worker's included, and the processes run without a home."""
    checks = site.ready()
    expect(all(check["ok"] for check in checks.values()), str(checks))
    environment = site.machine.run(
        "tr '\\0' '\\n' < /proc/$(systemctl show --value --property MainPID declic-web)/environ"
    )
    expect("HOME=/nonexistent" in environment or "HOME=" not in environment, environment)
    expect("BACKUP_DATABASE_URL" not in environment, "The web processes read the backup's role.")
    restarts = site.machine.run(
        f"systemctl show --value --property NRestarts {' '.join(SERVICES)}"
    ).split()
    expect(restarts == ["0", "0"], f"Services were restarted: {restarts}")


def journal(site: Site) -> None:
    """JSON, a line an event, without an error."""
    lines = site.machine.run(
        "journalctl --quiet --output cat --unit declic-web --unit declic-worker"
        " _UID=$(id -u declic)"
    ).splitlines()
    for line in lines:
        if line.startswith("{"):
            event = json.loads(line)
            # What `uploads` has tried: an address that leaves the folder of the pictures.
            if event["logger"] != "django.security.SuspiciousFileOperation":
                expect(event["level"] not in ("ERROR", "CRITICAL"), line)
        expect("Traceback" not in line and "Permission denied" not in line, "\n".join(lines[-40:]))


def units(site: Site) -> None:
    """systemd has nothing to say of the units, and the backup of the night works."""
    said = site.machine.run("systemd-analyze verify /etc/systemd/system/declic-* 2>&1")
    expect("declic" not in said, said)
    site.machine.run("systemctl start declic-backup")
    found = site.machine.run(f"ls -l {VAR}/backups")
    expect("-rw------- 1 declic declic" in found, found)


def invitation(site: Site, printed: str) -> None:
    """The link of the first administrator leaves by mail, and opens."""
    link = site.wait_for_mail(rf"https://{NAME}(/invitation/\S+)")
    expect(link[0] in printed, f"The command printed another link: {printed}")
    page = site.expect_status(link[1], 200)
    expect("<form" in page.text, "The invitation shows no form.")


def uploads(site: Site) -> str:
    """A picture that an editor adds: nginx gives its renditions, and nothing else of the media."""
    session = re.search(r"session=(\w+)", site.shell(EDITOR))
    expect(session, "No session was made.")
    cookie = ("--cookie", f"sessionid={session[1]}; csrftoken={'c' * 32}")
    address = "/cms/images/add/"
    form = site.expect_status(address, 200, *cookie)
    fields = re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', form.text)
    picture = site.machine.layer / "picture.png"
    picture.write_bytes(png(1200, 800))
    known = {
        "csrfmiddlewaretoken": "c" * 32,
        "title": "Contrôle",
        "description": "Un aplat bleu",
        "file": f"@{picture};type=image/png",
    }
    options = [*cookie, "--referer", f"https://{NAME}{address}"]
    for name in {*known, *fields} - {"q"}:
        options += ["--form", f"{name}={known.get(name, '')}"]
    sent = site.get(address, *options)
    expect(sent.status == 302, f"{address}: {sent.status}\n{errors_in(sent.text)}")
    listing = site.expect_status("/cms/images/", 200, *cookie)
    rendition = re.search(r'src="(/media/images/[^"]+)"', listing.text)
    expect(rendition, "The list of images shows none.")
    pictures(site, rendition[1])
    original = site.machine.run(f"find {VAR}/media/original_images -type f").split()[0]
    for who, path in {"www-data": original, "nobody": original}.items():
        said = site.machine.run(f"runuser -u {who} -- cat {path} >/dev/null", check=False)
        expect("Permission denied" in said, f"{who} reads {path}.")
    for path in (original.removeprefix(VAR), "/media/", "/media/images/../original_images/"):
        answer = site.get(path, "--path-as-is")
        expect(answer.status in (400, 404), f"{path} answers {answer.status}.")
    return rendition[1]


def pictures(site: Site, rendition: str) -> None:
    """A rendition comes from the disk, by nginx itself."""
    image = site.expect_status(rendition, 200)
    expect(image.headers["content-type"].startswith("image/"), str(image.headers))
    expect(len(image.body) > 100, f"{rendition} is empty.")
    # Each answer of the site has one.
    expect("x-request-id" not in image.headers, "The rendition came from the web processes.")


def limits(site: Site) -> None:
    """Whatever process answers, the next request has one less."""
    left = [
        int(site.expect_status("/api/v1/communes/", 200).headers["ratelimit-remaining"])
        for _ in range(12)
    ]
    expect(left == list(range(left[0], left[0] - 12, -1)), f"Requests left: {left}")


def logs(site: Site) -> None:
    """nginx writes no address that opens something, into files that are rotated."""
    site.get("/lien/secret-that-opens/?token=secret-that-opens")
    site.machine.run("logrotate --force /etc/logrotate.d/nginx")
    site.get("/health/live")
    folder = "/var/log/nginx"
    listed = site.machine.run(f"ls {folder}")
    expect("declic.access.log.1" in listed, f"Not rotated: {listed}")
    expect("/health/live" in site.machine.run(f"cat {folder}/declic.access.log"), "Not reopened.")
    written = site.machine.run(f"cat {folder}/declic.access.log* {folder}/declic.error.log*")
    expect("GET /lien/…" in written and "secret-that-opens" not in written, written[-1500:])


def is_closed(site: Site) -> None:
    """Every page says that the site comes back, whoever asks and however."""
    for options in ((), ("--data", "a=b")):
        closed = site.get("/offres/", *options)
        expect(closed.status == 503, f"{closed.status} during maintenance")
        expect(closed.headers.get("retry-after") == "120", str(closed.headers))
        expect("Le site revient dans quelques minutes" in closed.text, closed.text[:500])
        expect(PHONE in closed.text, "Without a phone number.")


def maintenance(site: Site) -> None:
    """While the file stands; when the web processes are away; then no more."""
    site.shell(PHONE_IS_WRITTEN)
    site.machine.run("declic maintenance_page")
    site.follow("maintenance")
    is_closed(site)
    site.machine.run("rm /srv/declic/maintenance && systemctl stop declic-web")
    is_closed(site)
    site.machine.run("systemctl start declic-web")
    site.ready()


def memory(site: Site) -> str:
    """Megabytes of each process: all it holds (RSS), and with its share of what is common (PSS)."""
    told = []
    for service in SERVICES:
        said = site.machine.run(
            f"for process in $(cat /sys/fs/cgroup/system.slice/{service}.service/cgroup.procs);"
            " do grep -E '^(Rss|Pss):' /proc/$process/smaps_rollup; done"
        )
        for name in ("Rss", "Pss"):
            found = re.findall(rf"{name}: +(\d+)", said)
            sizes = [int(size) // 1024 for size in found]
            told.append(f"{service} {name.upper()} {' + '.join(map(str, sorted(sizes)))}")
    return "; ".join(told)


def png(width: int, height: int) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    rows = (b"\0" + b"\x0f\x4c\x5c" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def errors_in(page: str) -> str:
    """What a form of the CMS refuses."""
    found = re.findall(r'class="[^"]*error[^"]*"[^>]*>(.*?)</', page, re.DOTALL)
    return " ".join(" ".join(found).split()) or page[:1500]


def how_long_closed(site: Site, name: str) -> float:
    """Follow a block while somebody asks for the home page; return the seconds without an answer.

    Raises StepError when what they read meanwhile is not the page of maintenance.
    """
    import threading

    unanswered: list[float] = []
    wrong: list[str] = []
    finished = threading.Event()

    def ask() -> None:
        while not finished.wait(0.3):
            try:
                answer = site.get("/")
            except StepError as error:
                wrong.append(str(error))
                continue
            if answer.status == 503 and "quelques minutes" in answer.text:
                unanswered.append(time.monotonic())
            elif answer.status != 200:
                wrong.append(f"{answer.status} {answer.text[:300]}")

    visitor = threading.Thread(target=ask)
    visitor.start()
    try:
        site.follow(name)
    finally:
        finished.set()
        visitor.join()
    expect(not wrong, f"While {name}: {wrong[:3]}")
    return unanswered[-1] - unanswered[0] if unanswered else 0
