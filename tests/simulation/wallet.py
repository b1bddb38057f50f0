"""The wallet of the simulation: its own page takes the money, whatever has become of the payment here."""

from __future__ import annotations

from kiosk.backend.gateways.port import Order, OrderStatus, Outcome, ProviderUnavailableError, Push, Redirect
from tests.simulation.platform import Platform, Taken


class Wallet(Platform):
    """`Gateway` that has a page for each order, on which payers pay until its time is over. It sends no messages."""

    redirects = True
    takes_itself = True

    def begin(self, order: Order) -> Redirect | Push:
        lost = self._chance.random() / (self._weather().order_lost or 1e-9)
        self._travel(8)
        if lost < 1:
            raise ProviderUnavailableError("lost on its way")
        taken = self.orders.get(order.number)
        if taken is None:
            taken = self.orders[order.number] = Taken(order, f"W{len(self.orders)}", Outcome.UNPAID)
        if lost < 2:
            self._time.sleep(self._chance.uniform(5, 15))
            raise ProviderUnavailableError("the answer is lost")
        status = taken.status
        self._travel(8)
        return Redirect(f"https://wallet/{order.number}", order.number) if taken.collected == 0 else Push(status)

    def inquire(self, number: str, reference: str | None = None) -> OrderStatus:
        status = super().inquire(number, reference)
        # Without its page no one can pay: it is to be asked for again.
        unseen = reference is None and status.outcome is Outcome.UNPAID
        return OrderStatus(Outcome.MISSING) if unseen else status

    def pay(self, number: str) -> None:
        """Let the payer of an order pay on its page, which takes a while now and then."""
        taken = self.orders[number]
        if taken.outcome is Outcome.UNPAID and self._clock.now() <= taken.order.valid_until:
            taken.outcome = Outcome.PENDING
            mean = self._chance.choice((0.1, 0.1, 2, 900))
            self._time.later(self._chance.expovariate(1 / mean), lambda: self._collect(taken))
