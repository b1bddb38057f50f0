"""Which vehicle to bind, or which a pass is for."""

from __future__ import annotations

from typing import Never

from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.i18n import Message
from kiosk.screens.frame.plate_and_type import PlateAndTypePage


class PlateOfPage(PlateAndTypePage[Never]):
    """It answers with the vehicle."""

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
        super().__init__("" if vehicle is None else vehicle.plate, only if vehicle is None else vehicle.type)
        self.way_on = way_on
        self._title, self._step, self._type_asked = title, step, only is None

    def heading(self) -> Message:
        return self._title

    def step(self) -> tuple[int, int]:
        return self._step

    def on_mount(self) -> None:
        self._choice.display = self._type_asked
