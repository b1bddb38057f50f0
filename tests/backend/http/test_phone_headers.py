"""Every page that a phone opens has the same headers, in every room; only the style sheet's hash is its own."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.backend.caller import Caller
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE

PAGES = (
    "/P/0123456789",
    "/R/" + 26 * "0",
    "/T/" + 16 * "0",
    "/S/" + 16 * "0",
    "/ID/LINE",
    "/ID/LINE/AAAA-AAAA",
    "/nothing",
)


def headers(url: str) -> dict[str, str]:
    found = httpx.get(url, headers={"Accept": "text/html"}, timeout=PATIENCE).headers
    own = {"content-length", "date", "x-request-id"}
    hashes = re.compile(r"'sha256-[^']+'")
    return {name: hashes.sub("'sha256-…'", value) for name, value in found.items() if name not in own}


@pytest.mark.variants(keep=2)
@pytest.mark.parametrize("path", PAGES)
def test_the_headers_are_those_of_the_payers_page(shared_backend: LiveBackend, path: str) -> None:
    with Caller(shared_backend) as kiosk:
        payment = kiosk.pay(key=f"key{path}")
        kiosk.call("POST", f"/v1/payments/{payment['id']}/cancel")
    usual = headers(shared_backend.url + "/P/" + payment["link"].rpartition("/")[2])
    assert headers(shared_backend.url + path) == usual
    assert usual["referrer-policy"] == "same-origin"
    assert usual["x-frame-options"] == "DENY"
