"""The client of the backend: one object, one connection pool, one resource for each part of the contract."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import SecretStr

from kiosk.api_client._breaker import Reachability
from kiosk.api_client._caller import Caller
from kiosk.api_client._health import Health
from kiosk.api_client._probed import Probed
from kiosk.api_client._transport import Transport
from kiosk.api_client.articles import Articles
from kiosk.api_client.bills import Bills
from kiosk.api_client.cities import OtherCities
from kiosk.api_client.codes import Codes
from kiosk.api_client.enrolments import Enrolments
from kiosk.api_client.errors import Unreached
from kiosk.api_client.guests import Guests
from kiosk.api_client.identities import Identities
from kiosk.api_client.owner import OwnerData
from kiosk.api_client.passes import Passes
from kiosk.api_client.password_resets import PasswordResets
from kiosk.api_client.payments import Payments
from kiosk.api_client.phone import Phone
from kiosk.api_client.phone_entries import PhoneEntries
from kiosk.api_client.phone_sign_ins import PhoneSignIns
from kiosk.api_client.providers import Providers
from kiosk.api_client.registrations import Registrations
from kiosk.api_client.reports import Reports
from kiosk.api_client.service import Service
from kiosk.api_client.sessions import Sessions
from kiosk.api_client.timing import Timing
from kiosk.api_client.vehicles import OwnersVehicles
from kiosk.clock import Clock, SystemClock


class KioskClient(Probed):
    """Talks to one backend. Used as `async with KioskClient(url, token) as client`; every call may raise `ApiError`.

    Entering does not wait for the backend: calls made while it starts wait for it, within their own time. While it is
    gone, calls fail at once; `probe` asks again without waiting for the next probe in the background.
    """

    def __init__(
        self,
        base_url: str,
        token: str | SecretStr,
        *,
        clock: Clock | None = None,
        timing: Timing | None = None,
        transport: Transport | None = None,
        language: Callable[[], str | None] = lambda: None,
    ) -> None:
        """Raise `ValueError` for an address or token that cannot be one.

        Without a token, only `guests` and `enrolments` answer, until there is one to use. `transport` replaces the one
        that would be made of `base_url` and `token`. `language` says which one the visitor reads, if anybody is there.
        """
        transport = transport or Transport(base_url, token)
        timing = timing or Timing()
        super().__init__(transport, Health(transport, timing))
        caller = Caller(self._transport, self._health, clock or SystemClock(), language=language)
        self.bills = Bills(caller)
        self.cities = OtherCities(caller)
        self.providers = Providers(caller)
        self.payments = Payments(caller, timing)
        self.service = Service(caller)
        self.registrations = Registrations(caller)
        self.codes = Codes(caller)
        self.sessions = Sessions(caller)
        self.password_resets = PasswordResets(caller)
        self.owner = OwnerData(caller)
        self.phone = Phone(caller)
        self.phone_entries = PhoneEntries(caller)
        self.phone_sign_ins = PhoneSignIns(caller)
        self.articles = Articles(caller)
        self.passes = Passes(caller)
        self.vehicles = OwnersVehicles(caller)
        self.identities = Identities(caller)
        self.guests = Guests(caller)
        self.enrolments = Enrolments(caller)
        self.reports = Reports(caller)

    @property
    def base_url(self) -> str:
        return self._transport.base_url

    def use_token(self, token: SecretStr) -> None:
        """Be recognised by this token from now on, as when a guest has been let in."""
        self._transport.use_token(token)

    @property
    def unreached(self) -> Unreached:
        """Why the backend could not be reached when it was last tried in vain."""
        return self._health.why

    def on_reachability(self, callback: Callable[[Reachability], object]) -> Callable[[], None]:
        """Have `callback` called in the event loop after each change of it, or of why the backend is not reached.

        Return a function that ends that.
        """
        return self._health.subscribe(callback)

    async def probe(self) -> Reachability:
        """Ask the backend now whether it is there, as when a visitor touches "try again"; at most two seconds."""
        return await self._health.probe()
