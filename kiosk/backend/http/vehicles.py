"""The owner's vehicles: binding them, choosing their services, claiming one that somebody else has bound."""

from __future__ import annotations

from fastapi import APIRouter, Path

from kiosk.backend.context import Context
from kiosk.backend.http.principal import FromOwner
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.vehicles import bindings, claims
from kiosk.contract.vehicles import BindRequest, BoundVehicle, Claim, ClaimRequest, ServicesChange, VehicleList

_ID = Path(pattern=r"^[0-9a-f]{32}$", description="A bound vehicle's id")


def router(context: Context) -> APIRouter:
    """Return the routes of bound vehicles; whose they are, the session says."""
    routes = json_router("vehicles")

    @routes.get("/v1/owner/vehicles", operation_id="listVehicles")
    async def list_vehicles(owner: FromOwner) -> VehicleList:
        """Return the owner's vehicles and the services chosen for them."""

        def work() -> VehicleList:
            with context.database.read() as connection:
                return bindings.listed(connection, owner.session.owner_id, context.clock.now())

        return await in_unit_of_work(work)

    @routes.post("/v1/owner/vehicles", operation_id="bindVehicle", status_code=201)
    async def bind_vehicle(owner: FromOwner, request: BindRequest) -> BoundVehicle:
        """Bind a vehicle; its services hold from the next day on."""
        return await in_unit_of_work(
            lambda: context.database.run(
                lambda connection: bindings.bind(
                    connection,
                    owner.session.owner_id,
                    request.vehicle,
                    request.services,
                    terminal_id=owner.session.terminal_id,
                    now=context.clock.now(),
                )
            )
        )

    @routes.put("/v1/owner/vehicles/{id}/services", operation_id="chooseServices")
    async def choose_services(owner: FromOwner, request: ServicesChange, id: str = _ID) -> BoundVehicle:
        """Choose a vehicle's services anew. What was chosen before keeps its day."""
        return await in_unit_of_work(
            lambda: context.database.run(
                lambda connection: bindings.change_services(
                    connection,
                    owner.session.owner_id,
                    id,
                    request.services,
                    terminal_id=owner.session.terminal_id,
                    now=context.clock.now(),
                )
            )
        )

    @routes.delete("/v1/owner/vehicles/{id}", operation_id="unbindVehicle", status_code=204)
    async def unbind_vehicle(owner: FromOwner, id: str = _ID) -> None:
        """Let go of a vehicle; its services end at once."""
        await in_unit_of_work(
            lambda: context.database.run(
                lambda connection: bindings.unbind(
                    connection,
                    owner.session.owner_id,
                    id,
                    terminal_id=owner.session.terminal_id,
                    now=context.clock.now(),
                )
            )
        )

    @routes.post("/v1/owner/claims", operation_id="claimVehicle", status_code=201)
    async def claim_vehicle(owner: FromOwner, request: ClaimRequest) -> Claim:
        """Have the office decide whose a vehicle is that somebody else has bound; asked again, it is the same."""
        return await in_unit_of_work(
            lambda: context.database.run(
                lambda connection: claims.make(
                    connection,
                    owner.session.owner_id,
                    request.vehicle,
                    terminal_id=owner.session.terminal_id,
                    now=context.clock.now(),
                )
            )
        )

    return routes
