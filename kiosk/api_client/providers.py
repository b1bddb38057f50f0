"""Payment providers (支付業者)."""

from __future__ import annotations

import json
import logging
from typing import Any

from pydantic import ValidationError, field_validator

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Route
from kiosk.contract.payments import Provider, ProviderList

LIST = Route("GET", "/v1/providers")

_log = logging.getLogger(__name__)


class _Usable(ProviderList):
    """The list without the rows that cannot be used: with one wallet less, everybody else still pays."""

    @field_validator("providers", mode="before")
    @classmethod
    def _each(cls, rows: Any) -> Any:
        if not isinstance(rows, list):
            return rows
        found = [provider for row in rows if (provider := _provider(row)) is not None]
        # Where nothing is left, it is no list of providers: that is reported as a protocol error.
        return tuple(found) if found or not rows else rows


def _provider(row: Any) -> Provider | None:
    try:
        # Through JSON, as all that comes is read: only there strict mode takes an enum from text.
        return Provider.model_validate_json(json.dumps(row), strict=True)
    except ValidationError as error:
        # Names of the contract, and never what stood there; a row that is none has no name.
        wrong = sorted({str(fault["loc"][0]) if fault["loc"] else "row" for fault in error.errors(include_input=False)})
        _log.warning("provider-left-out", extra={"fields": {"wrong": ", ".join(wrong)}})
        return None


class Providers:
    """Whom a visitor can pay through."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list(self) -> tuple[Provider, ...]:
        """Return all providers in the order in which they are shown, unavailable ones too; raise `ApiError`.

        One that does not come as agreed is left out, and logged.
        """
        return (await self._caller.call(LIST, _Usable)).providers
