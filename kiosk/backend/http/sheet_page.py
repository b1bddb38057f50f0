"""A receipt, or what is owed, on a phone: one page that is made to be kept and printed, on A4 or on a strip of 80 mm.

The code in its address is a capability: request logs show the route, not the path.
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.types import Scope

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http import bar_svg
from kiosk.backend.http.languages import read_in
from kiosk.backend.http.phone_pages import FOLDER, busy, lost
from kiosk.backend.http.routers import unlisted_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.http.written import FILTERS, shown, spoken
from kiosk.backend.phone_headers import phone_headers
from kiosk.backend.sheets import sheets
from kiosk.backend.sheets.sheets import ReceiptSheet, VisitSheet
from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.i18n import Texts
from kiosk.languages import DEFAULT_LANGUAGE
from kiosk.wording.documents import of_owed, of_receipt
from kiosk.wording.owner_visit import of_visit

_CSS = (FOLDER / "sheet.css").read_text(encoding="utf-8")
_HEADERS = phone_headers(_CSS)


def router(context: Context) -> APIRouter:
    """Return the routes of the page. They are no part of the terminals' interface."""
    routes = unlisted_router()

    async def show(code: str, request: Request) -> Response:
        try:
            return await in_unit_of_work(lambda: HTMLResponse(render(context, code, request.scope), headers=_HEADERS))
        except Refusal:
            return lost(request.scope, 404)
        except (DatabaseBusyError, DatabaseLostError, StorageFullError):
            return busy(request.scope)

    # People type the address too: lower case is the same page, and so is one with a stroke at its end.
    for path in ("/R/{code}", "/r/{code}", "/R/{code}/", "/r/{code}/"):
        routes.add_api_route(path, show, operation_id="seeSheet", methods=["GET", "HEAD"])
    return routes


def render(context: Context, code: str, scope: Scope | None = None) -> str:
    """Return the HTML of what a code opens, for the request that asks; raise `Refusal` (`NOT_FOUND`)."""
    sheet, terms = sheets.page(context, code), context.terms
    language = (sheet.language or DEFAULT_LANGUAGE) if scope is None else read_in(scope, sheet.language)
    texts, place = Texts(language), None
    if isinstance(sheet, ReceiptSheet):
        document = of_receipt(sheet.receipt, sample=terms.sample).said(texts.said)
        name, place = f"{document.title} {sheet.receipt.number}", sheet.place
    elif isinstance(sheet, VisitSheet):
        document = of_visit(sheet.history).said(texts.said)
        name = document.title
    else:
        channels = sheets.channels(context, language)
        document = of_owed(sheet.bills, sheet.asked_at, paid=sheet.paid, channels=channels, sample=terms.sample).said(
            texts.said
        )
        name = document.title
    return _templates.get_template("sheet.html").render(
        **spoken(language),
        css=Markup(_CSS),  # noqa: S704 - our own file
        name=name,
        document=document,
        terms=terms,
        help_phone=(place and place.phone) or terms.help_phone,
        expires_at=sheet.expires_at,
    )


_templates = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=shown,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {**FILTERS, "bars": bar_svg.drawn}
