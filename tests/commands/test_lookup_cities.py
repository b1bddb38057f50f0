from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kiosk.backend.registers.national import simulator
from kiosk.backend.registers.national.asking import Cities
from kiosk.backend.registers.national.cities import City, cities
from kiosk.backend.registers.national.simulator import Manner, SimulatedCities
from kiosk.clock import SystemClock
from kiosk.commands import lookup_cities
from kiosk.contract.cities import CityReason
from kiosk.i18n import Texts
from tests.backend.registers.national.samples import bill, reminder, result
from tests.backend.registers.national.test_asking import ANSWERING, FAILING
from tests.commands.conftest import Run
from tests.patience import PATIENCE

Serve = Callable[..., None]


class Leaping(SystemClock):
    """A second later at each call: cities that count calls by it never refuse one, however busy the machine is."""

    def __init__(self) -> None:
        self._at = 0.0

    def monotonic(self) -> float:
        self._at += 1.0
        return self._at


class AtOnce:
    def turn(self, host: str) -> float:
        return 0.0


def patient(city: City) -> City:
    return city.model_copy(update={"first": PATIENCE, "second": PATIENCE})


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Serve:
    """Have a few cities that owe so and behave so, and time enough for them."""
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(lookup_cities, "Cities", partial(Cities, in_all=PATIENCE))
    monkeypatch.setattr(lookup_cities, "MachineTurns", lambda *_: AtOnce())

    def serve(owed: Mapping[str, list[Any]], manners: Mapping[str, Manner] | None = None) -> None:
        manners = manners or {}

        def owing(code: str, plate: str, type: str) -> dict[str, Any] | None:
            payable = owed.get(code, [])
            bills = [one for one in payable if "BillNo" in one]
            reminders = [one for one in payable if "ReminderNo" in one]
            return result(bills, reminders, CarID=plate, CarType=type) if payable else None

        def ready(stack: ExitStack, *, demo: bool, only: str | None = None) -> tuple[City, ...]:
            assert demo  # own network, or nothing would be asked
            known = [city for city in cities() if only in (None, city.code)]
            few = [patient(city) for city in known if city.code in owed or city.code in manners]
            return stack.enter_context(SimulatedCities(Leaping(), owing, manners).served(few))

        monkeypatch.setattr(lookup_cities, "_ready", ready)

    return serve


def ask(kiosk: Run, *arguments: str) -> Any:
    return kiosk("lookup", "BKZ-5937", "--type", "car", "--all-cities", "--demo", *arguments)


def test_what_every_city_says_is_one_table_with_one_sum(kiosk: Run, served: Serve) -> None:
    served({"TPE": [bill("Q1", 80)], "TNN": [bill("T1", 40, BillStatus=1), bill("T2", 30)], "KIN": []})
    ran = ask(kiosk)
    lines = [line.split() for line in ran.out.splitlines()]
    assert ran.code == 0
    assert [line[2] for line in lines[1:-1]] == ["Q1", "T1", "T2"]
    assert lines[-1] == ["Total", "NT$150"]
    assert sorted(ran.err.splitlines()[:3]) == [
        "Kinmen County: nothing owed",
        "Tainan City: 2 to pay, NT$70",
        "Taipei City: one to pay, NT$80",
    ]
    assert ran.err.splitlines()[3:] == ["Not asked, because nobody knows where: Lienchiang County"]


def test_a_reminder_is_one_line_with_what_it_costs(kiosk: Run, served: Serve) -> None:
    served({"TPE": [bill("Q1", 80), reminder()]})
    line = next(line for line in ask(kiosk).out.splitlines() if "101008521" in line)
    assert "Reminder of 2 tickets, with NT$190 for the reminder" in line
    assert line.endswith("NT$780")


def test_nothing_owed_anywhere_says_how_many_cities_said_so(kiosk: Run, served: Serve) -> None:
    served({"TPE": [], "TNN": []})
    ran = ask(kiosk)
    assert (ran.code, ran.out) == (0, "")
    assert "BKZ-5937: no parking fees are owed in any of the 2 cities.\n" in ran.err


def test_cities_that_could_not_be_asked_are_named_and_the_exit_code_says_so(kiosk: Run, served: Serve) -> None:
    served({"TPE": [bill("Q1", 80)]}, {"MIA": Manner.PAGE, "YUN": Manner.FORBIDDEN})
    ran = ask(kiosk)
    assert ran.code == 7
    assert (
        "BKZ-5937: more may be owed than is shown, for 2 cities could not be asked: "
        "Miaoli County (a page instead of an answer), Yunlin County (it does not let us ask)\n"
    ) in ran.err
    assert "no parking fees are owed" not in ran.err


def test_of_21_cities_18_that_fail_in_18_ways_are_named_each_with_its_reason_beside_three_that_answer(
    kiosk: Run, served: Serve
) -> None:
    # Without the two whose limit would have to run out: the other test of the eighteen has them.
    quick = {code: how for code, how in FAILING.items() if how[1] is not CityReason.SILENT} | {
        "NWT": (Manner.BAD_TYPE, CityReason.BAD_TYPE),
        "KEE": (Manner.NO_PLATE, CityReason.NO_PLATE),
    }
    served({code: [bill("Q1", 80)] for code in ANSWERING}, {code: manner for code, (manner, _) in quick.items()})
    ran, words = ask(kiosk), Texts("en")
    assert ran.code == 7
    assert ran.out.splitlines()[-1].split() == ["Total", "NT$240"]
    names = {city.code: city.name_en for city in cities()}
    named = ran.err[ran.err.index("18 cities could not be asked: ") :]
    for code, (_, reason) in quick.items():
        assert f"{names[code]} ({words(f'cities-reason-{reason.value}')})" in named
    assert named.count(" (") == 18
    reported = json.loads(ask(kiosk, "--json").out)
    assert {city["code"]: city["reason"] for city in reported["cities"] if city["state"] == "could-not-ask"} == {
        code: reason.value for code, (_, reason) in quick.items()
    }


def test_no_city_at_all_is_never_nothing_owed(kiosk: Run, served: Serve) -> None:
    served({}, {"MIA": Manner.PAGE, "YUN": Manner.EMPTY})
    ran = ask(kiosk)
    assert (ran.code, ran.out) == (6, "")
    assert "does not mean that nothing is owed" in ran.err


def test_totals_that_do_not_agree_are_reported(kiosk: Run, served: Serve) -> None:
    served({"TPE": [bill("Q1", 80) | {"PayAmount": "80"}]})
    ran = ask(kiosk)
    assert ran.code == 7
    assert "the totals are not those of the list in Taipei City" in ran.err


def test_a_program_reads_the_state_of_each_city(kiosk: Run, served: Serve) -> None:
    served({"TPE": [bill("Q1", 80)], "TNN": []}, {"MIA": Manner.PAGE})
    ran = ask(kiosk, "--json")
    found = json.loads(ran.out)
    assert (ran.code, ran.err, ran.out.count("\n")) == (7, "", 1)
    assert (found["schema"], found["outcome"]) == ("kiosk.lookup-cities/1", "partly-answered")
    assert found["vehicle"] == {"plate": "BKZ-5937", "type": "car"}
    assert {city["code"]: (city["state"], city["reason"], city["total"]) for city in found["cities"]} == {
        "TPE": ("owed", None, 80),
        "TNN": ("nothing-owed", None, 0),
        "MIA": ("could-not-ask", "not-json", None),
    }
    assert (found["total"], found["missing"], found["off"]) == (80, ["MIA"], ["LIE"])


def test_an_amount_that_a_citys_rate_comes_to_is_explained_for_people_and_programs(kiosk: Run, served: Serve) -> None:
    day = {"ParkingDate": "2026-07-07"}
    served({"NWT": [bill("N1", 30, ParkingHours=1.5, **day), bill("N2", 35, ParkingHours=1.5, **day)]})
    lines = ask(kiosk).out.splitlines()
    assert "Ticket: 3 × 30 minutes at NT$10 " in lines[1]
    assert "×" not in lines[2]
    (city,) = json.loads(ask(kiosk, "--json").out)["cities"]
    assert [one["units"] for one in city["bills"]] == [{"count": 3, "minutes": 30, "dollars": 10}, None]


def test_who_has_a_fleet_names_a_file_of_plates(kiosk: Run, served: Serve, tmp_path: Path) -> None:
    served({"TPE": [bill("Q1", 80)]})
    file = tmp_path / "plates"
    file.write_text("# ours\nBKZ-5937\n\nMBH-5678,motorcycle\nBKZ-5937\n", encoding="utf-8")
    ran = kiosk("lookup", "--plates", str(file), "--type", "car", "--all-cities", "--demo", "--json")
    reported = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert [one["vehicle"] for one in reported] == [
        {"plate": "BKZ-5937", "type": "car"},
        {"plate": "MBH-5678", "type": "motorcycle"},
    ]
    shown = kiosk("lookup", "--plates", str(file), "--type", "car", "--all-cities", "--demo")
    assert [line.split()[0] for line in shown.out.splitlines()] == ["Plate", "BKZ-5937", "MBH-5678", "Total"]
    assert "Taipei City, MBH-5678: one to pay, NT$80" in shown.err


@pytest.mark.parametrize(
    ("arguments", "content", "says"),
    [
        (("BKZ-5937",), "", "Say with --type"),
        (("BKZ-5937", "--type", "boat"), "", "Say with --type"),
        (("12!", "--type", "car"), "", "This is not a plate number"),
        (("--type", "car"), "", "Name a plate, or with --plates a file"),
        (("BKZ-5937", "--type", "car", "--plates", "-"), "BKZ-5937", "one of the two"),
        (("--type", "car", "--plates", "-"), "BKZ-5937\nBKZ 王小明\n", "Line 2 of the file"),
        (("--plates", "-"), "BKZ-5937\n", "Line 1 of the file"),
        (("--plates", "-"), "BKZ-5937,boat\n", "Line 1 of the file"),
        (("--plates", "-"), "\n# none\n", "between one and 1,000 plates"),
        (("--plates", "no-such-file"), "", "cannot be read: No such file"),
    ],
)
def test_what_cannot_be_asked_is_reported_before_any_city_is(
    kiosk: Run, served: Serve, arguments: tuple[str, ...], content: str, says: str
) -> None:
    ran = kiosk("lookup", *arguments, "--all-cities", typed=content)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert "王小明" not in ran.err


def test_a_file_of_plates_goes_to_no_city_unless_all_are_named(kiosk: Run, served: Serve) -> None:
    ran = kiosk("lookup", "--plates", "-", "--type", "car", typed="BKZ-5937\n")
    assert (ran.code, ran.out) == (2, "")
    assert "it goes with --all-cities" in ran.err


def test_who_presses_ctrl_c_while_a_city_is_silent_gets_the_shell_back_and_no_traceback(
    kiosk: Run, served: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    served({"TPE": [bill("Q1", 80)]}, {"PEN": Manner.SILENT})
    # As in a shell, where no one else listens to the log: what no handler takes goes to standard error.
    monkeypatch.setattr(logging.getLogger("uvicorn"), "propagate", False)

    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kiosk.commands.cities_progress.tell", pressed)
    threads = set(threading.enumerate())
    ran = ask(kiosk)
    for thread in set(threading.enumerate()) - threads:
        thread.join(PATIENCE)
    assert (ran.code, ran.out, ran.err.strip()) == (130, "", "")


def test_the_demo_has_cities_of_its_own(kiosk: Run, served: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    few = tuple(patient(city) for city in cities() if city.code in ("ILA", "MIA", "LIE"))
    monkeypatch.setattr(lookup_cities, "cities", lambda: few)
    assert simulator.DEMO["MIA"] is Manner.PAGE
    found = json.loads(ask(kiosk, "--json").out)
    assert {city["code"]: city["state"] for city in found["cities"]} == {"ILA": "owed", "MIA": "could-not-ask"}


def test_only_one_city_is_asked_by_its_profile_and_prints_each_tickets_payment_code(kiosk: Run, served: Serve) -> None:
    served({"TPE": [bill("Q7158601D030025", 50)], "NWT": [bill("N1", 20)]})
    ran = kiosk("lookup", "BKZ-5937", "--type", "car", "--profile", "taipei", "--demo", "--qr")
    assert ran.code == 0
    link = "https://parkingfee.pma.gov.taipei/qr?tno=Q7158601D030025"
    assert link in ran.out
    assert "05:15" in ran.err
    assert "New Taipei" not in ran.out
    reported = json.loads(kiosk("lookup", "BKZ-5937", "--type", "car", "--profile", "taipei", "--demo", "--json").out)
    assert [(city["code"], city["bills"][0]["pay_link"]) for city in reported["cities"]] == [("TPE", link)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("lookup", "BKZ-5937", "--type", "car", "--qr"),
        ("lookup", "BKZ-5937", "--type", "car", "--profile", "taipei", "--qr", "--json"),
        ("lookup", "BKZ-5937", "--type", "car", "--profile", "taipei", "--all-cities"),
        ("lookup", "BKZ-5937", "--type", "car", "--profile", "taipei", "--backend", "https://parking.example.tw"),
        ("run", "--profile", "taipei", "--demo"),
        ("run", "--profile", "taipei", "--backend", "https://parking.example.tw"),
    ],
)
def test_a_profile_goes_with_nothing_that_it_rules_out(kiosk: Run, arguments: tuple[str, ...]) -> None:
    assert kiosk(*arguments).code == 2
