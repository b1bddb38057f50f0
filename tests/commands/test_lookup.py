from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.api_client.errors import ProblemError
from kiosk.backend.demo.seeding import TRIAL_VEHICLES
from kiosk.backend.http.problems import KINDS
from kiosk.commands.exits import Exit
from kiosk.commands.lookup import Asked, Finding, _not_answered, _show
from kiosk.contract.problems import Problem, ProblemKind
from kiosk.domain.plate import VehicleType
from kiosk.i18n import Texts
from kiosk.platform.machine.paths import data_folder
from tests.commands.conftest import Run
from tests.live_backend import TOKEN, LiveBackend
from tests.patience import PATIENCE
from tests.screens import samples
from tests.traces import given_away


def vehicle(shows: str) -> tuple[str, str]:
    """Return the plate and type of the demo's vehicle that shows something."""
    found = next(vehicle for vehicle in TRIAL_VEHICLES if vehicle.shows == shows)
    return found.plate, found.type.value


@pytest.fixture
def service(sqlite_demo_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveBackend]:
    monkeypatch.setenv("KIOSK_DEVICE_TOKEN", TOKEN)
    with LiveBackend(sqlite_demo_url) as backend:
        monkeypatch.setenv("KIOSK_BACKEND", backend.url)
        yield backend


@pytest.fixture
def at_service(kiosk: Run, service: LiveBackend, patient_client: None, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("KIOSK_DEVICE_TOKEN", service.token)
    monkeypatch.setenv("KIOSK_BACKEND", service.url)
    return kiosk


@pytest.mark.parametrize("token", ["", TOKEN])
@pytest.mark.parametrize("address", ["parking.example.tw", "https://x:port"])
def test_an_address_that_is_none_is_said_to_be_none_with_a_token_and_without(
    kiosk: Run, monkeypatch: pytest.MonkeyPatch, address: str, token: str
) -> None:
    monkeypatch.setenv("KIOSK_DEVICE_TOKEN", token)
    ran = kiosk("lookup", "ABC-1234", "--type", "car", "--backend", address)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert ran.err == "A service's address is like https://parking.example.tw\n"


def test_what_is_owed_is_a_table_for_people(at_service: Run) -> None:
    plate, type = vehicle("three-tickets")
    ran = at_service("lookup", plate, "--type", type)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0].split()[0] == "Number"
    assert len(lines) == 1 + 3 + 1
    assert lines[-1].split()[0] == "Total"
    assert ran.err == ""


def test_what_is_owed_is_json_for_programs(at_service: Run) -> None:
    plate, type = vehicle("three-tickets")
    ran = at_service("lookup", plate, "--type", type, "--json")
    found = json.loads(ran.out)
    assert ran.code == 0
    assert found.keys() == {
        "schema", "outcome", "vehicle", "asked_at", "missing", "bills", "total", "other", "problem", "reason",
        "support_code"
    }  # fmt: skip
    assert (found["schema"], found["outcome"]) == ("kiosk.lookup/1", "owed")
    assert found["vehicle"] == {"plate": plate, "type": type}
    assert len(found["bills"]) == 3
    assert found["total"] == sum(bill["amount"] for bill in found["bills"])


def test_nothing_owed_is_an_answer_and_says_so(at_service: Run) -> None:
    plate, type = vehicle("nothing-owed")
    ran = at_service("lookup", plate, "--type", type)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"{plate}: no parking fees are owed, neither as a car nor as a motorcycle.\n"
    found = json.loads(at_service("lookup", plate, "--type", type, "--json").out)
    assert (found["outcome"], found["bills"], found["total"]) == ("nothing-owed", [], 0)


def test_a_partial_answer_is_no_success_and_warns_that_more_may_be_owed(at_service: Run) -> None:
    plate, type = vehicle("partly-answered")
    ran = at_service("lookup", plate, "--type", type)
    assert ran.code == 7
    assert "more may be owed" in ran.err
    found = json.loads(at_service("lookup", plate, "--type", type, "--json").out)
    assert (found["outcome"], found["missing"]) == ("partly-answered", ["notices"])


def test_not_being_able_to_ask_is_never_nothing_owed(at_service: Run) -> None:
    plate, type = vehicle("could-not-ask")
    ran = at_service("lookup", plate, "--type", type)
    assert (ran.code, ran.out) == (6, "")
    assert "does not mean that nothing is owed" in ran.err
    found = json.loads(at_service("lookup", plate, "--type", type, "--json").out)
    assert (found["outcome"], found["bills"], found["total"]) == ("could-not-ask", None, None)
    assert found["support_code"].startswith("S-")


def test_a_backend_in_trouble_could_not_be_asked_and_every_other_problem_is_a_refusal() -> None:
    def code(kind: ProblemKind) -> int:
        problem = Problem(type=kind.uri, title="", status=KINDS[kind][0])
        return _not_answered(ProblemError(problem, request_id="request-7")).code

    could_not_ask = {kind for kind in ProblemKind if code(kind) == 6}
    assert could_not_ask == {
        ProblemKind.COULD_NOT_ASK,
        ProblemKind.BUSY,
        ProblemKind.UNAVAILABLE,
        ProblemKind.INTERNAL,
    }
    assert {code(kind) for kind in set(ProblemKind) - could_not_ask} == {8}


def test_a_trouble_that_a_newer_backend_has_a_name_for_could_not_be_asked_either() -> None:
    problem = Problem(type="urn:parking-kiosk:problem:new", title="", status=503)
    assert _not_answered(ProblemError(problem, request_id="request-7")).code == 6


@pytest.mark.long
def test_a_backend_that_is_gone_could_not_be_asked(
    at_service: Run, service: LiveBackend, hasty: Callable[[], None]
) -> None:
    service.stop()
    hasty()
    ran = at_service("lookup", "BKZ-5937", "--type", "car", "--json")
    found = json.loads(ran.out)
    assert (ran.code, found["outcome"], found["reason"]) == (6, "could-not-ask", "refused")
    said = at_service("lookup", "BKZ-5937", "--type", "car").err.splitlines()
    assert len(said) == 2
    assert "does not mean that nothing is owed" in said[0]
    assert "nothing listens at that port" in said[1]


@pytest.mark.long
def test_another_path_than_the_backends_is_said(
    at_service: Run, service: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_BACKEND", service.url + "/parking")
    ran = at_service("lookup", "BKZ-5937", "--type", "car")
    assert ran.code == 6
    assert "is not the parking backend" in ran.err


def test_a_token_that_the_backend_does_not_know_is_refused(at_service: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_DEVICE_TOKEN", "of-somebody-else")
    ran = at_service("lookup", "BKZ-5937", "--type", "car", "--json")
    found = json.loads(ran.out)
    assert (ran.code, found["outcome"], found["bills"]) == (8, "refused", None)
    assert found["problem"] == "urn:parking-kiosk:problem:device-not-recognised"


def test_without_a_token_no_one_is_asked_and_the_ways_to_give_one_are_reported(
    at_service: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KIOSK_DEVICE_TOKEN")
    ran = at_service("lookup", "BKZ-5937", "--type", "car")
    assert (ran.code, ran.out) == (2, "")
    assert "KIOSK_DEVICE_TOKEN" in ran.err


@pytest.mark.parametrize("plate", ["", "-", "[red]BKZ", "ABC\x1b[31m", "A" * 10_000, "🚗-1234", "BKZ–"])
def test_what_is_no_plate_is_a_mistake_of_usage_and_is_not_repeated(kiosk: Run, plate: str) -> None:
    ran = kiosk("lookup", "--type", "car", "--", plate)
    assert (ran.code, ran.out) == (2, "")
    assert "\x1b" not in ran.err
    assert "[red]" not in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_plate_may_come_on_standard_input_and_as_people_write_it(at_service: Run) -> None:
    plate, type = vehicle("three-tickets")
    ran = at_service("lookup", "-", "--type", type, "--json", typed=plate.lower().replace("-", " － ") + "\n")
    assert json.loads(ran.out)["vehicle"]["plate"] == plate


def test_the_type_is_one_of_two(kiosk: Run) -> None:
    assert kiosk("lookup", "BKZ-5937", "--type", "lorry").code == 2


def test_for_the_wrong_type_it_says_what_is_owed_as_the_other(at_service: Run) -> None:
    plate, type = vehicle("motorcycle")
    ran = at_service("lookup", plate, "--type", "car")
    assert (type, ran.code, ran.out) == ("motorcycle", 0, "")
    assert ran.err == f"{plate} owes no car parking; it has 2 motorcycle bills: add --type motorcycle.\n"
    found = json.loads(at_service("lookup", plate, "--type", "car", "--json").out)
    assert (found["outcome"], found["bills"], found["total"]) == ("nothing-owed", [], 0)
    assert found["other"]["type"] == "motorcycle"
    assert {bill["vehicle"]["type"] for bill in found["other"]["bills"]} == {"motorcycle"}


def test_of_a_plate_that_owes_as_both_the_other_is_reported_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    answer = samples.answer()
    finding = Finding(Exit.DONE, answer, bills=answer.bills[:1], others=answer.bills[1:2])
    _show(Texts("en"), Asked("BKZ-5937", VehicleType.CAR), finding)
    said = capsys.readouterr()
    assert said.err == "BKZ-5937 also has 1 motorcycle bill: add --type motorcycle.\n"
    assert len(said.out.splitlines()) == 1 + 1 + 1


def test_without_a_type_both_are_looked_up_and_each_bill_names_its_vehicle(at_service: Run) -> None:
    plate, _ = vehicle("motorcycle")
    ran = at_service("lookup", plate)
    assert ran.code == 0
    assert [line.split()[1] for line in ran.out.splitlines()] == ["Vehicle", "Motorcycle", "Motorcycle", "NT$38"]
    found = json.loads(at_service("lookup", plate, "--json").out)
    assert found["vehicle"] == {"plate": plate, "type": None}
    assert (found["outcome"], len(found["bills"]), found["other"]) == ("owed", 2, None)


def test_a_register_that_is_silent_about_one_type_is_never_nothing_owed(at_service: Run) -> None:
    plate, type = vehicle("partly-answered")
    assert type == "car"
    ran = at_service("lookup", plate, "--type", "motorcycle")
    assert ran.code == 7
    assert "more may be owed" in ran.err
    assert "no car" not in ran.err


def test_the_shells_language_is_spoken(at_service: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    plate, type = vehicle("nothing-owed")
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    assert "目前查無待繳的停車費" in at_service("lookup", plate, "--type", type).err
    assert "no parking fees" in at_service("lookup", plate, "--type", type, "--language", "en").err
    assert at_service("lookup", plate, "--type", type, "--language", "tlh").code == 2


@pytest.mark.long
@pytest.mark.usefixtures("patient_client")
def test_without_a_backend_the_machines_own_is_started_asked_and_ended(kiosk: Run, sqlite_demo_template: Path) -> None:
    shutil.copy(sqlite_demo_template, data_folder() / "kiosk.sqlite3")
    plate, type = vehicle("three-tickets")
    ran = kiosk("lookup", plate, "--type", type, "--json")
    assert (ran.code, json.loads(ran.out)["outcome"]) == (0, "owed")
    assert ran.err == ""


@pytest.mark.long
def test_a_backend_that_takes_long_to_prepare_its_data_is_waited_for_and_tells_what_it_does(
    kiosk: Run, sqlite_demo_template: Path
) -> None:
    shutil.copy(sqlite_demo_template, data_folder() / "kiosk.sqlite3")
    other = os.open(data_folder(), os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    plate, type = vehicle("three-tickets")
    command = (sys.executable, "-m", "kiosk", "lookup", plate, "--type", type)
    asking = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert asking.stderr is not None
    try:
        assert asking.stderr.readline() == "Another program is preparing the data; waiting for it…\n"
    finally:
        os.close(other)
        out, err = asking.communicate(timeout=PATIENCE)
    assert (asking.returncode, err) == (0, "")
    assert out.splitlines()[0].split()[0] == "Number"


@pytest.mark.long
@pytest.mark.usefixtures("patient_client")
def test_an_own_backend_that_cannot_live_is_not_waited_for(kiosk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    ran = kiosk("lookup", "BKZ-5937", "--type", "car")
    assert (ran.code, ran.out) == (5, "")


@pytest.mark.long
def test_a_shell_sees_what_is_said_and_no_line_of_a_log(service: LiveBackend) -> None:
    plate, type = vehicle("nothing-owed")
    # A process of its own: here, the tests' own handlers would take the lines.
    command = [sys.executable, "-m", "kiosk", "lookup", plate, "--type", type, "--language", "en"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr == f"{plate}: no parking fees are owed, neither as a car nor as a motorcycle.\n"


@pytest.mark.parametrize("typed", ["BKZ-5937\nMKR-0825\n", "BKZ-5937\r\n\r\nMKR-0825", "BKZ-5937\n \nBKZ-5937\n"])
def test_a_list_of_plates_is_refused_instead_of_answered_by_its_first(kiosk: Run, typed: str) -> None:
    ran = kiosk("lookup", "-", "--type", "car", typed=typed)
    assert (ran.code, ran.out) == (2, "")
    assert "several plates" in ran.err
    assert given_away(ran.err, "BKZ-5937") == []
