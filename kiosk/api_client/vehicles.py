"""Bound vehicles (綁定車輛). Every call is made with the session of the owner who is signed in."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import SecretStr

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Replay, Route
from kiosk.contract.vehicles import (
    BindRequest,
    BoundVehicle,
    Claim,
    ClaimRequest,
    ServiceChoice,
    ServicesChange,
    VehicleList,
)
from kiosk.contract.wire import Vehicle

LIST = Route("GET", "/v1/owner/vehicles")
BIND = Route("POST", "/v1/owner/vehicles", Replay.NEVER)
CHANGE = Route("PUT", "/v1/owner/vehicles/{id}/services")
UNBIND = Route("DELETE", "/v1/owner/vehicles/{id}")
"""Giving up twice is giving up once: the second answer is `not-found`."""
CLAIM = Route("POST", "/v1/owner/claims", Replay.NEVER)


class OwnersVehicles:
    """Each call may raise `ApiError`, among them `session-over` when the session has ended."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list(self, session: SecretStr) -> tuple[BoundVehicle, ...]:
        """Return the owner's vehicles, in the order in which they were bound."""
        return (await self._caller.call(LIST, VehicleList, session=session)).vehicles

    async def bind(self, session: SecretStr, vehicle: Vehicle, services: Sequence[ServiceChoice]) -> BoundVehicle:
        """Bind a vehicle; raise `ApiError` (`vehicle-taken`, `vehicle-already-bound`, `vehicles-full`)."""
        request = BindRequest(vehicle=vehicle, services=tuple(services))
        return await self._caller.call(BIND, BoundVehicle, body=request, session=session)

    async def change(self, session: SecretStr, id: str, services: Sequence[ServiceChoice]) -> BoundVehicle:
        """Choose a vehicle's services anew; what was chosen before keeps its day."""
        request = ServicesChange(services=tuple(services))
        return await self._caller.call(CHANGE, BoundVehicle, body=request, session=session, id=id)

    async def unbind(self, session: SecretStr, id: str) -> None:
        """Give a vehicle up (`not-found` if it is bound no more)."""
        await self._caller.send(UNBIND, session=session, id=id)

    async def claim(self, session: SecretStr, vehicle: Vehicle) -> Claim:
        """Ask the office to decide whose a vehicle is that another owner has bound."""
        return await self._caller.call(CLAIM, Claim, body=ClaimRequest(vehicle=vehicle), session=session)
