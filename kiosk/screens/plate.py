"""Which plate, and what carries it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from kiosk.domain.plate import Plate, PlateError, PlateFault, VehicleType
from kiosk.i18n import Message, say
from kiosk.screens.page import Page
from kiosk.widgets.keypad import CLEAR, FINISH, RUB, Keypad
from kiosk.widgets.plate_input import PlateInput
from kiosk.widgets.vehicle_choice import VehicleChoice
from kiosk.widgets.words import Words

Found = TypeVar("Found")

PATIENCE = 0.2
"""Seconds before the page says that it is asking: a quick answer needs no word."""

_INSTEAD = {"I": "1", "O": "0"}
"""Letters that plates since 2012 leave out, and what they are mistaken for. Older plates have them."""


class PlatePage(Page[Found]):
    """Asks for a plate, and answers with what `ask` finds. What is typed stays while it asks."""

    CSS_PATH = "plate.tcss"

    def __init__(
        self,
        ask: Callable[[Plate, VehicleType], Awaitable[Found]],
        *,
        plate: str = "",
        vehicle: VehicleType | None = None,
    ) -> None:
        super().__init__()
        self._ask = ask
        self._plate, self._vehicle = plate, vehicle
        self._asking = False

    def heading(self) -> Message:
        return say("plate-title")

    def explanation(self) -> Message:
        return say("plate-explanation")

    def step(self) -> tuple[int, int]:
        return 1, 4

    def compose_page(self) -> ComposeResult:
        with Horizontal(id="plate-row"):
            yield PlateInput(id="plate")
            yield VehicleChoice(self._vehicle, id="vehicle")
        yield Words("plate-asking", id="plate-note")
        yield Keypad(lambda key: key in _INSTEAD, id="pad")

    def on_mount(self) -> None:
        if self._plate:
            self.query_one(PlateInput).fill(self._plate)

    @on(Keypad.Pressed)
    def _on_pad(self, event: Keypad.Pressed) -> None:
        boxes = self.query_one(PlateInput)
        if self._asking:
            return
        if event.sends == RUB:
            boxes.action_rub()
        elif event.sends == CLEAR:
            boxes.action_clear()
        elif event.sends == FINISH:
            self._finish()
        else:
            boxes.type(event.sends)

    def on_key(self, event: events.Key) -> None:
        """Let the keyboard type into the boxes wherever the focus is."""
        if event.character is not None and event.is_printable and not event.character.isspace() and not self._asking:
            event.stop()
            self.query_one(PlateInput).type(event.character)

    @on(PlateInput.Changed)
    def _on_typed(self, event: PlateInput.Changed) -> None:
        odd = next((character for character in event.prefix + event.suffix if character in _INSTEAD), None)
        self._note(None if odd is None else say("plate-suggest", character=odd, instead=_INSTEAD[odd]))

    @on(PlateInput.Refused)
    def _on_refused(self, event: PlateInput.Refused) -> None:
        self._note(_told(event.error), wrong=True)

    @on(VehicleChoice.Chosen)
    def _on_vehicle(self) -> None:
        self._note(None)

    @on(PlateInput.Finished)
    def _finish(self) -> None:
        if self._asking:
            return
        try:
            plate = self.query_one(PlateInput).plate()
        except PlateError as error:
            self._note(_told(error), wrong=True)
            self.query_one(PlateInput).focus()
            return
        vehicle = self.query_one(VehicleChoice).vehicle
        if vehicle is None:
            self._note(say("vehicle-missing"), wrong=True)
            self.query_one(VehicleChoice).focus()
            return
        self._asking = True
        self.run_worker(self._find(plate, vehicle), group="asking", exclusive=True)

    async def _find(self, plate: Plate, vehicle: VehicleType) -> None:
        soon = self.set_timer(PATIENCE, lambda: self._note(say("plate-asking")))
        try:
            found = await self._ask(plate, vehicle)
        finally:
            soon.stop()
            self._asking = False
        self._note(None)
        self.dismiss(found)

    def _note(self, message: Message | None, *, wrong: bool = False) -> None:
        note = self.query_one("#plate-note", Words)
        if message is not None:
            note.say(message)
        note.set_class(message is not None, "-shown")
        note.set_class(wrong, "-wrong")


def _told(error: PlateError) -> Message:
    if error.fault is PlateFault.CHARACTER:
        return say("plate-fault-character", character=error.character or "?")
    return say(f"plate-fault-{error.fault.value}")
