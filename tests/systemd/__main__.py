"""Boot a container, and see the kiosk's units become ready, be watched, and fall into and out of the calm page.

    uv run python -m tests.systemd [--image FOLDER] [--suite bookworm]

With `--image`, Debian is installed in that folder once and used again (it takes a minute, and 600 MB). Exit code 0: all
of it was seen, or this machine cannot boot a container, which is said; 1: something was not as the units promise.
"""

from __future__ import annotations

import argparse
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.systemd.container import (
    SUITES,
    Container,
    NotHereError,
    add_drop_in,
    as_services,
    booted,
    check_container,
    install,
    make,
    write_backend_settings,
)

PATIENCE = 90.0
"""Seconds for what is waited for; only a broken unit takes so long."""

# What a container has not: a virtual terminal, a graphics card, an input device. cage draws for no one, but asks seatd
# for a seat as it would for a screen. And a shorter patience than an office's.
_NO_SCREEN = """\
[Service]
TTYPath=
TTYReset=no
TTYVHangup=no
TTYVTDisallocate=no
StandardInput=null
Environment=WLR_BACKENDS=libinput,headless
"""
_DROP_INS = {
    "kiosk.service": _NO_SCREEN + "WatchdogSec=6\n",
    "kiosk-maintenance.service": _NO_SCREEN,
    "kiosk-again.timer": "[Timer]\nOnActiveSec=\nOnActiveSec=15\n",
    "seatd.service": "[Service]\nEnvironment=SEATD_VTBOUND=0\n",
}
_UNITS = ("kiosk.service", "kiosk-maintenance.service", "kiosk-backend.service")


class BrokenError(Exception):
    """The units do not do what they promise."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.systemd", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--image", type=Path, help="where Debian is installed, or will be")
    parser.add_argument("--suite", choices=SUITES, default=SUITES[0], help="which Debian")
    arguments = parser.parse_args()
    image: Path | None = arguments.image
    # A user who ends this early takes the container along, and the folder.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        check_container()
        if image is not None:
            _look(image, arguments.suite)
        else:
            # Not in memory, where temporary files may lie.
            with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="kiosk-units-") as folder:
                _look(Path(folder) / "debian", arguments.suite)
    except NotHereError as reason:
        _say(f"SKIPPED: {reason}. The units were not tried under a real systemd.")
    except (BrokenError, subprocess.SubprocessError) as reason:
        _say(f"FAILED: {reason}")
        return 1
    return 0


def _look(image: Path, suite: str) -> None:
    if not (image / "usr" / "lib" / "systemd" / "systemd").exists():
        _say("installing Debian")
        make(image, suite)
    _say("installing the kiosk")
    install(image)
    write_backend_settings(image)
    for unit, lines in _DROP_INS.items():
        add_drop_in(image, unit, lines)
    with booted(image) as container:
        _say(f"booted: {container.run('systemctl', '--version').splitlines()[0]}")
        try:
            for check in (_sandboxed, _ready, _watched, _calm, _tried_again, _by_hand, _calm_page_comes_back, _central):
                began = time.monotonic()
                _say(f"{check(container)} ({time.monotonic() - began:.0f} s)")
        except BrokenError:
            _say(container.journal())
            raise
        except subprocess.SubprocessError as error:
            _say(container.journal())
            raise BrokenError(str(error)) from error


def _sandboxed(container: Container) -> str:
    for unit in _UNITS:
        said = container.run("systemd-analyze", "security", "--no-pager", unit)
        level = re.search(r"Overall exposure level for \S+: ([0-9.]+)", said)
        _hold(level is not None and float(level[1]) <= 1.5, f"{unit} is too exposed: {level and level[0]}")
    return "the units' exposure is at most 1.5"


def _ready(container: Container) -> str:
    for line in as_services():
        if line.startswith("systemctl"):
            container.run(*line.split())
    _hold(_state(container, "kiosk") == "active", "the kiosk's unit is never ready")
    main = container.show("kiosk", "MainPID")
    _hold(container.run("cat", f"/proc/{main}/comm") == "cage", "the main process is not cage")
    group = container.run("cat", f"/proc/{_kiosk(container)}/cgroup")
    _hold("kiosk.service" in group, f"the kiosk runs outside its unit: {group}")
    limits = container.run("cat", f"/proc/{_kiosk(container)}/limits")
    _hold(
        re.search(r"Max open files +8192 +8192", limits) is not None, f"LimitNOFILE is not that of the kiosk: {limits}"
    )
    return "ready: the first page is on the screen, cage, foot and the kiosk in one unit"


def _watched(container: Container) -> str:
    before = container.show("kiosk", "MainPID")
    container.run("kill", "-STOP", _kiosk(container))
    _until(lambda: container.show("kiosk", "NRestarts") == "1", "a kiosk that stands still is not ended")
    _until(lambda: _state(container, "kiosk") == "active", "the kiosk does not come back")
    _hold(container.show("kiosk", "MainPID") != before, "the kiosk was not started anew")
    _hold("watchdog" in container.journal(), "it was not the watchdog")
    return "watched: a kiosk that stands still is started anew"


def _calm(container: Container) -> str:
    # Two starts stand in its account: one by hand, one after the watchdog.
    for ends in range(3):
        _hold(_off(container, "kiosk-maintenance"), f"the calm page comes after {ends + 1} ends")
        _crash(container)
        _until(lambda: _state(container, "kiosk") == "active", "the kiosk does not come back")
    _crash(container)
    _until(lambda: _state(container, "kiosk-maintenance") == "active", "there is no calm page after five ends")
    _hold(_off(container, "kiosk"), "the kiosk runs beside the calm page")
    # The last thing that the page's shell does, after the page.
    _until(lambda: container.succeeds("pgrep", "--exact", "sleep"), "the calm page shows nothing")
    return "the calm page stands after five ends in ten minutes"


def _tried_again(container: Container) -> str:
    _until(lambda: _state(container, "kiosk") == "active", "the kiosk is not tried again")
    _hold(_off(container, "kiosk-maintenance"), "the calm page stays beside the kiosk")
    _hold(_state(container, "kiosk-again.timer") == "inactive", "the timer goes on without the calm page")
    return "the kiosk is tried again afterwards"


def _by_hand(container: Container) -> str:
    for _ in range(5):
        _until(lambda: _state(container, "kiosk") == "active", "the kiosk does not come back")
        _crash(container)
    _until(lambda: _state(container, "kiosk-maintenance") == "active", "there is no calm page after five ends")
    _start(container)
    return "somebody who starts the kiosk from the calm page gets it"


def _calm_page_comes_back(container: Container) -> str:
    container.run("systemctl", "start", "kiosk-maintenance")
    before = container.show("kiosk-maintenance", "MainPID")
    container.run("kill", "-KILL", before)
    _until(
        lambda: (
            _state(container, "kiosk-maintenance") == "active"
            and container.show("kiosk-maintenance", "MainPID") not in ("0", before)
        ),
        "a calm page that ended is not started again",
    )
    container.run("systemctl", "stop", "kiosk-maintenance")
    return "a calm page that ends is started again"


def _central(container: Container) -> str:
    container.run("systemctl", "start", "kiosk-backend")
    probe = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/readyz', timeout=5)"
    _until(lambda: container.succeeds("/opt/kiosk/bin/python", "-c", probe), "the backend's unit is never ready")
    figures = probe.replace("8080/readyz", "9480/metrics")
    _hold(container.succeeds("/opt/kiosk/bin/python", "-c", figures), "the backend's unit tells no figures")
    before = container.show("kiosk-backend", "MainPID")
    container.run("kill", "-KILL", before)
    _until(lambda: container.show("kiosk-backend", "MainPID") not in ("0", before), "the backend is not started again")
    _until(lambda: container.succeeds("/opt/kiosk/bin/python", "-c", probe), "the backend is not ready again")
    return "the central backend is ready, tells its figures, and is started again when it ends"


def _start(container: Container) -> None:
    _hold(container.succeeds("systemctl", "start", "kiosk"), "the kiosk's unit is never ready")
    _hold(_state(container, "kiosk") == "active", "the kiosk's unit is not active")


def _crash(container: Container) -> None:
    before = container.show("kiosk", "MainPID")
    container.run("kill", "-KILL", before)
    _until(lambda: container.show("kiosk", "MainPID") != before, "the kiosk does not end")


def _kiosk(container: Container) -> str:
    """Return the process that speaks: the oldest one that is the kiosk itself and not its terminal."""
    return container.run("pgrep", "--oldest", "--full", "^/opt/kiosk/bin/python /opt/kiosk/bin/kiosk run")


def _state(container: Container, unit: str) -> str:
    return container.show(unit, "ActiveState")


def _off(container: Container, unit: str) -> bool:
    # Debian 12's cage ends with an abort when it is asked to end.
    return _state(container, unit) in {"inactive", "failed"}


def _until(true: Callable[[], bool], broken: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        _hold(time.monotonic() < end, broken)
        time.sleep(0.2)


def _hold(true: bool, broken: str) -> None:
    if not true:
        raise BrokenError(broken)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
