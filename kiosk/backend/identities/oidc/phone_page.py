"""The simulated provider's page for a phone: plain HTML without scripts, with the buttons to allow or deny."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route, Router

from kiosk.backend.identities.oidc.forms import read_form
from kiosk.backend.phone_headers import phone_headers

PATH = "/ID"
"""Where the page is mounted. In capitals, like the payer's: a code in capitals stays small."""
ACCOUNTS = ("王小明", "陳美玲")
"""Made-up accounts; two, so that one can be tried that is linked already."""

_FOLDER = Path(__file__).parent / "templates"
_CSS = (_FOLDER / "phone.css").read_text(encoding="utf-8")
_HEADERS = phone_headers(_CSS)
_templates = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, auto_reload=False
)


_Answer = Callable[[Request], Awaitable[Response]]


class GuessingError(Exception):
    """Too many unknown codes were typed lately: for a while, every code is refused."""


class Requests(Protocol):
    """The requests that wait for an answer, as the page sees them."""

    @property
    def names(self) -> Mapping[str, str]:
        """The providers, by path, with what people call them."""
        ...

    def waiting(self, provider: str, typed: str) -> str | None:
        """Return the code of the open request that was typed, None if there is none.

        Raise `GuessingError` where too many codes were none.
        """
        ...

    def answer(self, provider: str, code: str, account: str | None) -> bool:
        """Link an account, or say no with None; return whether the request was still open."""
        ...


def application(requests: Requests) -> Router:
    """Return the page, to be mounted at `PATH` of an application, which has a page for what is not there."""

    async def ask(request: Request) -> Response:
        provider = _provider(request)
        if provider not in requests.names:
            raise HTTPException(404)
        if request.method == "POST":
            typed = (await read_form(request)).get("code", "")
            code = requests.waiting(provider, typed)
            if code is not None:
                return RedirectResponse(f"{PATH}/{provider.upper()}/{code}", status_code=303, headers=_HEADERS)
            return _page(requests, provider, "ask", 404, unknown=True)
        return _page(requests, provider, "ask", unknown=False)

    async def decide(request: Request) -> Response:
        provider = _provider(request)
        if provider not in requests.names:
            raise HTTPException(404)
        code = requests.waiting(provider, request.path_params["code"])
        if code is None:
            return _page(requests, provider, "ask", 404, unknown=True)
        if request.method != "POST":
            return _page(requests, provider, "confirm", code=code, accounts=ACCOUNTS)
        account = _chosen(await read_form(request))
        if not requests.answer(provider, code, account):
            return _page(requests, provider, "ask", 404, unknown=True)
        return _page(requests, provider, "denied" if account is None else "approved")

    return Router(
        [
            Route(path + end, _limited(requests, page), methods=["GET", "POST"])
            for path, page in (("/{provider}", ask), ("/{provider}/{code}", decide))
            for end in ("", "/")
        ],
        redirect_slashes=False,
    )


def _limited(requests: Requests, page: _Answer) -> _Answer:
    async def limited(request: Request) -> Response:
        try:
            return await page(request)
        except GuessingError:
            return _page(requests, _provider(request), "later", 429)

    return limited


def _provider(request: Request) -> str:
    return str(request.path_params["provider"]).lower()


def _chosen(form: Mapping[str, str]) -> str | None:
    """Return the account that a form allows to be linked; whatever is not a clear yes is a no."""
    if form.get("answer") != "yes":
        return None
    return dict(enumerate(ACCOUNTS)).get(int(form["account"]) if form.get("account", "").isdecimal() else -1)


def _page(requests: Requests, provider: str, state: str, status: int = 200, **values: object) -> Response:
    content = _templates.get_template("phone.html").render(
        css=Markup(_CSS),  # noqa: S704 - our own file
        name=requests.names[provider],
        provider=provider,
        state=state,
        **values,
    )
    return HTMLResponse(content, status_code=status, headers=_HEADERS)
