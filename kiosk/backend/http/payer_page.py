"""The payer's page: plain HTML for a phone, without scripts. Whoever has the code may look, pay and cancel.

The code is a capability: request logs must show the route, not the path.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kiosk.backend.http import payer_words
from kiosk.backend.http.bodies import BodyTooLargeError, read_body
from kiosk.backend.http.payer_words import Told
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.services import payer, payment_links
from kiosk.backend.services.payer import PayerPage
from kiosk.backend.services.problems import Refusal
from kiosk.backend.services.till import Till
from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.contract.payments import Decline
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei
from kiosk.domain.payment import PaymentState
from kiosk.domain.text import clean

T = TypeVar("T")

MAX_FORM = 4096
"""Bytes of a form: it holds one token."""

_FOLDER = Path(__file__).parent / "templates"
_CSS = (_FOLDER / "payer.css").read_text(encoding="utf-8")
_CSS_HASH = b64encode(hashlib.sha256(_CSS.encode()).digest()).decode()

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            f"style-src 'sha256-{_CSS_HASH}'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}

_REFRESH = {PaymentState.PROCESSING: 1, PaymentState.UNKNOWN: 3}
"""Seconds until the page looks again by itself."""

_TROUBLE = (DatabaseBusyError, DatabaseLostError, StorageFullError)
_TRY_AFTER = 3


def router(till: Till) -> APIRouter:
    """Return the routes of the payer's page. They are no part of the terminals' interface."""
    routes = APIRouter(include_in_schema=False)

    # People type the address too: lower case is the same page.
    @routes.get("/P/{code}")
    @routes.get("/p/{code}")
    async def look(code: str) -> Response:
        return await _page(till, lambda: payer.page(till, code))

    @routes.post("/P/{code}/pay")
    async def pay(code: str, request: Request) -> Response:
        return await _post(till, code, request, payer.confirm)

    @routes.post("/P/{code}/cancel")
    async def cancel(code: str, request: Request) -> Response:
        return await _post(till, code, request, payer.cancel)

    return routes


async def _post(till: Till, code: str, request: Request, act: Callable[[Till, str, str], PayerPage]) -> Response:
    """Do what the form asks and send the phone back to the page, so that going back or reloading does it no more."""
    try:
        form = parse_qs((await read_body(request, MAX_FORM)).decode("ascii", "replace"), max_num_fields=8)
    except (BodyTooLargeError, ValueError):
        form = {}
    token = form.get("token", [""])[0]

    def work() -> Response:
        try:
            shown = act(till, code, token)
        except Refusal as refusal:
            if refusal.kind is not ProblemKind.SIGNATURE:
                raise
            # Not our form, or one from before a change of keys: nothing is done, and the page has a fresh one.
            return _back(code)
        return _back(shown.code)

    return await _answered(till, work)


async def _page(till: Till, look: Callable[[], PayerPage]) -> Response:
    return await _answered(till, lambda: HTMLResponse(render(till, look()), headers=HEADERS))


async def _answered(till: Till, work: Callable[[], Response]) -> Response:
    try:
        return await in_unit_of_work(work)
    except Refusal:
        return HTMLResponse(_told(till, payer_words.NOT_FOUND), status_code=404, headers=HEADERS)
    except _TROUBLE:
        return HTMLResponse(
            _told(till, payer_words.BUSY, refresh=_TRY_AFTER),
            status_code=503,
            headers={**HEADERS, "Retry-After": str(_TRY_AFTER)},
        )


def _back(code: str) -> Response:
    known = payment_links.read_code(code)
    return RedirectResponse(f"/P/{known}", status_code=303, headers=HEADERS)


def render(till: Till, page: PayerPage) -> str:
    """Return the HTML of a payment's page as it stands."""
    if page.state is PaymentState.WAITING:
        token = payment_links.form_token(till.terms.form_key, page.code)
        # Looks again when the time is over, so that nobody sits before a page that is no longer true.
        return _fill(till, "waiting.html", page=page, token=token, number=page.number, refresh=page.seconds_left + 1)
    if page.state is PaymentState.FAILED:
        told = payer_words.FAILED[page.decline or Decline.REFUSED]
    elif page.for_pass and page.state in payer_words.OF_A_PASS:
        told = payer_words.OF_A_PASS[page.state]
    else:
        told = payer_words.STATES[page.state]
    return _told(till, told, page=page, number=page.number, refresh=_REFRESH.get(page.state))


def _told(till: Till, told: Told, *, page: PayerPage | None = None, refresh: int | None = None, **more: str) -> str:
    return _fill(till, "told.html", told=told, page=page, refresh=refresh, **more)


def _fill(till: Till, template: str, **values: object) -> str:
    return _templates.get_template(template).render(
        css=Markup(_CSS),  # noqa: S704 - our own file
        payee=till.terms.payee,
        help_phone=till.terms.help_phone,
        **values,
    )


def _shown(value: object) -> object:
    """Text from outside is data: no control characters, no direction marks."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=False,
        auto_reload=False,
    )
    made.filters["dollars"] = _dollars
    made.filters["hour"] = _hour
    made.filters["day"] = _day
    made.filters["month"] = _month
    made.filters["moment"] = _moment
    return made


def _dollars(dollars: int) -> str:
    return f"{dollars:,}"


def _hour(moment: datetime) -> str:
    return f"{taipei(moment):%H:%M}"


def _day(day: date) -> str:
    return f"{day:%Y/%m/%d}"


def _month(day: date) -> str:
    return f"{day.year} 年 {day.month} 月"


def _moment(moment: datetime) -> str:
    return f"{taipei(moment):%Y/%m/%d %H:%M}"


_templates = _environment()
