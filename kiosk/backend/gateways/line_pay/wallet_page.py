"""The simulated wallet's page: what a payer's phone shows between our page and the way back to it."""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from kiosk.backend.gateways.line_pay.simulator import SimulatedLinePay

Endpoint = Callable[[Request], Awaitable[Response]]

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

_PAGE = """<!doctype html><html lang="zh-Hant-TW"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>LINE Pay</title>
<h1>LINE Pay（模擬 simulated）</h1><p>NT$ {dollars}</p>
<form method="post" action="/wallet/{page}/agree"><button>付款 Pay</button></form>
<form method="post" action="/wallet/{page}/cancel"><button>取消 Cancel</button></form></html>
"""
_LOST = "<!doctype html><meta charset=utf-8><p>沒有這筆交易。 There is no such transaction.</p>"


def show(simulated: SimulatedLinePay) -> Endpoint:
    """Return what answers a phone that opens the page of an order."""

    async def endpoint(request: Request) -> Response:
        held = simulated.of_page(request.path_params["page"])
        if held is None:
            return HTMLResponse(_LOST, status_code=404, headers=_HEADERS)
        page = _PAGE.format(page=html.escape(held.page), dollars=held.request.amount)
        return HTMLResponse(page, headers=_HEADERS)

    return endpoint


def press(simulated: SimulatedLinePay) -> Endpoint:
    """Return what does as the payer chose and sends them back, with what LINE Pay adds to the address."""

    async def endpoint(request: Request) -> Response:
        held, step = simulated.of_page(request.path_params["page"]), request.path_params["step"]
        if held is None or step not in ("agree", "cancel"):
            return HTMLResponse(_LOST, status_code=404, headers=_HEADERS)
        agreed = simulated.choose(held, agree=step == "agree")
        urls = held.request.redirect_urls
        back = urls.confirm_url if agreed else urls.cancel_url
        added = urlencode({"transactionId": held.transaction, "orderId": held.request.order_id})
        joint = "&" if "?" in back else "?"
        return RedirectResponse(f"{back}{joint}{added}", status_code=302, headers=_HEADERS)

    return endpoint
