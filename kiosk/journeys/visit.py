"""One visitor at one machine: what every journey works with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import SecretStr

    from kiosk.api_client import KioskClient
    from kiosk.app import KioskApp
    from kiosk.journeys.owner.session import Session
    from kiosk.platform.machine.open_payments import OpenPayments


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit. What a machine gets to have besides, such as a printer, is another field."""

    app: KioskApp
    client: KioskClient
    payments: OpenPayments
    """Which payments this machine has shown the codes of."""
    session: Session | None = None
    """The owner who is signed in; None for everybody else."""

    def signed_in(self, session: Session) -> Visit:
        """Return the same visit, as that of an owner."""
        return replace(self, session=session)

    @property
    def token(self) -> SecretStr:
        """The token of the owner's session; raise `LookupError` if no owner is signed in."""
        if self.session is None:
            raise LookupError("nobody is signed in")
        return self.session.token
