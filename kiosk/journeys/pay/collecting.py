"""The payment's QR code, its states, and the receipt: the end of every flow that is paid for."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.payments import Payment, Provider, Receipt
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from kiosk.i18n import Message
from kiosk.journeys.asking import Asking, GaveUp
from kiosk.journeys.printing import Composed, printing
from kiosk.journeys.steps import VisitOver, show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame import trouble_kinds
from kiosk.screens.frame.printing import Printing
from kiosk.screens.frame.trouble_kinds import Step
from kiosk.screens.pay.paid import AfterPaying, PaidPage, Still
from kiosk.screens.pay.payment import PaymentPage, Settled
from kiosk.screens.pay.receipt import ReceiptPage
from kiosk.screens.pay.take_along import receipt_page
from kiosk.wording.documents import of_receipt
from kiosk.wording.names import named

TakeAlong = Callable[[Payment], Awaitable[None]]
"""Lets the visitor take along what is owed once a payment has ended, paid or not."""

_CONFIRMED = frozenset({PaymentState.PROCESSING, PaymentState.UNKNOWN})
"""Somebody has pressed "pay" on the phone, and the provider has not said yet what became of it."""

LEAVE_WITHIN = 1.0
"""Seconds for which leaving waits until the payment is cancelled; after that it is behind the next visitor's back."""

_giving_up: set[asyncio.Task[Payment]] = set()
"""What is still being cancelled. A task without a reference may be garbage-collected while it runs."""


class Collecting:
    """Shows the codes of one visit. It keeps nothing but the app, the client, and which codes were shown."""

    def __init__(self, visit: Visit, asking: Asking) -> None:
        self._visit, self._app, self._client, self._payments = visit, visit.app, visit.client, visit.payments
        self._asking = asking

    async def collect(
        self,
        payment: Payment,
        provider: Provider,
        bought: Message,
        still: Still | None = None,
        take_along: TakeAlong | None = None,
    ) -> AfterPaying | Step:
        """Show the code until the payment is settled; return what comes next.

        `bought` names what is paid for, `still` what remains to be paid then; with `take_along`, a list of that is
        offered.
        """
        # Asked for again after a while, it may have ended before its code was shown.
        settled = payment if payment.state.settled else None
        while settled is None:
            page = PaymentPage(payment, named(provider), bought, partial(self._client.payments.watch, payment))
            self._payments.shown(payment.id)
            try:
                answer = await show(self._app, page)
            except VisitOver:
                await asyncio.wait({self._given_up(payment)}, timeout=LEAVE_WITHIN)
                raise
            if isinstance(answer, Settled):
                settled = answer.payment
                continue
            try:
                payment = await self._asking.waited(asyncio.shield(self._given_up(payment)))
            except GaveUp:
                return Step.OTHER_PROVIDER  # what is not cancelled by then is before the next code is made
            if payment.state in _CONFIRMED and not payment.at_wallet:
                # The phone was quicker than the finger: what it confirmed is waited for after all.
                continue
            if not payment.state.settled or payment.state is PaymentState.CANCELLED:
                return Step.OTHER_PROVIDER
            settled = payment
        self._payments.ended(payment.id)
        if settled.state is not PaymentState.PAID:
            return await self._unpaid(settled, take_along)
        return await self._paid(settled, provider, bought, still, take_along)

    async def _unpaid(self, payment: Payment, take_along: TakeAlong | None) -> Step:
        """Say why nothing was paid; who gives it up here may take along what is owed, and pay it elsewhere."""
        kind = trouble_kinds.of_payment(payment)
        if take_along is not None and Step.OTHER_PROVIDER in kind.steps:
            first, *others = kind.steps
            kind = replace(kind, steps=(first, Step.TAKE_ALONG, *others))
        while (step := await self._asking.trouble(kind)) is Step.TAKE_ALONG and take_along is not None:
            await take_along(payment)
        return step

    def _given_up(self, payment: Payment) -> asyncio.Task[Payment]:
        """Begin to give a payment up, whether or not anybody waits for that."""
        giving_up = asyncio.create_task(self._give_up(payment), name="give up a payment")
        _giving_up.add(giving_up)
        giving_up.add_done_callback(_giving_up.discard)
        return giving_up

    async def _give_up(self, payment: Payment) -> Payment:
        """Cancel a payment that no phone has confirmed, and return its new state; a confirmed one continues."""
        self._payments.give_up(payment.id)
        try:
            payment = await self._cancelled(payment)
        except ApiError:
            # Cancelled when the backend is back; a confirmation that comes first is kept and paid out.
            return payment
        self._payments.ended(payment.id)
        return payment

    async def _cancelled(self, payment: Payment) -> Payment:
        try:
            return await self._client.payments.cancel(payment.id)
        except ProblemError as error:
            if error.kind is not ProblemKind.PAYMENT_STATE:
                raise
        return await self._client.payments.get(payment.id)

    async def _paid(
        self,
        payment: Payment,
        provider: Provider,
        bought: Message,
        still: Still | None,
        take_along: TakeAlong | None,
    ) -> AfterPaying:
        self._visit.paid.append(payment)
        # Where there is nothing besides, the receipt says it all.
        takes = take_along is not None and (len(self._visit.paid) > 1 or (still is not None and bool(still.bills)))
        link = payment.receipt_link if self._visit.phones else None

        async def compose() -> Composed:
            receipt = await self._client.payments.receipt(payment.id)
            return of_receipt(receipt, link, sample=self._visit.sample)

        # One for both pages: what is being printed on one of them is not offered again on the other.
        on_paper = printing(self._visit, compose)
        while True:
            page = PaidPage(
                payment, named(provider), bought, still=still, receipt_link=link, printing=on_paper, takes=takes
            )
            after = await show(self._app, page)
            if after is AfterPaying.TAKE_ALONG and take_along is not None:
                await take_along(payment)
                continue
            if after is not AfterPaying.RECEIPT:
                return after or AfterPaying.FINISH
            receipt = await self._receipt(payment)
            if receipt is not None:
                await self._read(receipt, link, on_paper)

    async def _read(self, receipt: Receipt, link: str | None, on_paper: Printing | None) -> None:
        """Show the receipt, and as often as somebody wants it the link that takes it along."""
        while await show(self._app, ReceiptPage(receipt, can_take=link is not None, printing=on_paper)) is not None:
            if link is None:
                return
            await show(self._app, receipt_page(link))

    async def _receipt(self, payment: Payment) -> Receipt | None:
        """Return the receipt, or None where there is none yet and the visitor goes back to the page with its number."""
        with contextlib.suppress(GaveUp):
            return await self._read_receipt(payment)
        return None

    async def _read_receipt(self, payment: Payment) -> Receipt | None:
        while True:
            try:
                return await self._asking.waited(self._client.payments.receipt(payment.id))
            except ApiError as error:
                if await self._asking.trouble(trouble_kinds.NO_RECEIPT, error.support_code) is Step.PAID:
                    return None
