"""Whether the time of an answer tells which numbers have an account, and how long the right code takes.

The use cases are timed without the network, where a difference would show best: the service on SQLite, known and
unknown numbers in an order unknown beforehand. The area under the curve (AUC) is the chance that a known
number's answer took longer than an unknown one's: 0.5 tells nothing.
"""

from __future__ import annotations

import bisect
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence

import pytest
from sqlalchemy import insert

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages import demo_phone
from kiosk.backend.owners import password_resets, registrations
from kiosk.backend.owners.tables import owners
from kiosk.backend.proof import codes
from kiosk.backend.store.database import Database
from kiosk.clock import ShiftedClock
from kiosk.contract.owners import ResetRequest
from tests.backend.caller import Caller
from tests.backend.owner_stage import PASSWORD, OwnerStage, make_owner_stage, wanted
from tests.backend.payment_stage import SETTINGS
from tests.benchmarks.figures import tell_time, tell_value, without_collector
from tests.clock import START, ManualClock
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE

# With the real parameters, four thousand passwords take a quarter of an hour.
pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3600)]

CROWD = 50
"""Known numbers, and as many unknown ones, so that no row is looked at so often that only that one is fast."""
GOAL = "0.45 to 0.55"
CODES = 60
PER_DEVICE = 5


def known(person: int) -> str:
    return f"0911{person:06}"


def unknown(person: int) -> str:
    return f"0922{person:06}"


@pytest.fixture
def stage(sqlite_url: str, clock: ManualClock, request: pytest.FixtureRequest) -> Iterator[OwnerStage]:
    memory, passes = request.config.getoption("--hash-memory"), request.config.getoption("--hash-passes")
    settings = SETTINGS.model_copy(update={"password_memory": memory, "password_passes": passes})
    database = Database(sqlite_url)
    stage = make_owner_stage(database, clock, settings=settings)
    kept = stage.context.terms.passwords.hash(PASSWORD)
    with database.write() as connection:
        for person in range(CROWD):
            connection.execute(
                insert(owners).values(
                    id=f"{person:032x}",
                    mobile=known(person),
                    name="王小明",
                    password_hash=kept,
                    notice="2026-11",
                    registered_at=START,
                    changed_at=START,
                )
            )
    yield stage
    database.close()


def area(larger: Sequence[float], smaller: Sequence[float]) -> float:
    """Return the chance that one of `larger` exceeds one of `smaller`; ties count half."""
    ordered = sorted(smaller)
    below = sum(bisect.bisect_left(ordered, one) + bisect.bisect_right(ordered, one) for one in larger)
    return below / 2 / len(larger) / len(ordered)


def compare(
    stage: OwnerStage,
    request: pytest.FixtureRequest,
    name: str,
    work: Callable[[str], object],
    *,
    prepare: Callable[[str], str] = lambda mobile: mobile,
    beside: str = "",
) -> None:
    """Time `work` on what `prepare` made of known and unknown numbers, and print the area under the curve."""
    tries = request.config.getoption("--tries")
    chance = random.Random(1)
    order = [True] * tries + [False] * tries
    chance.shuffle(order)
    taken: dict[bool, list[float]] = {True: [], False: []}
    with without_collector():
        for is_known in [True, False, *order]:
            # Two days on: no limit stands in the way, and none is what is measured.
            stage.clock.advance(2 * 86_400)
            person = chance.randrange(CROWD)
            given = prepare(known(person) if is_known else unknown(person))
            began = time.perf_counter()
            work(given)
            taken[is_known].append(time.perf_counter() - began)
    # The first of each warms the caches.
    of_known, of_unknown = taken[True][1:], taken[False][1:]
    tell_time(f"{name}: known number", of_known, "as the next line")
    tell_time(f"{name}: unknown number", of_unknown, "as the line before")
    tell_value(f"{name}: AUC of {tries} + {tries}", f"{area(of_known, of_unknown):.3f}", GOAL, beside)


def hashing(request: pytest.FixtureRequest) -> str:
    memory, passes = request.config.getoption("--hash-memory"), request.config.getoption("--hash-passes")
    lowered = "" if (memory, passes) == (64 * 1024, 3) else ", lowered by an option"
    return f"Argon2id {memory} KiB, {passes} passes{lowered}"


def test_signing_in_takes_as_long_for_a_number_that_no_one_has(
    stage: OwnerStage, request: pytest.FixtureRequest
) -> None:
    def work(mobile: str) -> None:
        with pytest.raises(Refusal):
            stage.sign_in(mobile, "Wrong0ne!")

    compare(stage, request, "sign in, wrong password", work, beside=hashing(request))


def test_registering_takes_as_long_for_a_number_that_somebody_has(
    stage: OwnerStage, request: pytest.FixtureRequest
) -> None:
    def work(mobile: str) -> None:
        registrations.begin(stage.context, "kiosk-1", wanted(mobile))

    compare(stage, request, "register", work, beside=hashing(request))


def test_resetting_takes_as_long_for_a_number_that_no_one_has(
    stage: OwnerStage, request: pytest.FixtureRequest
) -> None:
    def work(mobile: str) -> None:
        password_resets.begin(stage.context, "kiosk-1", ResetRequest(mobile=mobile))

    compare(stage, request, "forgotten password", work)


def test_sending_again_takes_as_long_for_a_number_that_no_one_has(
    stage: OwnerStage, request: pytest.FixtureRequest
) -> None:
    def begun(mobile: str) -> str:
        sent = password_resets.begin(stage.context, "kiosk-1", ResetRequest(mobile=mobile))
        stage.clock.advance(sent.resend_in)
        return sent.id

    compare(stage, request, "send again", lambda flow: codes.again(stage.context, "kiosk-1", flow), prepare=begun)


def test_the_right_code_is_answered_at_once(sqlite_demo_url: str) -> None:
    taken = []
    with LiveBackend(sqlite_demo_url, clock=ShiftedClock(START)) as backend:
        for device in range(CODES // PER_DEVICE):
            token = f"token-of-benchmark-device-{device:04}"
            terminal_id = backend.enrol(f"benchmark {device}", token)
            with Caller(backend, token) as kiosk:
                for person in range(PER_DEVICE):
                    body = wanted(f"0933{device:03}{person:03}").model_dump(mode="json")
                    sent = kiosk.call("POST", "/v1/registrations", body).json
                    code = _arrived(backend, terminal_id, person)
                    began = time.perf_counter()
                    answer = kiosk.call("POST", f"/v1/registrations/{sent['id']}/code", {"code": code})
                    taken.append(time.perf_counter() - began)
                    assert answer.status == 201, answer.body
    tell_time("code accepted, to the answer, over HTTP", taken, "p95 ≤ 300 ms", f"{len(taken)} registrations")


def _arrived(backend: LiveBackend, terminal_id: str, before: int) -> str:
    """Return the code in a device's next message on the demo's phone, after so many before it."""
    end = time.monotonic() + PATIENCE
    while len(messages := demo_phone.messages(backend.context, terminal_id).messages) <= before:
        assert time.monotonic() < end
    found = re.search(r"驗證碼為([0-9]+)", messages[-1].text)
    assert found is not None
    return found[1]
