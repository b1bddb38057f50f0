"""The simulated wallet's page: what a payer's phone shows between our page and the way back to it."""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from kiosk.backend.gateways.jkopay.simulator import SimulatedJkoPay

Endpoint = Callable[[Request], Awaitable[Response]]

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

_PAGE = """<!doctype html><html lang="zh-Hant-TW"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>街口支付</title>
<h1>街口支付（模擬 simulated）</h1><p>NT$ {dollars}</p>
<form method="post" action="/wallet/{page}/pay"><button>付款 Pay</button></form></html>
"""
_LOST = "<!doctype html><meta charset=utf-8><p>沒有這筆交易，或已逾時。 No such transaction, or too late.</p>"


def show(simulated: SimulatedJkoPay) -> Endpoint:
    """Return what answers a phone that opens the page of an order."""

    async def endpoint(request: Request) -> Response:
        held = simulated.of_page(request.path_params["page"])
        if held is None:
            return HTMLResponse(_LOST, status_code=404, headers=_HEADERS)
        page = _PAGE.format(page=html.escape(held.page), dollars=held.request.final_price)
        return HTMLResponse(page, headers=_HEADERS)

    return endpoint


def press(simulated: SimulatedJkoPay) -> Endpoint:
    """Return what takes the money and sends the payer back."""

    async def endpoint(request: Request) -> Response:
        held = simulated.of_page(request.path_params["page"])
        if held is None or not simulated.pay(held.request.platform_order_id):
            return HTMLResponse(_LOST, status_code=404, headers=_HEADERS)
        return RedirectResponse(held.request.result_display_url, status_code=302, headers=_HEADERS)

    return endpoint
