"""The owner's own data (車主專區). Every call is made with the session of the owner who is signed in."""

from __future__ import annotations

from pydantic import SecretStr

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Replay, Route
from kiosk.api_client.timing import HASH
from kiosk.contract.codes import CodeEntry, CodeSent
from kiosk.contract.owners import Closing, History, Inbox, MobileChangeRequest, Owner, OwnerChange, OwnerReceipts
from kiosk.contract.payments import Receipt
from kiosk.contract.sheets import Sheet

GET = Route("GET", "/v1/owner")
CHANGE = Route("PATCH", "/v1/owner", Replay.NEVER, HASH)
MOBILE = Route("POST", "/v1/owner/mobile-changes", Replay.NEVER)
MOBILE_CODE = Route("POST", "/v1/owner/mobile-changes/{id}/code", Replay.NEVER)
STOP_NEW_NUMBER = Route("POST", "/v1/owner/new-number/stop")
HISTORY = Route("GET", "/v1/owner/history")
VISIT_SHEET = Route("POST", "/v1/owner/history/sheet")
"""A retry only leaves an unused link behind."""
MESSAGES = Route("GET", "/v1/owner/messages")
READ = Route("POST", "/v1/owner/messages/read")
RECEIPTS = Route("GET", "/v1/owner/receipts")
RECEIPT = Route("GET", "/v1/owner/receipts/{id}")
RECEIPT_SHEET = Route("POST", "/v1/owner/receipts/{id}/sheet")
CLOSE = Route("POST", "/v1/owner/closing", Replay.NEVER, HASH)


class OwnerData:
    """Each call may raise `ApiError`, among them `session-over` when the session has ended."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def get(self, session: SecretStr) -> Owner:
        return await self._caller.call(GET, Owner, session=session)

    async def change(self, session: SecretStr, change: OwnerChange) -> Owner:
        """Change one field and return what then stands there."""
        return await self._caller.call(CHANGE, Owner, body=change, session=session)

    async def begin_mobile_change(self, session: SecretStr, request: MobileChangeRequest) -> CodeSent:
        """Send a code to the new number."""
        return await self._caller.call(MOBILE, CodeSent, body=request, session=session)

    async def enter_mobile_code(self, session: SecretStr, flow: str, code: str) -> Owner:
        """Hand in the code to the new number (`number-taken` once it is proved)."""
        return await self._caller.call(MOBILE_CODE, Owner, body=CodeEntry(code=code), session=session, id=flow)

    async def stop_new_number(self, session: SecretStr) -> Owner:
        """Stop the new number that waits to take effect, if one does."""
        return await self._caller.call(STOP_NEW_NUMBER, Owner, session=session)

    async def history(self, session: SecretStr) -> History:
        """Return what happened to the owner's data (歷程記錄)."""
        return await self._caller.call(HISTORY, History, session=session)

    async def visit_sheet(self, session: SecretStr) -> Sheet:
        """Return a link to what the owner has done in this visit, to be kept and printed."""
        return await self._caller.call(VISIT_SHEET, Sheet, session=session)

    async def messages(self, session: SecretStr) -> Inbox:
        """Return the messages to the owner (車主訊息)."""
        return await self._caller.call(MESSAGES, Inbox, session=session)

    async def read_messages(self, session: SecretStr) -> None:
        """Take note that the owner has seen the messages."""
        await self._caller.send(READ, session=session)

    async def receipts(self, session: SecretStr) -> OwnerReceipts:
        """Return what was paid (已繳記錄)."""
        return await self._caller.call(RECEIPTS, OwnerReceipts, session=session)

    async def receipt(self, session: SecretStr, payment: str) -> Receipt:
        """Return the receipt of what was paid for the owner's vehicles, at whatever terminal."""
        return await self._caller.call(RECEIPT, Receipt, session=session, id=payment)

    async def receipt_sheet(self, session: SecretStr, payment: str) -> Sheet:
        """Return a link to that receipt, to be kept and printed."""
        return await self._caller.call(RECEIPT_SHEET, Sheet, session=session, id=payment)

    async def close(self, session: SecretStr, closing: Closing) -> None:
        """End being an owner (註銷車主); raise `ApiError` (`sign-in-refused` for a wrong password)."""
        await self._caller.send(CLOSE, body=closing, session=session)
