"""Which plate: the button that says what carries it looks it up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from textual import on
from textual.containers import Horizontal

from kiosk.domain.plate import Plate, PlateError, VehicleType
from kiosk.domain.plate_shape import sure_type
from kiosk.domain.scanned import bill_number
from kiosk.i18n import Message, say
from kiosk.screens.frame.plate_entry import PlateEntryPage
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import app_of
from kiosk.widgets.typing.look_up import LookUp

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class NumberScanned:
    """The number of a ticket or a notice was scanned."""

    number: str


class PlatePage(PlateEntryPage[Found | NumberScanned]):
    """Asks for a plate, and answers with what `ask` finds for it.

    `ask` returns failures as values; the page stays, with all that was typed, until it has returned. To come back to
    a plate after another page, a journey makes the page anew with `plate` and `vehicle`.
    """

    def __init__(
        self,
        ask: Callable[[Plate, VehicleType], Awaitable[Found]],
        *,
        plate: str = "",
        vehicle: VehicleType | None = None,
        typed: str = "",
    ) -> None:
        """Begin with a plate that was looked up, or is to be tried, as this type of vehicle.

        `typed` is what somebody has typed for this page before it was there.
        """
        super().__init__(plate)
        self._typed = typed
        self._ask = ask
        self._came_with = (self._boxes.text, vehicle)
        self._boxes.motorcycle = vehicle is VehicleType.MOTORCYCLE
        self._look_ups = {type: LookUp(type) for type in VehicleType}
        self.boxes_changed()

    def on_mount(self) -> None:
        for character in self._typed:
            self._boxes.type(character)

    def scanned(self, text: str, *, entered: bool) -> bool:
        """Go to the bill whose number was scanned; take a plate as every page does that asks for one."""
        number = bill_number(text)
        if number is None or self.has_class("-working"):
            return super().scanned(text, entered=entered)
        self.dismiss(NumberScanned(number))
        return True

    def heading(self) -> Message:
        return say("plate-title")

    def step(self) -> tuple[int, int]:
        service = app_of(self).service
        return 1, 4 if service is None or service.payments else 2

    def primary_action(self) -> Horizontal:
        return Horizontal(*self._look_ups.values(), id="look-ups")

    @property
    def sure(self) -> VehicleType | None:
        """The type that Enter looks up: of the plate that the page came with, or the one its letters leave no doubt of.

        None where that is unknown.
        """
        text = self._boxes.text
        if text == self._came_with[0] and self._came_with[1] is not None:
            return self._came_with[1]
        return sure_type(text.prefix, text.suffix)

    def boxes_changed(self) -> None:
        text = self._boxes.text
        try:
            Plate.of(text.prefix, text.suffix)
            stands = True
        except PlateError:
            stands = False
        sure = self.sure
        for type, button in self._look_ups.items():
            if not stands and button.has_focus:
                self._boxes.focus()
            button.disabled = not stands
            button.lead(sure in {None, type})

    def take(self) -> None:
        if self.plate() is None:
            return
        if (type := self.sure) is not None:
            self._look_up(type)
        else:
            self.complain(say("plate-look-up-missing"))
            self._look_ups[VehicleType.CAR].focus()

    @on(Action.Pressed, "LookUp")
    def _on_look_up(self, event: Action.Pressed) -> None:
        if isinstance(event.action, LookUp):
            self._look_up(event.action.type)

    def _look_up(self, type: VehicleType) -> None:
        if self.has_class("-working") or (plate := self.plate()) is None:
            return
        self.note(say("plate-hint"))
        for button in self._look_ups.values():
            button.set_class(button.type is type, "-asked")
        self.run_worker(self._find(plate, type), group="asking")
        self.working(say("plate-asking"))

    async def _find(self, plate: Plate, type: VehicleType) -> None:
        self.dismiss(await self.waiting_for(self._ask(plate, type), say("plate-asking")))
