"""One visitor at one machine: what every journey works with."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kiosk.devices import Devices, NoPrinter

if TYPE_CHECKING:
    from pydantic import SecretStr

    from kiosk.api_client import KioskClient
    from kiosk.app import KioskApp
    from kiosk.contract.payments import Payment
    from kiosk.journeys.owner.session import Session
    from kiosk.platform.machine.open_payments import OpenPayments


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit. What a machine gets to have besides is another field of `devices`, and need not be passed on."""

    app: KioskApp
    client: KioskClient
    payments: OpenPayments
    """Which payments this machine has shown the codes of."""
    devices: Devices = field(default_factory=Devices)
    """What the machine has besides its screen."""
    session: Session | None = None
    """The owner who is signed in; None for everybody else."""
    paid: list[Payment] = field(default_factory=list)
    """What has been paid in this visit, the oldest first: it is taken along with what is left."""

    def signed_in(self, session: Session) -> Visit:
        """Return the same visit, as that of an owner."""
        return replace(self, session=session)

    async def informed(self) -> None:
        """Ask what this service offers, where a visitor was quicker than the terminal: an answer may come before it.

        If that cannot be asked now, it stays unknown.
        """
        if self.app.service is None:
            from kiosk.api_client.errors import ApiError

            with suppress(ApiError):
                self.app.service = await self.client.service.info()

    @property
    def sample(self) -> bool:
        """Whether what is shown is the demo's: nothing that is printed of it proves anything."""
        return self.app.service is not None and self.app.service.demo

    @property
    def phones(self) -> bool:
        """Whether a code of ours leads anywhere on the visitor's phone."""
        return self.app.service is None or self.app.service.phones

    @property
    def mails(self) -> bool:
        """Whether the office sends owners e-mails."""
        return self.app.service is None or self.app.service.mails

    @property
    def prints(self) -> bool:
        """Whether anything can be had on paper here."""
        return not isinstance(self.devices.printer, NoPrinter)

    @property
    def takes_along(self) -> bool:
        """Whether the visitor can take anything along, on a phone or on paper."""
        return self.phones or self.prints

    @property
    def token(self) -> SecretStr:
        """The token of the owner's session; raise `LookupError` if no owner is signed in."""
        if self.session is None:
            raise LookupError("no owner is signed in")
        return self.session.token
