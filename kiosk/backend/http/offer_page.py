"""The page on which a phone begins to sign in at the terminal that shows the link: plain HTML, without scripts.

Only a press begins anything: previews and scanners fetch links too. The code is a capability: request logs show the
route, not the path.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http.languages import read_in, same
from kiosk.backend.http.outside import asking_identity
from kiosk.backend.http.payer_words import Standing
from kiosk.backend.http.phone_forms import answered, field, read_form, sent_from_here
from kiosk.backend.http.phone_pages import CSS, ENVIRONMENT
from kiosk.backend.http.routers import unlisted_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.http.written import spoken
from kiosk.backend.identities import sign_in_offers
from kiosk.backend.identities.sign_in_offers import Opened
from kiosk.backend.payments import payment_links
from kiosk.backend.phone_headers import phone_headers
from kiosk.contract.identity import OfferState
from kiosk.contract.problems import ProblemKind
from kiosk.i18n import Named, say

HEADERS = phone_headers(CSS, form_action="'self' https:")
"""Browsers hold the provider's page, to which the form leads on, to what a form may reach."""
_CLOSED: Mapping[OfferState, Standing] = {
    OfferState.TAKEN: Standing(say("phone-offer-taken-title"), say("phone-offer-taken-text"), "still"),
    OfferState.OVER: Standing(say("phone-offer-over-title"), say("phone-offer-over-text"), "still"),
}
"""What stands there in place of the buttons once the offer is no longer open."""


def router(context: Context) -> APIRouter:
    """Return the routes of the page. They are no part of the terminals' interface."""
    routes = unlisted_router()

    async def show(code: str, request: Request) -> Response:
        return await answered(
            request, in_unit_of_work(lambda: _page(context, request, sign_in_offers.opened(context, code)))
        )

    async def take(code: str, request: Request) -> Response:
        form = await read_form(request)
        provider, token = field(form, "provider"), field(form, "token")
        # In that provider's own threads: a silent one holds up no page, no payment and no other provider.
        return await answered(
            request,
            asking_identity(context, provider, lambda: _taken(context, request, code, provider, token)),
        )

    # People type the address too: lower case is the same page, and so is one with a stroke at its end.
    for path in ("/S/{code}", "/s/{code}", "/S/{code}/", "/s/{code}/"):
        routes.add_api_route(path, show, operation_id="seeOffer", methods=["GET", "HEAD"])
        routes.add_api_route(path, take, operation_id="takeOffer", methods=["POST"])
    return routes


def _taken(context: Context, request: Request, code: str, provider: str, token: str) -> Response:
    """Begin at a provider, and lead the phone there; raise `Refusal` (`NOT_FOUND`)."""
    opened = sign_in_offers.opened(context, code)
    ours = payment_links.token_is_ours(context.terms.form_key, _form(opened), token)
    if not ours or not sent_from_here(request.headers, context.terms.public_url):
        # Another site's form, or one from before a change of keys: the provider is not asked; the page has a fresh one.
        return _page(context, request, opened)
    try:
        taken = sign_in_offers.take(context, code, provider)
    except Refusal as refusal:
        if refusal.kind is ProblemKind.NOT_FOUND:
            raise
        return _page(context, request, opened, down=provider)
    if taken.go_on is None:
        return _page(context, request, taken)
    return RedirectResponse(taken.go_on, status_code=303, headers=HEADERS)


def _page(context: Context, request: Request, opened: Opened, *, down: str | None = None) -> Response:
    issuers = {code: Named(issuer.name, issuer.name_en) for code, issuer in context.ports.identities.items()}
    content = ENVIRONMENT.get_template("offer.html").render(
        **spoken(read_in(request.scope, opened.language)),
        css=Markup(CSS),  # noqa: S704 - our own file
        title=say("phone-offer-title"),
        closed=_CLOSED.get(opened.state),
        compare=opened.compare,
        action=f"/S/{opened.code}{same(request.scope)}",
        token=payment_links.form_token(context.terms.form_key, _form(opened)),
        providers=issuers.items(),
        down=None if down is None else issuers[down],
        terms=context.terms,
    )
    return HTMLResponse(content, status_code=200 if down is None else 503, headers=HEADERS)


def _form(opened: Opened) -> str:
    return f"sign in {opened.code}"
