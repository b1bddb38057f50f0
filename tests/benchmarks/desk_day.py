"""A day at the desk, person after person, without a terminal: `python -m tests.benchmarks.desk_day COUNT MARK …`.

For each person a plate is typed, what was found is opened, a masked field is shown in full with a reason and masked
again after half a minute, the provider is asked anew, and the case is closed; after every twentieth the desk is locked
and unlocked. After each MARK the memory of the process (resident, kB) is printed. The backend is a stub in the same
process, which keeps nothing from one person to the next.
"""

from __future__ import annotations

import asyncio
import sys

from kiosk.platform.textual.forgetting_loop import ForgettingLoop
from tests.benchmarks.visitors import resident
from tests.desk.office import CODE, FULL_MOBILE, PASSWORD, Desk, desk

LOCKED_AFTER = 20


async def serve(at: Desk) -> None:
    """Serve one person, from the plate to the closed case."""
    await at.find("BKZ-5937")
    await at.shows("0912-***-678")
    await at.press("f4")
    await at.shows("要看哪一個欄位")
    await at.press("down", "enter")
    await at.shows("為什麼要看完整的手機")
    await at.press("down", "enter")
    await at.shows(FULL_MOBILE)
    at.clock.advance(30)
    await at.hides(FULL_MOBILE)
    await at.find("261123102107")
    await at.shows("現在問業者")  # the state stands in the list of the vehicle's payments as well
    await at.press("f5")
    await at.shows("R261123185974")
    await at.press("f3")
    await at.shows("目前")
    await at.press("down", "f8")
    await at.shows("不結案，返回")
    await at.press("down", "enter")
    await at.shows("輸入民眾手上的號碼")


async def lock_and_unlock(at: Desk) -> None:
    await at.press("f12")
    await at.shows("服務台已鎖住")
    for text in (PASSWORD, CODE):
        await at.type(text)
        await at.press("enter")
    await at.shows("輸入民眾手上的號碼")


async def main(count: int, marks: set[int]) -> None:
    async with desk() as at:
        await at.sign_in()
        for person in range(1, count + 1):
            await serve(at)
            if person % LOCKED_AFTER == 0:
                await lock_and_unlock(at)
            at.stub.asked.clear()
            at.office.cases = at.office.revealed = 0
            if person in marks:
                print(person, resident(), flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=ForgettingLoop) as runner:
        runner.run(main(int(sys.argv[1]), {int(mark) for mark in sys.argv[2:]}))
