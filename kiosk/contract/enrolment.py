"""How a terminal gets its token: by a code that the office made for it, typed at the machine."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import Id, Label, Request, Secret, Token, Wire


class Enrolment(Request):
    """The code as it was typed. What cannot be one is answered as a wrong one."""

    code: Annotated[Secret, Field(min_length=1, max_length=36, examples=["7KQM-3W9P-X2AB"])]


class Enrolled(Wire):
    """Who the terminal is from now on. The token is said once and kept by the backend as a hash."""

    id: Id
    name: Label
    token: Token
