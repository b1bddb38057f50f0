"""The units for an office: understood by systemd, as locked down as they claim, and starting what there is."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.__main__ import run_options
from tests.source import ROOT

DEPLOY = ROOT / "assets" / "deploy"
UNITS = ("kiosk.service", "kiosk-maintenance.service", "kiosk-backend.service")


def analyzed(*arguments: str) -> str:
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip("systemd-analyze is not on this machine")
    done = subprocess.run([found, *arguments], capture_output=True, text=True, check=False, timeout=60)
    return done.stdout + done.stderr


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_understands_every_line(unit: str, tmp_path: Path) -> None:
    for name in UNITS:  # with all programs where they are, and all units that are named
        text = (DEPLOY / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(re.sub(r"(?m)^(ExecStart(?:Pre)?)=\S+", r"\1=/bin/true", text))
    said = analyzed("verify", "--man=no", str(tmp_path / unit)).splitlines()
    assert [line for line in said if unit in line] == []


@pytest.mark.parametrize(("unit", "most"), [("kiosk.service", 2.5), ("kiosk-backend.service", 1.5)])
def test_a_unit_may_do_little_more_than_it_needs(unit: str, most: float) -> None:
    said = analyzed("security", "--offline=true", "--no-pager", str(DEPLOY / unit))
    level = re.search(r"Overall exposure level for \S+: ([0-9.]+)", said)
    assert level is not None, said
    assert float(level[1]) <= most


def lines(unit: str) -> dict[str, str]:
    text = (DEPLOY / unit).read_text(encoding="utf-8")
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))


def test_the_kiosk_is_watched_and_gives_way_to_a_calm_page_after_five_ends_in_ten_minutes() -> None:
    kiosk, maintenance = lines("kiosk.service"), lines("kiosk-maintenance.service")
    assert (kiosk["Type"], kiosk["NotifyAccess"], kiosk["Restart"]) == ("notify", "all", "always")
    assert int(kiosk["WatchdogSec"]) <= 30
    assert (kiosk["StartLimitBurst"], kiosk["StartLimitIntervalSec"]) == ("5", "600")
    assert kiosk["OnFailure"] == "kiosk-maintenance.service"
    assert "kiosk-maintenance.service" in kiosk["Conflicts"]
    assert (maintenance["OnFailure"], maintenance["Conflicts"]) == ("kiosk.service", "kiosk.service")
    assert int(maintenance["RuntimeMaxSec"]) > int(kiosk["StartLimitIntervalSec"])  # or it could not start again


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
        done = subprocess.run([foot, "--check-config", f"--config={DEPLOY / 'foot.ini'}"], check=False, timeout=30)
        assert done.returncode == 0
