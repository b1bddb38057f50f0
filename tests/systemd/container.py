"""A Debian with systemd in a container, and the kiosk installed in it as on an office's machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.deploy.documents import OPERATING, commands
from tests.source import ROOT

DEPLOY = ROOT / "assets" / "deploy"

SUITES = ("trixie", "bookworm")
"""The Debians that are known to work, the one that is tried first."""

# What the head of kiosk.service names, and what a machine has anyway.
_PACKAGES = "cage,foot,seatd,xwayland,fonts-noto-mono,python3,systemd,systemd-sysv,dbus,libpam-systemd,procps,passwd"
_MIRROR = "http://deb.debian.org/debian"

_PATIENCE = 120.0
"""Seconds for a container to boot on a busy machine; it takes three."""


class NotHereError(Exception):
    """No such container on this machine; the text says why."""


def check_container() -> None:
    """Raise `NotHereError` where no container can be made or started."""
    if os.getuid() != 0:
        raise NotHereError("only root can boot a container")
    for program in ("systemd-nspawn", "debootstrap", "nsenter"):
        if _found(program) is None:
            raise NotHereError(f"{program} is not on this machine")


def make(folder: Path, suite: str) -> None:
    """Install Debian in a new folder."""
    debian = ["debootstrap", "--variant=minbase", f"--include={_PACKAGES}", suite, str(folder), _MIRROR]
    done = subprocess.run(debian, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        raise NotHereError(f"debootstrap could not install Debian: {_last(done.stdout)}")


def install(folder: Path) -> None:
    """Put this checkout's kiosk and units where the units look for them, over what an earlier run has put there."""
    kiosk = folder / "opt" / "kiosk"
    shutil.rmtree(kiosk, ignore_errors=True)
    _run("chroot", str(folder), "python3", "-m", "venv", "--without-pip", "/opt/kiosk")
    [packages] = kiosk.glob("lib/python3.*/site-packages")
    version = packages.parent.name.removeprefix("python")
    uv = ["uv", "pip", "install", "--quiet", "--python-version", version, "--target", str(packages)]
    _run(*uv, "--require-hashes", "-r", str(ROOT / "requirements.lock"))
    _run(*uv, "--no-deps", str(ROOT))
    command = kiosk / "bin" / "kiosk"
    # uv's own names the Python outside.
    command.write_text("#!/opt/kiosk/bin/python\nimport sys\nfrom kiosk.__main__ import main\nsys.exit(main())\n")
    command.chmod(0o755)
    # The unit cannot write there, and would compile everything anew at each start.
    _run("chroot", str(folder), "/opt/kiosk/bin/python", "-m", "compileall", "-q", "-j", "2", "/opt/kiosk/lib")
    shutil.copytree(DEPLOY, folder / "root" / "assets" / "deploy", dirs_exist_ok=True)
    subprocess.run(["chroot", str(folder), "userdel", "kiosk"], capture_output=True, check=False)  # of an earlier run
    # Nothing runs in it yet that `systemctl` could speak to.
    lines = [line for line in as_services() if not line.startswith("systemctl")]
    _run("chroot", str(folder), "sh", "-euc", "\n".join(["cd /root", *lines]))


def as_services() -> list[str]:
    """Return the commands with which the operators' pages set the units up."""
    [block] = commands(OPERATING / "first-start.md", "As services")
    return block.splitlines()


def add_drop_in(folder: Path, unit: str, lines: str) -> None:
    place = folder / "etc" / "systemd" / "system" / f"{unit}.d"
    place.mkdir(exist_ok=True)
    (place / "container.conf").write_text(lines)


def write_backend_settings(folder: Path) -> None:
    """Write what first-start.md has an office put beside the settings file; the database is a file."""
    settings = folder / "etc" / "kiosk" / "backend.env"
    settings.touch(mode=0o600)
    settings.write_text(f"KIOSK_BACKEND_OWNER_SECRET={b64encode(os.urandom(32)).decode()}\n")


class Container:
    """A container that has booted."""

    def __init__(self, leader: int) -> None:
        self._leader = leader

    def run(self, *command: str) -> str:
        """Return what a command in the container says; raise `CalledProcessError` when it fails."""
        return self._inside(*command, check=True).stdout.strip()

    def succeeds(self, *command: str) -> bool:
        return self._inside(*command, check=False).returncode == 0

    def show(self, unit: str, what: str) -> str:
        """Return a property of a unit."""
        return self.run("systemctl", "show", unit, "--property", what, "--value")

    def journal(self) -> str:
        """Return what the units have said, newest last."""
        return self.run("journalctl", "--no-pager", "-b", "-n", "80", "-u", "kiosk*", "-u", "seatd")

    def _inside(self, *command: str, check: bool) -> subprocess.CompletedProcess[str]:
        enter = ["nsenter", "--target", str(self._leader), "--mount", "--uts", "--ipc", "--net", "--pid", "--"]
        return subprocess.run(
            [*enter, *command], capture_output=True, text=True, check=check, timeout=_PATIENCE, stdin=subprocess.DEVNULL
        )


@contextmanager
def booted(folder: Path) -> Iterator[Container]:
    """Boot a container; what it writes is forgotten at its end. Raise `NotHereError` where it does not boot."""
    # Without the host's systemd, which may not be there, and without a network: loopback is all that it has.
    command = ["systemd-nspawn", "--boot", "--register=no", "--keep-unit", "--private-network", "--volatile=overlay"]
    log = folder.with_name(folder.name + ".console")
    with log.open("wb") as console:
        process = subprocess.Popen(
            [*command, "--machine=kiosk-units", f"--directory={folder}"],
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=console,
            start_new_session=True,
        )
    try:
        container = _leader(process)
        if container is None:
            raise NotHereError(f"the container does not boot: {_last(log.read_text(errors='replace'))}")
        yield container
    finally:
        process.terminate()  # asks what runs in it to shut down
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _leader(process: subprocess.Popen[bytes]) -> Container | None:
    """Return the container once its systemd has started everything; None if that does not happen."""
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        with suppress(OSError, subprocess.CalledProcessError):
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            if children:
                container = Container(int(children[0]))
                # "running", or "degraded" where a kernel's part is missing that nothing here asks for
                if container.succeeds("systemctl", "is-active", "--quiet", "multi-user.target"):
                    return container
        time.sleep(0.2)
    return None


def _found(program: str) -> str | None:
    return shutil.which(program, path=os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin")


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


def _last(text: str) -> str:
    return " / ".join(text.split("\n")[-4:])
