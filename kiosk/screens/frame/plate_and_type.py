"""A plate and its type, for pages that do not look anything up: which vehicle to bind, or which a pass is for."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget

from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.i18n import say
from kiosk.screens.frame.plate_entry import Answer, PlateEntryPage
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.choice import Choice
from kiosk.widgets.typing.keypad import Keypad

_VEHICLES = {
    VehicleType.CAR.value: ("vehicle-car",),
    VehicleType.MOTORCYCLE.value: ("vehicle-motorcycle-short", "vehicle-motorcycle-more"),
}


class PlateAndTypePage(PlateEntryPage[Vehicle | Answer]):
    """Answers with the vehicle; `way_on` is what stands on its button."""

    way_on = "form-next"

    def __init__(self, plate: str = "", vehicle: VehicleType | None = None) -> None:
        super().__init__(plate)
        self._choice = Choice(_VEHICLES, None if vehicle is None else vehicle.value, id="vehicle")
        self._boxes.motorcycle = vehicle is VehicleType.MOTORCYCLE

    def beside_boxes(self) -> Iterable[Widget]:
        yield self._choice

    def primary_action(self) -> Action:
        return Action(self.way_on, "primary", id="next")

    @property
    def type(self) -> VehicleType | None:
        """The type that was chosen."""
        return None if self._choice.chosen is None else VehicleType(self._choice.chosen)

    @on(Choice.Changed)
    def _on_vehicle(self) -> None:
        self._boxes.motorcycle = self.type is VehicleType.MOTORCYCLE
        self.query_one(Keypad).update_keys()
        self.note(say("plate-hint"))
        self.advise()

    @on(Action.Pressed, "#next")
    def take(self) -> None:
        if (plate := self.plate()) is None:
            return
        if (type := self.type) is None:
            self.complain(say("plate-vehicle-missing"))
            self._choice.focus()
            return
        self.dismiss(Vehicle(plate=str(plate), type=type))
