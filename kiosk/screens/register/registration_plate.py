"""The first step of registering: which vehicle."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.plate import VehicleType
from kiosk.i18n import Message, say
from kiosk.screens.frame.plate_and_type import PlateAndTypePage
from kiosk.screens.register.stepped import Stepped


@dataclass(frozen=True, slots=True)
class PlateTyped:
    """What stood in the boxes when the visitor went back."""

    plate: str = field(default="", repr=False)
    vehicle: VehicleType | None = None


class RegistrationPlatePage(Stepped, PlateAndTypePage[PlateTyped]):
    """It answers with the vehicle, or with what was typed when the visitor goes back."""

    def __init__(self, typed: PlateTyped, *, step: tuple[int, int] = (1, 6)) -> None:
        super().__init__(typed.plate, typed.vehicle)
        self._step = step

    def heading(self) -> Message:
        return say("register-plate-title")

    def go_back(self) -> None:
        text = self._boxes.text
        plate = "-".join(part for part in (text.prefix, text.suffix) if part)
        self.dismiss(PlateTyped(plate, self.type))
