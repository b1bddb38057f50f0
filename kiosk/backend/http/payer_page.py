"""The payer's page: plain HTML for a phone, without scripts. Anyone who has the code may see it, pay and cancel.

The code is a capability: request logs must show the route, not the path.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http.languages import read_in, same
from kiosk.backend.http.payer_words import BUSY, NOT_FOUND, Standing, standing
from kiosk.backend.http.phone_forms import field, read_form, sent_from_here
from kiosk.backend.http.phone_pages import CSS, FOLDER, HEADERS, lost
from kiosk.backend.http.routers import unlisted_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.http.written import FILTERS, shown, spoken
from kiosk.backend.payments import payer, payment_links, wallet_visits
from kiosk.backend.payments.payer import PayerPage
from kiosk.backend.payments.wallet_visits import Return
from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from kiosk.languages import DEFAULT_LANGUAGE

T = TypeVar("T")

_REFRESH = {PaymentState.AT_WALLET: 2, PaymentState.PROCESSING: 1, PaymentState.UNKNOWN: 3}
"""Seconds until the page reloads by itself."""

_TROUBLE = (DatabaseBusyError, DatabaseLostError, StorageFullError)
_TRY_AFTER = 3


def router(context: Context) -> APIRouter:
    """Return the routes of the payer's page. They are no part of the terminals' interface."""
    routes = unlisted_router()

    async def show(code: str, request: Request) -> Response:
        def work() -> Response:
            page = payer.page(context, code)
            language = read_in(request.scope, page.language)
            return HTMLResponse(render(context, page, language, same(request.scope)), headers=HEADERS)

        return await _answered(context, request, work)

    async def again(code: str, request: Request) -> Response:
        return _back(code, request)

    # People type the address too: lower case is the same page, and so is one with a stroke at its end.
    for path in ("/P/{code}", "/p/{code}", "/P/{code}/", "/p/{code}/"):
        routes.add_api_route(path, show, operation_id="seePayment", methods=["GET", "HEAD"])
    for step, name, act in (("pay", "payOnPhone", payer.confirm), ("cancel", "cancelOnPhone", payer.cancel)):
        for path in _spelled(step):
            routes.add_api_route(path, _press(context, act), operation_id=name, methods=["POST"])
            # Somebody loads the page again that answered a form: the page itself says where the payment stands.
            routes.add_api_route(path, again, operation_id="seePaymentAgain", methods=["GET", "HEAD"])
    _add_wallet_steps(routes, context, again)
    return routes


def _add_wallet_steps(routes: APIRouter, context: Context, again: Callable[..., Awaitable[Response]]) -> None:
    """Add the way to the wallet's own page and back; `again` leads to where the payment stands."""
    for step, name, lead in (("wallet", "waitForWallet", _before_wallet), ("go", "goToWallet", _to_wallet)):
        for path in _spelled(step):
            routes.add_api_route(path, lead(context), operation_id=name, methods=["GET", "HEAD"])
    for way in Return:
        for path in _spelled(f"{way}/{{token}}"):
            routes.add_api_route(path, _from_wallet(context, way), operation_id="comeFromWallet", methods=["GET"])
            # Who only asks whether there is a page has not come back.
            routes.add_api_route(path, again, operation_id="seePaymentAgain", methods=["HEAD"])


def _spelled(step: str) -> tuple[str, ...]:
    """Return the paths under which a phone reaches a step of a payment, however they are typed."""
    return f"/P/{{code}}/{step}", f"/p/{{code}}/{step}", f"/P/{{code}}/{step}/", f"/p/{{code}}/{step}/"


def _before_wallet(context: Context) -> Callable[..., Awaitable[Response]]:
    """Return the page that stands between our form and the wallet's page, until there is that one.

    A browser holds the answer to a form, and all that it redirects to, to our policy of where forms may go
    (`form-action`, Content Security Policy 3, section 6.4.1), and a wallet redirects to addresses that we do not know.
    So the form ends here, at a page of ours that goes on by itself; the policy stays as strict as it is.
    """

    async def wait(code: str, request: Request) -> Response:
        def work() -> Response:
            page = payer.page(context, code)
            if not _on_the_way(page):
                return _back(code, request)
            language, stay = read_in(request.scope, page.language), same(request.scope)
            seconds = 0 if page.state is PaymentState.AT_WALLET else _REFRESH[PaymentState.PROCESSING]
            refresh = f"{seconds};url=/P/{page.code}/go{stay}"
            return HTMLResponse(render(context, page, language, stay, refresh=refresh), headers=HEADERS)

        return await _answered(context, request, work)

    return wait


def _to_wallet(context: Context) -> Callable[..., Awaitable[Response]]:
    """Return what redirects to the wallet's page, and to ours while there is none or once it is no longer wanted."""

    async def go(code: str, request: Request) -> Response:
        def work() -> Response:
            page = payer.page(context, code)
            if page.state is PaymentState.AT_WALLET and page.wallet_url is not None:
                return RedirectResponse(page.wallet_url, status_code=303, headers=HEADERS)
            return _back(code, request, "/wallet" if _on_the_way(page) else "")

        return await _answered(context, request, work)

    return go


def _on_the_way(page: PayerPage) -> bool:
    """Whether the payer is to go to the wallet, or will be as soon as it has a page for them."""
    return page.state is PaymentState.AT_WALLET or (
        page.to_wallet and page.state is PaymentState.PROCESSING and page.wallet_url is None
    )


def _from_wallet(context: Context, way: Return) -> Callable[..., Awaitable[Response]]:
    async def come(code: str, token: str, request: Request) -> Response:
        def work() -> Response:
            return _back(wallet_visits.come_back(context, code, token, way), request)

        return await _answered(context, request, work)

    return come


def _press(context: Context, act: Callable[[Context, str, str], PayerPage]) -> Callable[..., Awaitable[Response]]:
    async def press(code: str, request: Request) -> Response:
        return await _post(context, code, request, act)

    return press


async def _post(
    context: Context, code: str, request: Request, act: Callable[[Context, str, str], PayerPage]
) -> Response:
    """Do what the form asks and send the phone back to the page, so that going back or reloading does it no more."""
    if not sent_from_here(request.headers, context.terms.public_url):
        # Another site's form. Nothing is done; the page shows what it asks, with a form of its own.
        return _back(code, request)
    token = field(await read_form(request), "token")

    def work() -> Response:
        try:
            shown = act(context, code, token)
        except Refusal as refusal:
            if refusal.kind is not ProblemKind.SIGNATURE:
                raise
            # Not our form, or one from before a change of keys: nothing is done, and the page has a fresh one.
            return _back(code, request)
        return _back(shown.code, request, "/wallet" if _on_the_way(shown) else "")

    return await _answered(context, request, work)


async def _answered(context: Context, request: Request, work: Callable[[], Response]) -> Response:
    language = read_in(request.scope)
    try:
        return await in_unit_of_work(work)
    except Refusal:
        return HTMLResponse(_said(context, language, NOT_FOUND), status_code=404, headers=HEADERS)
    except _TROUBLE:
        # Loaded again as the page itself: what the form asked for may have been done.
        return HTMLResponse(
            _said(context, language, BUSY, refresh=_TRY_AFTER),
            status_code=503,
            headers={**HEADERS, "Retry-After": str(_TRY_AFTER)},
        )


def _back(code: str, request: Request, on: str = "") -> Response:
    known = payment_links.read_code(code)
    if known is None:
        return lost(request.scope, 404)
    return RedirectResponse(f"/P/{known}{on}{same(request.scope)}", status_code=303, headers=HEADERS)


def render(
    context: Context, page: PayerPage, language: str = DEFAULT_LANGUAGE, same: str = "", refresh: str | None = None
) -> str:
    """Return the HTML of a payment's page as it stands, in a language; `same` is what its links add to stay in it.

    `refresh` is where it leads on to by itself, in place of reloading.
    """
    token = payment_links.form_token(context.terms.form_key, page.code)
    if page.state is PaymentState.WAITING:
        # Reloads when the time is over, so that the page does not stay when it is no longer true.
        values = {"token": token, "number": page.number, "refresh": page.seconds_left + 1, "same": same}
        return _fill(context, language, "waiting.html", page=page, **values)
    again = refresh or _REFRESH.get(page.state)
    return _said(
        context, language, standing(page), page=page, refresh=again, same=same, number=page.number, token=token
    )


def _said(
    context: Context,
    language: str,
    standing: Standing,
    *,
    page: PayerPage | None = None,
    refresh: int | str | None = None,
    same: str = "",
    token: str = "",
    **more: str,
) -> str:
    values = {"refresh": refresh, "same": same, "token": token, **more}
    return _fill(context, language, "standing.html", standing=standing, page=page, **values)


def _fill(context: Context, language: str, template: str, *, page: PayerPage | None, **values: object) -> str:
    place = None if page is None else page.place
    return _templates.get_template(template).render(
        **spoken(language),
        css=Markup(CSS),  # noqa: S704 - our own file
        terms=context.terms,
        place=place,
        help_phone=(place and place.phone) or context.terms.help_phone,
        page=page,
        **values,
    )


_templates = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=shown,
    trim_blocks=False,
    auto_reload=False,
)
_templates.filters |= FILTERS
