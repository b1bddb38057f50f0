"""Every page for phones is used in a phone's browser, by touch, for the task that it is part of."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.backend.demo import situations
from kiosk.backend.http.phone_pages import FIRST
from kiosk.backend.owners import new_numbers
from kiosk.contract.desk.new_number import NumberState
from tests.backend.caller import Caller
from tests.journeys import tasks
from tests.journeys.desk.test_new_number import linked
from tests.journeys.kiosk import kiosk_at
from tests.journeys.tasks import Person, Task
from tests.journeys.ways import ByKeys
from tests.live_backend import LiveBackend
from tests.patience import wait_until
from tests.phone.browser import PROGRAMS, Browser, Tab, program

DONE: dict[str, Task] = {
    "p": tasks.pays,
    "r": tasks.pays,
    "t": tasks.registers_with_the_phone,
    "id": tasks.signs_in_and_links_an_account,
}
"""By the beginning of a page's address: who uses it."""

BY_ITSELF = {"s", "n"}
"""What `test_a_sign_in_that_began_on_the_phone_goes_on_at_the_provider` uses, and
`test_a_new_number_that_somebody_else_asked_for_is_stopped_on_the_old_phone`."""

A_BROWSER = pytest.mark.skipif(program() is None, reason=f"no browser: none of {', '.join(PROGRAMS)}")

VISITS: dict[str, tuple[Task, ...]] = {
    "pays and registers": (tasks.pays, tasks.registers_with_the_phone),
    "signs in": (tasks.signs_in_and_links_an_account, tasks.signs_in_by_phone_and_unlinks_the_account),
}


class BrowsersPhone:
    """A phone with a real browser (`VisitorsPhone`)."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    async def pays(self, link: str) -> None:
        def paid() -> None:
            with self._opened(link) as tab:
                tab.goes_on_with("form.pay button")
                tab.until("document.querySelector('form.pay') === null")

        await asyncio.to_thread(paid)

    async def reads(self, link: str) -> str:
        def read() -> str:
            with self._opened(link) as tab:
                return str(tab.finds("document.documentElement.outerHTML"))

        return await asyncio.to_thread(read)

    async def sends(self, link: str, value: str) -> None:
        def sent() -> None:
            with self._opened(link) as tab:
                tab.touches("#value")
                tab.types(value)
                tab.goes_on_with("form.pay button")
                assert "已送到現場機台" in tab.says()

        await asyncio.to_thread(sent)

    async def agrees(self, link: str) -> None:
        def agreed() -> None:
            with self._opened(link) as tab:
                tab.goes_on_with("button.yes")
                assert "已允許連結" in tab.says()

        await asyncio.to_thread(agreed)

    def _opened(self, link: str) -> Tab:
        return opened(self._browser, link)


def opened(browser: Browser, link: str) -> Tab:
    """Open what a code holds; nothing of it stands beside the screen, where it is not looked for."""
    tab = browser.opened(link)
    assert tab.finds("document.documentElement.scrollWidth <= window.innerWidth"), tab.says()
    return tab


def test_no_page_for_phones_is_without_a_task_in_a_browser() -> None:
    assert set(DONE) | BY_ITSELF == FIRST
    assert set(DONE.values()) <= {task for visit in VISITS.values() for task in visit}


@pytest.mark.long
@A_BROWSER
@pytest.mark.parametrize("visit", VISITS)
async def test_what_a_phone_takes_part_in_is_done_with_a_phones_browser(
    backend: LiveBackend, browser: Browser, visit: str
) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.sees("WelcomePage")
        person = Person(ByKeys(kiosk), BrowsersPhone(browser))
        for task in VISITS[visit]:
            await task(person)


@pytest.mark.long
@A_BROWSER
def test_a_sign_in_that_began_on_the_phone_goes_on_at_the_provider(
    shared_backend: LiveBackend, browser: Browser
) -> None:
    with Caller(shared_backend) as terminal:
        offer = terminal.call("POST", "/v1/sign-in-offers").json
        with opened(browser, offer["link"]) as tab:
            assert offer["compare"] in tab.says()
            tab.goes_on_with("button[value=line]")
            tab.goes_on_with("button.yes")
            assert "已允許連結" in tab.says()
        assert terminal.call("GET", f"/v1/sign-in-offers/{offer['id']}").json["state"] == "taken"


@pytest.mark.long
@A_BROWSER
def test_a_new_number_that_somebody_else_asked_for_is_stopped_on_the_old_phone(
    backend: LiveBackend, browser: Browser
) -> None:
    situations.prepare(backend.context, "owner.new-number", seed=1)
    wait_until(lambda: linked(backend, "0972-***-412"))
    (link,) = linked(backend, "0972-***-412")
    with opened(browser, f"{backend.url}/N/{link}") as tab:
        assert "車主會員要換手機號碼" in tab.says()
        tab.goes_on_with("form.pay button")
        assert "手機號碼不會變更" in tab.says()
    assert new_numbers.opened(backend.context, link).state is NumberState.STOPPED
