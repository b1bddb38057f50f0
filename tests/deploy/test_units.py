"""The units for an office: understood by systemd, as locked down as they claim, and starting what there is."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.__main__ import run_options
from tests.deploy.programs import DEPLOY
from tests.patience import PATIENCE

UNITS = ("kiosk.service", "kiosk-maintenance.service", "kiosk-backend.service")

UNKNOWN_BEFORE_254 = "'RestartMode'"


def analyzed(*arguments: str) -> str:
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip("systemd-analyze is not on this machine")
    done = subprocess.run([found, *arguments], capture_output=True, text=True, check=False, timeout=PATIENCE)
    return done.stdout + done.stderr


@pytest.mark.parametrize("unit", [*UNITS, "kiosk-again.timer"])
def test_systemd_understands_every_line(unit: str, tmp_path: Path) -> None:
    for name in (*UNITS, "kiosk-again.timer"):  # with all programs where they are, and all units that are named
        text = (DEPLOY / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(re.sub(r"(?m)^(ExecStart(?:Pre)?)=[-+]*\S+", r"\1=/bin/true", text))
    (tmp_path / "seatd.service").write_text("[Service]\nExecStart=/bin/true\n")
    said = analyzed("verify", "--man=no", str(tmp_path / unit)).splitlines()
    version = re.search(r"systemd (\d+)", analyzed("--version"))
    assert version is not None
    known = [line for line in said if int(version[1]) >= 254 or UNKNOWN_BEFORE_254 not in line]
    assert [line for line in known if unit in line] == []


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_may_do_little_more_than_it_needs(unit: str) -> None:
    said = analyzed("security", "--offline=true", "--no-pager", str(DEPLOY / unit))
    level = re.search(r"Overall exposure level for \S+: ([0-9.]+)", said)
    assert level is not None, said
    assert float(level[1]) <= 1.5


def lines(unit: str) -> dict[str, str]:
    text = (DEPLOY / unit).read_text(encoding="utf-8")
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))


def test_the_kiosk_is_watched_and_gives_way_to_a_calm_page_after_five_ends_in_ten_minutes() -> None:
    kiosk, maintenance, again = lines("kiosk.service"), lines("kiosk-maintenance.service"), lines("kiosk-again.timer")
    assert (kiosk["Type"], kiosk["NotifyAccess"], kiosk["Restart"]) == ("notify", "all", "always")
    assert int(kiosk["WatchdogSec"]) <= 30
    assert (kiosk["StartLimitBurst"], kiosk["StartLimitIntervalSec"]) == ("5", "600")
    assert kiosk["OnFailure"] == "kiosk-maintenance.service"
    assert {"kiosk-maintenance.service", "getty@tty1.service"} <= set(kiosk["Conflicts"].split())
    assert (maintenance["Restart"], maintenance["StartLimitIntervalSec"]) == ("always", "0")
    assert maintenance["Wants"] == "kiosk-again.timer"
    assert (again["OnActiveSec"], again["Unit"]) == ("30min", "kiosk.service")


@pytest.mark.parametrize("unit", ["kiosk.service", "kiosk-maintenance.service"])
def test_what_is_on_the_screen_stays_in_its_unit(unit: str) -> None:
    # logind would move it into a session's scope, where neither its word nor its sandbox counts.
    assert "PAMName" not in lines(unit)
    assert lines(unit)["Requires"] == "seatd.service"
    assert "LIBSEAT_BACKEND=seatd" in (DEPLOY / unit).read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_knows_how_many_files_it_may_open(unit: str) -> None:
    assert int(lines(unit)["LimitNOFILE"]) >= 1024


def test_what_the_units_start_is_there() -> None:
    command = lines("kiosk.service")["ExecStart"].rpartition("/opt/kiosk/bin/kiosk run ")[2]
    assert run_options(command.split()) == {"demo": False}
    for name in re.findall(r"/etc/kiosk/([a-z]+\.(?:ini|txt))", "".join(lines(unit)["ExecStart"] for unit in UNITS)):
        assert (DEPLOY / name).is_file()
    calm = (DEPLOY / "maintenance.txt").read_text(encoding="utf-8").splitlines()
    assert len(calm) <= 16
    assert "暫停服務" in calm[2]


def test_the_terminal_of_the_unit_has_no_key_of_its_own() -> None:
    text = (DEPLOY / "foot.ini").read_text(encoding="utf-8")
    bindings = re.findall(r"(?m)^([a-z-]+)=(\S+)$", text[text.index("[key-bindings]") :])
    assert len(bindings) > 15
    assert {value for _, value in bindings} == {"none"}
    foot = shutil.which("foot")
    if foot is not None:
        done = subprocess.run(
            [foot, "--check-config", f"--config={DEPLOY / 'foot.ini'}"], check=False, timeout=PATIENCE
        )
        assert done.returncode == 0
