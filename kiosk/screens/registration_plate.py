"""The first step of registering: which vehicle."""

from __future__ import annotations

from dataclasses import dataclass, field

from textual.widget import Widget

from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import Plate, VehicleType
from kiosk.i18n import Message, say
from kiosk.screens.plate import PlatePage
from kiosk.widgets.action import Action
from kiosk.widgets.step_mark import StepMark


@dataclass(frozen=True, slots=True)
class PlateTyped:
    """What stood in the boxes when the visitor went back."""

    plate: str = field(default="", repr=False)
    vehicle: VehicleType | None = None


async def _vehicle(plate: Plate, type: VehicleType) -> Vehicle | PlateTyped:
    return Vehicle(plate=str(plate), type=type)


class RegistrationPlatePage(PlatePage[Vehicle | PlateTyped]):
    """The plate page with another question and nothing to look up."""

    CSS_PATH = "plate.tcss"

    def __init__(self, typed: PlateTyped) -> None:
        super().__init__(_vehicle, plate=typed.plate, vehicle=typed.vehicle)

    def heading(self) -> Message:
        return say("register-plate-title")

    def step(self) -> tuple[int, int]:
        return 1, 2

    def step_mark(self, number: int, of: int) -> Widget:
        return StepMark(number, of, id="step")

    def primary_action(self) -> Action:
        return Action("form-next", "primary", id="look-up")

    def action_back(self) -> None:
        text, chosen = self._boxes.text, self._choice.chosen
        plate = "-".join(part for part in (text.prefix, text.suffix) if part)
        self.dismiss(PlateTyped(plate, None if chosen is None else VehicleType(chosen)))
