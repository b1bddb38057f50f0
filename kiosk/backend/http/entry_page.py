"""The page on which a phone fills in one field of the terminal's form: plain HTML, without scripts.

The code is a capability: request logs show the route, not the path.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from kiosk.backend.context import Context
from kiosk.backend.http.languages import read_in, same
from kiosk.backend.http.payer_words import Standing
from kiosk.backend.http.phone_forms import answered, field, read_form, sent_from_here
from kiosk.backend.http.phone_pages import CSS, ENVIRONMENT, HEADERS
from kiosk.backend.http.routers import unlisted_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.http.written import spoken
from kiosk.backend.payments import payment_links
from kiosk.backend.proof import phone_entries
from kiosk.backend.proof.phone_entries import Asked, UnfitError
from kiosk.contract.phone_entries import MOST, EntryField, EntryState
from kiosk.domain.text import clean
from kiosk.i18n import say

MAX_FORM = 8192
"""Bytes of a form: a value, of which each character may take a dozen, and a token."""
_INPUTS: Mapping[EntryField, tuple[str, str]] = {
    EntryField.NAME: ("text", "name"),
    EntryField.EMAIL: ("email", "email"),
    EntryField.PASSWORD: ("password", "new-password"),
}
"""What the browser shows a field as, and what it may fill in."""

_CLOSED: Mapping[EntryState, Standing] = {
    EntryState.GIVEN: Standing(say("phone-given-title"), say("phone-given-text"), "good"),
    EntryState.OVER: Standing(say("phone-entry-over-title"), say("phone-entry-over-text"), "still"),
}
"""What stands there in place of the field once the machine no longer waits for it."""


def router(context: Context) -> APIRouter:
    """Return the routes of the page. They are no part of the terminals' interface."""
    routes = unlisted_router()

    async def show(code: str, request: Request) -> Response:
        return await answered(
            request, in_unit_of_work(lambda: _page(context, request, phone_entries.asked(context, code)))
        )

    async def give(code: str, request: Request) -> Response:
        form = await read_form(request, MAX_FORM)
        value, token = field(form, "value"), field(form, "token")

        def work() -> Response:
            asked = phone_entries.asked(context, code)
            ours = payment_links.token_is_ours(context.terms.form_key, _form(asked), token)
            if not ours or not sent_from_here(request.headers, context.terms.public_url):
                # Another site's form, or one from before a change of keys: nothing is kept; the page has a fresh one.
                return _page(context, request, asked)
            try:
                asked = phone_entries.give(context, code, value)
            except UnfitError:
                return _page(context, request, asked, typed=value, unfit=True)
            # Going back and loading again submits nothing a second time.
            return RedirectResponse(f"/T/{asked.code}{same(request.scope)}", status_code=303, headers=HEADERS)

        return await answered(request, in_unit_of_work(work))

    # People type the address too: lower case is the same page, and so is one with a stroke at its end.
    for path in ("/T/{code}", "/t/{code}", "/T/{code}/", "/t/{code}/"):
        routes.add_api_route(path, show, operation_id="seeEntry", methods=["GET", "HEAD"])
        routes.add_api_route(path, give, operation_id="giveEntry", methods=["POST"])
    return routes


def _page(context: Context, request: Request, asked: Asked, *, typed: str = "", unfit: bool = False) -> Response:
    kind, autocomplete = _INPUTS[asked.field]
    content = ENVIRONMENT.get_template(
        "entry.html"
    ).render(
        **spoken(read_in(request.scope, asked.language)),
        css=Markup(CSS),  # noqa: S704 - our own file
        title=say(f"phone-entry-{asked.field.value}"),
        hint=say(f"phone-entry-{asked.field.value}-hint"),
        fault=say(f"phone-entry-{asked.field.value}-unfit") if unfit else None,
        closed=_CLOSED.get(asked.state),
        action=f"/T/{asked.code}{same(request.scope)}",
        token=payment_links.form_token(context.terms.form_key, _form(asked)),
        kind=kind,
        autocomplete=autocomplete,
        most=MOST,
        # A password is typed again: it does not stand in a page.
        typed="" if asked.field is EntryField.PASSWORD else clean(typed)[:MOST],
        terms=context.terms,
    )
    return HTMLResponse(content, status_code=422 if unfit else 200, headers=HEADERS)


def _form(asked: Asked) -> str:
    return f"entry {asked.code}"
