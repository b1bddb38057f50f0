"""The page of the two links about a new number: one confirms it on the new phone, the other stops it; without scripts.

Only a press does anything: previews and scanners fetch links too. The code is a capability: request logs show the
route, not the path.
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from kiosk.backend.context import Context
from kiosk.backend.http.languages import read_in, same
from kiosk.backend.http.payer_words import Standing
from kiosk.backend.http.phone_forms import answered, field, read_form, sent_from_here
from kiosk.backend.http.phone_pages import CSS, ENVIRONMENT, HEADERS
from kiosk.backend.http.routers import unlisted_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.http.written import spoken
from kiosk.backend.owners import new_numbers
from kiosk.backend.owners.new_numbers import Opened
from kiosk.backend.payments import payment_links
from kiosk.contract.desk.new_number import NumberState
from kiosk.domain.dates import taipei
from kiosk.i18n import Message, say
from kiosk.wording import date_words


def router(context: Context) -> APIRouter:
    """Return the routes of the page. They are no part of the terminals' interface."""
    routes = unlisted_router()

    async def show(code: str, request: Request) -> Response:
        return await answered(
            request, in_unit_of_work(lambda: _page(context, request, new_numbers.opened(context, code)))
        )

    async def press(code: str, request: Request) -> Response:
        form = await read_form(request)
        token = field(form, "token")
        return await answered(request, in_unit_of_work(lambda: _pressed(context, request, code, token)))

    # People type the address too: lower case is the same page, and so is one with a stroke at its end.
    for path in ("/N/{code}", "/n/{code}", "/N/{code}/", "/n/{code}/"):
        routes.add_api_route(path, show, operation_id="seeNewNumber", methods=["GET", "HEAD"])
        routes.add_api_route(path, press, operation_id="pressNewNumber", methods=["POST"])
    return routes


def _pressed(context: Context, request: Request, code: str, token: str) -> Response:
    found = new_numbers.opened(context, code)
    ours = payment_links.token_is_ours(context.terms.form_key, _form(found), token)
    if not ours or not sent_from_here(request.headers, context.terms.public_url):
        # Another site's form, or one from before a change of keys: nothing is done; the page has a fresh one.
        return _page(context, request, found)
    return _page(context, request, new_numbers.press(context, code))


def _page(context: Context, request: Request, found: Opened) -> Response:
    what = "stop" if found.stops else "prove"
    content = ENVIRONMENT.get_template("number.html").render(
        **spoken(read_in(request.scope, found.language)),
        css=Markup(CSS),  # noqa: S704 - our own file
        title=say(f"phone-number-{what}-title"),
        text=_asks(found),
        button=say(f"phone-number-{what}-do"),
        closed=_closed(found) if found.over else None,
        action=f"/N/{found.code}{same(request.scope)}",
        token=payment_links.form_token(context.terms.form_key, _form(found)),
        terms=context.terms,
    )
    return HTMLResponse(content, headers=HEADERS)


def _asks(found: Opened) -> Message:
    if not found.stops or found.effect_at is None:
        return say("phone-number-prove-text")
    at = taipei(found.effect_at)
    return say("phone-number-stop-text", day=date_words.full_day(at.date()), time=f"{at:%H:%M}")


def _closed(found: Opened) -> Standing:
    """Return what stands there in place of the button once there is nothing to press."""
    ended = {
        NumberState.PROVED: "proved",
        NumberState.WAITING: "proved",
        NumberState.DONE: "done" if found.stops else "proved",
        NumberState.STOPPED: "stopped",
    }.get(found.state, "over")
    mood = "good" if ended in ("proved", "stopped") else "still"
    return Standing(say(f"phone-number-{ended}-title"), say(f"phone-number-{ended}-text"), mood)


def _form(found: Opened) -> str:
    return f"new number {found.code}"
