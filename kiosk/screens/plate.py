"""Which plate, and what carries it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from kiosk.domain.plate import Plate, PlateError, PlateFault, VehicleType
from kiosk.domain.plate_shape import lookalikes, other_splits
from kiosk.domain.text import REPLACEMENT, clean
from kiosk.i18n import Message, say
from kiosk.screens.page import Page
from kiosk.widgets.action import Action
from kiosk.widgets.choice import Choice
from kiosk.widgets.keypad import Keypad
from kiosk.widgets.pad import CLEAR
from kiosk.widgets.plate_input import PlateInput
from kiosk.widgets.words import Words, app_of

Found = TypeVar("Found")

_VEHICLES = {
    VehicleType.CAR.value: ("vehicle-car",),
    VehicleType.MOTORCYCLE.value: ("vehicle-motorcycle-short", "vehicle-motorcycle-more"),
}


class PlatePage(Page[Found]):
    """Asks for a plate, and answers with what `ask` finds for it.

    `ask` returns failures as values; the page stays, with all that was typed, until it has returned. To come back to
    a plate after another page, a journey makes the page anew with `plate` and `vehicle`.
    """

    CSS_PATH = "plate.tcss"
    AUTO_FOCUS = "PlateInput"

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
        self._meant: tuple[str, str] | None = None
        self._advised = ("", "")

    def heading(self) -> Message:
        return say("plate-title")

    def step(self) -> tuple[int, int]:
        service = app_of(self).service
        return 1, 4 if service is None or service.payments else 2

    def compose_page(self) -> ComposeResult:
        self._boxes = PlateInput(self._plate, id="plate")
        self._choice = Choice(_VEHICLES, None if self._vehicle is None else self._vehicle.value, id="vehicle")
        self._boxes.motorcycle = self._vehicle is VehicleType.MOTORCYCLE
        self._note = Words("plate-hint", id="note")
        with Horizontal(id="plate-row"):
            yield self._boxes
            yield self._choice
        yield self._note
        yield Keypad(self._can_follow, id="pad")

    def secondary_actions(self) -> list[Action]:
        return [Action(say("plate-meant", plate=""), id="meant")]  # its plate comes with the offer

    def primary_action(self) -> Action:
        return Action("plate-look-up", "primary", id="look-up")

    def _can_follow(self, character: str) -> bool:
        return self._boxes.text.can_follow(character, motorcycle=self._boxes.motorcycle)

    # What is typed

    def on_key(self, event: events.Key) -> None:
        """Let the keyboard and the scanner type into the boxes wherever the focus is."""
        self._boxes.take(event)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._boxes.enter(event.text)

    @on(Keypad.Typed)
    def _on_pad(self, event: Keypad.Typed) -> None:
        self._boxes.type(event.character)

    @on(Keypad.Tool)
    def _on_tool(self, event: Keypad.Tool) -> None:
        if event.name == CLEAR:
            self._boxes.clear()
        else:
            self._boxes.rub_out()

    @on(PlateInput.Changed)
    def _on_changed(self) -> None:
        self.query_one(Keypad).look_soon()
        self._advise()

    @on(PlateInput.Refused)
    def _on_refused(self, event: PlateInput.Refused) -> None:
        self._complain(_told(event.error))

    @on(Choice.Changed)
    def _on_vehicle(self) -> None:
        self._boxes.motorcycle = self._choice.chosen == VehicleType.MOTORCYCLE.value
        self.query_one(Keypad).look()
        self._say(say("plate-hint"))
        self._advise()

    # What may have been meant: offered, never changed without being asked to

    def _advise(self) -> None:
        text = self._boxes.text
        meant, message = lookalikes(text.prefix, text.suffix), say("plate-meant-lookalike")
        if not meant and not text.dashed:
            meant, message = other_splits(text.prefix, text.suffix), say("plate-meant-split")
        self._meant = meant[0] if meant else None
        offer = self.query_one("#meant", Action)
        offer.set_class(self._meant is not None, "-offered")
        if self._meant is not None:
            offer.say(say("plate-meant", plate="-".join(self._meant)))
        elif offer.has_focus:
            self._boxes.focus()
        # Going to the other box leaves a complaint where it is: it may be what sent the visitor there.
        if (text.prefix, text.suffix) != self._advised or self._meant is not None:
            self._say(message if self._meant else say("plate-hint"))
        self._advised = (text.prefix, text.suffix)

    @on(Action.Pressed, "#meant")
    def _on_meant(self) -> None:
        if self._meant is not None:
            self._boxes.put(*self._meant)
            self._boxes.focus()

    # Looking up

    @on(PlateInput.Submitted)
    @on(Action.Pressed, "#look-up")
    def _look_up(self) -> None:
        if self.has_class("-working"):
            return
        text = self._boxes.text
        try:
            plate = Plate.of(text.prefix, text.suffix)
        except PlateError as error:
            self._complain(_told(error))
            if error.fault in {PlateFault.PREFIX_MISSING, PlateFault.SUFFIX_MISSING}:
                self._boxes.go_to(second=error.fault is PlateFault.SUFFIX_MISSING)
            self._boxes.focus()
            return
        if self._choice.chosen is None:
            self._complain(say("plate-vehicle-missing"))
            self._choice.focus()
            return
        self._say(say("plate-hint"))
        self.run_worker(self._find(plate, VehicleType(self._choice.chosen)), group="asking")
        self.working(say("plate-asking"))

    async def _find(self, plate: Plate, vehicle: VehicleType) -> None:
        self.dismiss(await self.waiting_for(self._ask(plate, vehicle), say("plate-asking")))

    def _complain(self, message: Message) -> None:
        self._note.say(say("wrong", what=message))
        self._note.add_class("-wrong")

    def _say(self, message: Message) -> None:
        self._note.say(message)
        self._note.remove_class("-wrong")


def _told(error: PlateError) -> Message:
    if error.fault is PlateFault.CHARACTER:
        return say("plate-fault-character", character=clean(error.character) or REPLACEMENT)
    return say(f"plate-fault-{error.fault.value}")
