from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import SplitResult

import pytest

from kiosk.backend.registers.national.asking import Cities, CityReply
from kiosk.backend.registers.national.cities import City, cities
from kiosk.backend.registers.national.host_call import HostCall, Reply
from kiosk.backend.registers.national.host_turns import MachineTurns
from kiosk.backend.registers.national.questions import CarType, NotAnsweredError, Question
from kiosk.backend.registers.national.simulator import Manner, SimulatedCities
from kiosk.clock import Deadline, SystemClock
from kiosk.contract.cities import CityReason
from kiosk.domain.plate import Plate
from tests.backend.registers.national.samples import CAR, NOTHING, bill, result
from tests.clock import ManualClock
from tests.patience import PATIENCE

BY_CODE = {city.code: city for city in cities() if not city.off}
CLOCK = SystemClock()


class Leaping(SystemClock):
    """A second later at each call: cities that count calls by it never refuse one, however busy the machine is."""

    def __init__(self) -> None:
        self._at = 0.0

    def monotonic(self) -> float:
        self._at += 1.0
        return self._at


class AtOnce:
    """Turns without waiting."""

    def turn(self, host: str) -> float:
        return 0.0


def patient(city: City) -> City:
    """Return a city whose time is never too short on a busy machine."""
    return city.model_copy(update={"first": PATIENCE, "second": PATIENCE})


def hasty(city: City) -> City:
    return city.model_copy(update={"first": 0.2, "second": 0.2})


def owing(code: str, plate: str, type: str) -> dict[str, object]:
    return result([bill(f"{code}00001")], [], CarID=plate, CarType=type)


@contextmanager
def simulated(
    manners: dict[str, Manner], how: Callable[[City], City] = patient
) -> Iterator[tuple[SimulatedCities, dict[str, City]]]:
    simulation = SimulatedCities(Leaping(), owing, manners)
    with simulation.served([how(BY_CODE[code]) for code in manners]) as served:
        yield simulation, {city.code: city for city in served}


@pytest.fixture
def asking() -> Callable[..., Cities]:
    def make(in_all: float = PATIENCE, call: HostCall | None = None) -> Cities:
        call = call or HostCall(own_network=True)
        return Cities(CLOCK, AtOnce(), call, threading.Event().wait, in_all=in_all)

    return make


def total(reported: CityReply) -> int:
    assert reported.answer is not None, reported.reason
    return reported.answer.total


@pytest.mark.parametrize("manner", [Manner.PLAIN, Manner.MARKED, Manner.LOOSE, Manner.FAILS_FIRST])
def test_a_city_with_a_quirk_is_answered_all_the_same(asking: Callable[..., Cities], manner: Manner) -> None:
    with simulated({"KHH": manner}) as (_, served):
        reported = asking().ask(served["KHH"], CAR)
    assert total(reported) == 80


def test_quirk_kaohsiungs_other_path_takes_over_where_the_first_one_fails(asking: Callable[..., Cities]) -> None:
    with simulated({"KHH": Manner.FAILS_FIRST}) as (simulation, served):
        assert total(asking().ask(served["KHH"], CAR)) == 80
    assert [path.partition("/PayBill/C")[0].lower() for _, path in simulation.calls] == [
        "/parking/v1/parking",
        "/trafficpaybill/parking",
    ]


@pytest.mark.parametrize(
    ("code", "manner", "calls"),
    [("TPE", Manner.MISSING, 1), ("KHH", Manner.MISSING, 2), ("TPE", Manner.BROKEN, 2), ("TPE", Manner.FORBIDDEN, 1)],
)
def test_a_city_is_asked_again_only_where_that_may_help(
    asking: Callable[..., Cities], code: str, manner: Manner, calls: int
) -> None:
    with simulated({code: manner}) as (simulation, served):
        assert asking().ask(served[code], CAR).answer is None
    assert len(simulation.calls) == calls


def test_a_plate_of_the_forces_arrives_whole(asking: Callable[..., Cities]) -> None:
    with simulated({"ILA": Manner.PLAIN}) as (simulation, served):
        reported = asking().ask(served["ILA"], Question(Plate("軍C", "21110"), CarType.CAR))
    assert total(reported) == 80
    assert simulation.calls == [("ILA", "/Parking/PayBill/carid/軍C-21110/cartype/C")]


def test_a_city_is_called_when_it_is_the_callers_turn() -> None:
    waited: list[float] = []

    class Later:
        def turn(self, host: str) -> float:
            return 0.7

    with simulated({"TPE": Manner.PLAIN}) as (_, served):
        call = HostCall(own_network=True)
        assert total(Cities(CLOCK, Later(), call, waited.append, in_all=PATIENCE).ask(served["TPE"], CAR)) == 80
        assert Cities(CLOCK, Later(), call, waited.append, in_all=0.5).ask(served["TPE"], CAR).reason is CityReason.BUSY
    assert waited == [0.7]


def test_a_second_call_within_a_second_is_refused_by_the_city_itself(asking: Callable[..., Cities]) -> None:
    simulation = SimulatedCities(ManualClock(), owing, {})
    with simulation.served([patient(BY_CODE["TPE"])]) as (city,):
        assert total(asking().ask(city, CAR)) == 80
        assert asking().ask(city, CAR).reason is CityReason.TOO_MANY


FAILING = {
    "NWT": (Manner.TRICKLE, CityReason.SILENT),
    "KEE": (Manner.SILENT, CityReason.SILENT),
    "ILA": (Manner.REDIRECT, CityReason.REDIRECTED),
    "TAO": (Manner.UNAUTHORIZED, CityReason.NOT_ALLOWED),
    "HSZ": (Manner.FORBIDDEN, CityReason.NOT_ALLOWED),
    "HSQ": (Manner.MISSING, CityReason.NOT_FOUND),
    "MIA": (Manner.BAD_REQUEST, CityReason.HTTP),
    "TXG": (Manner.TEAPOT, CityReason.HTTP),
    "CHA": (Manner.TOO_MANY, CityReason.TOO_MANY),
    "NAN": (Manner.BROKEN, CityReason.SERVER_FAILED),
    "YUN": (Manner.MAINTENANCE, CityReason.SERVER_FAILED),
    "CYI": (Manner.PAGE, CityReason.NOT_JSON),
    "CYQ": (Manner.EMPTY, CityReason.EMPTY),
    "TNN": (Manner.NULL, CityReason.EMPTY),
    "PIF": (Manner.ENDLESS, CityReason.TOO_LONG),
    "HUA": (Manner.CUT, CityReason.NOT_JSON),
    "TTT": (Manner.OTHER_VEHICLE, CityReason.OTHER_VEHICLE),
    "KIN": (Manner.BAD_PLATE, CityReason.BAD_PLATE),
}
ANSWERING = ("TPE", "KHH", "PEN")


def test_eighteen_cities_that_fail_in_eighteen_ways_keep_no_answer_of_the_other_three(
    asking: Callable[..., Cities],
) -> None:
    manners = {code: manner for code, (manner, _) in FAILING.items()} | dict.fromkeys(ANSWERING, Manner.PLAIN)

    def timed(city: City) -> City:
        return hasty(city) if city.code in ("NWT", "KEE") else patient(city)

    with simulated(manners, timed) as (_, served):
        reported = {one.city.code: one for one in asking().ask_all(list(served.values()), [CAR])}
    assert {code: total(reported[code]) for code in ANSWERING} == dict.fromkeys(ANSWERING, 80)
    assert {code: reported[code].reason for code in FAILING} == {code: reason for code, (_, reason) in FAILING.items()}


def test_no_city_waits_for_another_one_to_answer(asking: Callable[..., Cities]) -> None:
    everybody = threading.Barrier(len(BY_CODE), timeout=PATIENCE)

    class Together(HostCall):
        def get(self, url: SplitResult, headers: Mapping[str, str], deadline: Deadline) -> Reply:
            everybody.wait()  # breaks where one of them is not asked before the others have answered
            return Reply(200, NOTHING)

    # Two of them share a host, whose turns come one after the other: here they take no time.
    reported = list(asking(call=Together()).ask_all(list(BY_CODE.values()), [CAR]))
    assert len(reported) == 21
    assert {one.reason for one in reported} == {None}


def test_answers_come_before_the_slowest_city_has_failed(asking: Callable[..., Cities]) -> None:
    release = threading.Event()
    with simulated({"TPE": Manner.PLAIN, "PEN": Manner.PLAIN}) as (_, served):
        call = HostCall(own_network=True)

        class Stuck(HostCall):
            def get(self, url, headers, deadline):  # type: ignore[no-untyped-def]
                if url.netloc == served["PEN"].urls(CAR)[0].netloc:
                    release.wait(PATIENCE)
                return call.get(url, headers, deadline)

        coming = asking(call=Stuck()).ask_all(list(served.values()), [CAR])
        assert next(coming).city.code == "TPE"
        release.set()
        assert [one.city.code for one in coming] == ["PEN"]


def test_a_city_that_is_stuck_where_no_limit_reaches_is_reported_as_silent_and_holds_up_no_end(
    asking: Callable[..., Cities],
) -> None:
    release = threading.Event()

    class Stuck(HostCall):
        def get(self, url, headers, deadline):  # type: ignore[no-untyped-def]
            release.wait(PATIENCE)
            raise NotAnsweredError(CityReason.NO_CONNECTION)

    stuck = asking(in_all=0.2, call=Stuck())
    threads = set(threading.enumerate())
    reported = list(stuck.ask_all([BY_CODE["TPE"]], [CAR]))
    left = set(threading.enumerate()) - threads
    release.set()
    for thread in left:
        thread.join(PATIENCE)
    assert [one.reason for one in reported] == [CityReason.SILENT]
    # A program does not end before its threads have, but for daemons.
    assert [thread.daemon for thread in left] == [True]


def test_a_host_that_failed_three_times_is_not_called_and_the_others_are_not(asking: Callable[..., Cities]) -> None:
    plates = [Question(Plate("BKZ", f"593{n}"), CarType.CAR) for n in range(4)]
    with simulated({"TAO": Manner.FORBIDDEN, "TPE": Manner.PLAIN}) as (simulation, served):
        replies = list(asking().ask_all(list(served.values()), plates))
    assert [one.reason for one in replies if one.city.code == "TAO"] == [
        *[CityReason.NOT_ALLOWED] * 3,
        CityReason.RESTING,
    ]
    assert [total(one) for one in replies if one.city.code == "TPE"] == [80] * 4
    assert [code for code, _ in simulation.calls].count("TAO") == 3


def test_a_long_list_of_plates_is_not_used_up_while_a_city_rests() -> None:
    clock = ManualClock()
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        clock.advance(seconds)

    class Dead(HostCall):
        calls = 0

        def get(self, url, headers, deadline):  # type: ignore[no-untyped-def]
            self.calls += 1
            raise NotAnsweredError(CityReason.NOT_ALLOWED)

    dead = Dead()
    plates = [Question(Plate("BKZ", f"{n:04}"), CarType.CAR) for n in range(40)]
    reported = [one.reason for one in Cities(clock, AtOnce(), dead, wait).ask_all([BY_CODE["TPE"]], plates)]
    assert (reported.count(CityReason.RESTING), dead.calls) == (36, 4)
    assert reported[-7:].count(CityReason.NOT_ALLOWED) == 1
    assert sum(waited) == 35


def test_a_city_in_our_own_network_is_not_asked(tmp_path: Path) -> None:
    outside = Cities(CLOCK, MachineTurns(tmp_path, CLOCK), HostCall(), threading.Event().wait)
    with simulated({"TPE": Manner.PLAIN}) as (simulation, served):
        assert outside.ask(served["TPE"], CAR).reason is CityReason.PRIVATE_ADDRESS
    assert simulation.calls == []


def moved(address: str) -> City:
    return patient(BY_CODE["TPE"]).model_copy(update={"addresses": (address + "/CarID/{plate}/CarType/{type}",)})


def test_a_name_that_no_one_knows_and_a_door_that_is_shut_have_reasons_of_their_own(
    asking: Callable[..., Cities], monkeypatch: pytest.MonkeyPatch
) -> None:
    with simulated({"TPE": Manner.PLAIN}) as (_, served):
        shut = served["TPE"].urls(CAR)[0].netloc
    assert asking().ask(moved(f"http://{shut}"), CAR).reason is CityReason.NO_CONNECTION

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert asking().ask(moved("http://city.example.tw"), CAR).reason is CityReason.NO_SUCH_HOST


def test_where_no_turn_can_be_noted_no_one_is_asked(asking: Callable[..., Cities], tmp_path: Path) -> None:
    away = Cities(CLOCK, MachineTurns(tmp_path / "gone", CLOCK), HostCall(), threading.Event().wait)
    assert away.ask(BY_CODE["TPE"], CAR).reason is CityReason.NO_TURN
