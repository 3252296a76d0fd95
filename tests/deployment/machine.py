"""A Debian 12 with nothing in it, booted by its own systemd, and thrown away at the end.

The tree is made once by debootstrap. A run lays an empty layer over it (overlayfs) and boots the
whole in a container of systemd-nspawn: what the page installs, creates and starts is seen by the
container alone, and is gone when its first process ends. Services run in a network of their own
without a way out; only what downloads runs in the network of this machine.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

SUITE = "bookworm"
# What Debian's installer puts on a server, and debootstrap's smallest variant leaves out.
INCLUDED = "systemd,systemd-sysv,dbus,ca-certificates,iproute2,procps,logrotate,apt-utils"
# How this machine reaches packages; the page cannot know it.
PASSED_ON = (
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
)
# Mounts of the container's starting process: of its own namespace, so that nothing is left here.
# A cgroup 2 of its own where this machine mounts the older ones.
BOOT = """
mount --make-rprivate /
if ! [ -d /run/systemd/system ]; then
    umount --recursive /sys/fs/cgroup 2>/dev/null || true
    mount --types cgroup2 none /sys/fs/cgroup
    mkdir -p /run/systemd
    mount --types tmpfs none /run/systemd
    keep=--keep-unit
fi
layers="lowerdir=$1,upperdir=$2/upper,workdir=$2/work"
mount --types overlay overlay --options "$layers" "$2/root"
exec env SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --quiet --register=no ${keep:-} \
    --directory="$2/root" --machine=declic-check --hostname=declic-check --private-network \
    --resolv-conf=copy-host --bind-ro="$3:/mnt/source" --console=pipe --boot
"""
BOOT_SECONDS = 60
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"


class StepError(Exception):
    """A command of the page has failed, or the site does not do what the page promises."""


def what_is_missing() -> list[str]:
    """Why a container cannot be started here."""
    missing = []
    if os.geteuid():
        missing.append("root: containers and their packages need it")
    programs = {
        "debootstrap": "debootstrap",
        "systemd-nspawn": "systemd-container",
        "curl": "curl",
        "git": "git",
    }
    missing += [
        f"the program {program} (on Debian, the package {package})"
        for program, package in programs.items()
        if not shutil.which(program)
    ]
    return missing


def base_tree(folder: Path) -> Path:
    """An empty Debian 12, made once. It appears when it is whole."""
    tree = folder / f"debian-{SUITE}"
    if tree.exists():
        return tree
    archives = _archives()
    if SUITE not in archives:
        message = f"apt of this machine knows no {SUITE}: run it on a Debian 12"
        raise StepError(message)
    folder.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=folder, prefix=".debootstrap-"))
    try:
        subprocess.run(
            [
                "debootstrap",
                "--variant=minbase",
                f"--include={INCLUDED}",
                SUITE,
                part,
                archives[SUITE],
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (part / "etc/apt/sources.list").write_text(
            "".join(f"deb {address} {suite} main\n" for suite, address in archives.items())
        )
        part.chmod(0o755)
        part.rename(tree)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return tree


def _archives() -> dict[str, str]:
    """Where this machine takes its own packages from: an address by suite ("bookworm-security")."""
    said = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(CODENAME) $(REPO_URI)", "Created-By: Packages"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    lines = (line.split() for line in said.stdout.splitlines())
    return {suite: address for suite, address in lines if suite.startswith(SUITE)}


class Machine:
    """The container. Its layer and all of its processes go with `stop`."""

    def __init__(self, base: Path, source: Path) -> None:
        self.layer = Path(tempfile.mkdtemp(dir=base.parent, prefix=".run-"))
        for name in ("upper", "work", "root"):
            (self.layer / name).mkdir()
        self.log = self.layer / "boot.log"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                ["unshare", "--mount", "sh", "-euc", BOOT, "boot", base, self.layer, source],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._leader = self._first_process()
            self._wait_for_systemd()
            self._trust_local_authorities()
        except BaseException:
            self.stop()
            raise

    def run(
        self, script: str, *, network: bool = False, check: bool = True, secret: bool = False
    ) -> str:
        """Run a shell script as root, as an administrator would type it; return what it printed.

        Raises StepError with the end of its output, unless `check` is false.
        """
        done = subprocess.run(
            [*self._entered(network=network), "bash", "-eu", "-o", "pipefail", "-c", script],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if check and done.returncode:
            what = "a command" if secret else script
            end = "\n".join(done.stdout.splitlines()[-25:])
            message = f"{what}\nended with {done.returncode}:\n{end}"
            raise StepError(message)
        return done.stdout

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        """Write a file as an editor would."""
        subprocess.run(
            [*self._entered(), "sh", "-euc", 'cat > "$1"; chmod "$2" "$1"', "-", path, f"{mode:o}"],
            input=text,
            text=True,
            check=True,
        )

    def in_its_network(self, *command: str) -> list[str]:
        """A command of this machine (curl, a mail server) in the network of the container."""
        return ["nsenter", "--target", str(self._leader), "--net", "--", *command]

    def stop(self) -> None:
        """End every process of the container, and delete its layer."""
        if leader := getattr(self, "_leader", None):
            subprocess.run(["kill", "-KILL", str(leader)], check=False, stderr=subprocess.DEVNULL)
        else:
            self._process.kill()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.layer, ignore_errors=True)

    def _entered(self, *, network: bool = False) -> list[str]:
        spaces = ["--mount", "--uts", "--ipc", "--pid", "--cgroup"]
        spaces += [] if network else ["--net"]
        environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            "HOME": "/root",
            # Debian's list of authorities, where pip and npm bring one of their own.
            "PIP_CERT": AUTHORITIES,
            "NODE_EXTRA_CA_CERTS": AUTHORITIES,
            **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
        }
        variables = [f"{name}={value}" for name, value in environment.items()]
        entered = ["nsenter", "--target", str(self._leader), *spaces, "--root", "--wd", "--"]
        return [*entered, "env", "--ignore-environment", *variables]

    def _first_process(self) -> int:
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        end = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            for child in children.read_text().split():
                # The one that goes on: systemd-nspawn has a helper of its own name, for a moment.
                with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                    if Path(f"/proc/{child}/comm").read_text() == "systemd\n":
                        return int(child)
            time.sleep(0.2)
        message = f"The container does not start:\n{self.log.read_text(errors='replace')}"
        raise StepError(message)

    def _wait_for_systemd(self) -> None:
        end = time.monotonic() + BOOT_SECONDS
        state = ""
        while time.monotonic() < end:
            state = self.run("systemctl is-system-running || true", check=False).strip()
            if state in ("running", "degraded"):
                return
            time.sleep(0.5)
        message = f"systemd does not come up: {state}"
        raise StepError(message)

    def _trust_local_authorities(self) -> None:
        """The certificates that this machine trusts beside Debian's: those of a proxy."""
        for certificate in Path("/usr/local/share/ca-certificates").glob("*.crt"):
            target = f"/usr/local/share/ca-certificates/{certificate.name}"
            self.write(target, certificate.read_text())
        self.run("update-ca-certificates")
