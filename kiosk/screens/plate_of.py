"""The plate page with another question, and nothing to look up: which vehicle to bind, or which a pass is for."""

from __future__ import annotations

from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import Plate, VehicleType
from kiosk.i18n import Message
from kiosk.screens.plate import PlatePage
from kiosk.widgets.action import Action


async def _vehicle(plate: Plate, type: VehicleType) -> Vehicle:
    return Vehicle(plate=str(plate), type=type)


class PlateOfPage(PlatePage[Vehicle]):
    """It answers with the vehicle."""

    CSS_PATH = "plate.tcss"

    def __init__(
        self,
        title: Message,
        *,
        way_on: str,
        step: tuple[int, int],
        vehicle: Vehicle | None = None,
        only: VehicleType | None = None,
    ) -> None:
        """Ask with `title`, beginning with `vehicle`; with `only`, the type is settled and not asked for."""
        type = only if vehicle is None else vehicle.type
        super().__init__(_vehicle, plate="" if vehicle is None else vehicle.plate, vehicle=type)
        self._title, self._way_on, self._step, self._type_asked = title, way_on, step, only is None

    def heading(self) -> Message:
        return self._title

    def step(self) -> tuple[int, int]:
        return self._step

    def primary_action(self) -> Action:
        return Action(self._way_on, "primary", id="look-up")

    def on_mount(self) -> None:
        self.query_one("#vehicle").display = self._type_asked
