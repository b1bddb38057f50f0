"""The bar codes on a phone are read from pictures of a real browser's window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import zxingcpp

from tests.backend.caller import THREE_TICKETS, Caller
from tests.live_backend import LiveBackend
from tests.phone.browser import PROGRAMS, Browser, program

pytestmark = pytest.mark.skipif(program() is None, reason=f"no browser: none of {', '.join(PROGRAMS)}")

PHONES = ((320, 2.0), (360, 3.0), (412, 2.625), (430, 3.0))
"""CSS pixels of the screen's width, and dots for each: the smallest phones in use, and what most people have."""


@pytest.fixture
def kiosk(shared_backend: LiveBackend) -> Iterator[Caller]:
    with Caller(shared_backend) as caller:
        yield caller


def taken_by_a_store(kiosk: Caller) -> dict[str, Any]:
    """Return the codes of the first bill of the demo's car that a store takes."""
    for bill in kiosk.search(THREE_TICKETS).json["bills"]:
        answer = kiosk.call("POST", "/v1/bills/store-codes", {"bill": bill["number"]})
        if answer.status == 200:
            return dict(answer.json)
    raise AssertionError("no bill of the demo's car has bar codes")


def address(backend: LiveBackend, link: str) -> str:
    return f"{backend.url}/R/{link.rpartition('/')[2]}"


@pytest.mark.variants
@pytest.mark.parametrize(("width", "dots"), PHONES)
def test_a_stores_scanner_reads_the_three_codes_from_the_phone(
    shared_backend: LiveBackend, kiosk: Caller, browser: Browser, width: int, dots: float
) -> None:
    codes = taken_by_a_store(kiosk)
    with browser.opened(address(shared_backend, codes["link"]), (width, 900, dots)) as tab:
        picture = tab.picture()
    read = sorted(zxingcpp.read_barcodes(picture), key=lambda code: code.position.top_left.y)
    assert [code.text for code in read] == codes["segments"]
    assert {code.format for code in read} == {zxingcpp.BarcodeFormat.Code39}


@pytest.mark.long
def test_the_page_is_printed_on_one_sheet(shared_backend: LiveBackend, kiosk: Caller, browser: Browser) -> None:
    with browser.opened(address(shared_backend, taken_by_a_store(kiosk)["link"])) as tab:
        assert tab.sheets() == 1
