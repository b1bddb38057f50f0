"""What all pages that ask for a plate share: two boxes, the keys, and what may have been meant."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from kiosk.domain.plate import Plate, PlateError, PlateFault
from kiosk.domain.plate_shape import lookalikes, other_splits
from kiosk.domain.scanned import bill_number
from kiosk.domain.text import REPLACEMENT, clean
from kiosk.i18n import Message, say
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.typing.keypad import Keypad
from kiosk.widgets.typing.pad import CLEAR
from kiosk.widgets.typing.plate_input import PlateInput

Answer = TypeVar("Answer")


class PlateEntryPage(Page[Answer]):
    """Asks for a plate. What is done with one, and how its type is recognised, is for each page to say."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")  # pages of other rooms inherit it
    AUTO_FOCUS = "PlateInput"

    def __init__(self, plate: str = "") -> None:
        """Begin with a plate, whole or in part, or with empty boxes; raise `PlateError`."""
        super().__init__()
        self._boxes = PlateInput(plate, id="plate")
        self._note = Words("plate-hint", id="note")
        self._meant: tuple[str, str] | None = None
        self._advised = ("", "")

    def compose_page(self) -> ComposeResult:
        with Horizontal(id="plate-row"):
            yield self._boxes
            yield from self.beside_boxes()
            yield Action(say("plate-meant", plate=""), id="meant")  # its plate comes with the offer
        yield self._note
        yield Keypad(self._can_follow, id="pad")

    def beside_boxes(self) -> Iterable[Widget]:
        """Return what stands beside the boxes."""
        return ()

    @abstractmethod
    def take(self) -> None:
        """Go on with what stands in the boxes: Enter was pressed there, or a scanner has sent it."""

    def boxes_changed(self) -> None:
        """Take note that something else stands in the boxes."""

    def _can_follow(self, character: str) -> bool:
        return self._boxes.text.can_follow(character, motorcycle=self._boxes.motorcycle)

    # What is typed

    def on_key(self, event: events.Key) -> None:
        """Let the keyboard and the scanner type into the boxes wherever the focus is."""
        self._boxes.take(event)

    def text_box(self) -> PlateInput:
        return self._boxes

    def scanned(self, text: str, *, entered: bool) -> bool:
        """Take a plate that was scanned, as if it had been typed."""
        if self.has_class("-working") or bill_number(text) is not None:
            return False
        self._boxes.clear()
        self._boxes.enter(text)
        self._boxes.focus()
        if entered:
            self._boxes.action_submit()
        return True

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
        self.query_one(Keypad).update_keys_soon()
        self.advise()
        self.boxes_changed()

    @on(PlateInput.Refused)
    def _on_refused(self, event: PlateInput.Refused) -> None:
        self.complain(_complaint(event.error))

    @on(PlateInput.Submitted)
    def _on_submitted(self) -> None:
        self.take()

    def action_back(self) -> None:
        # The letters of special plates lie over the others: one goes back from them first.
        if not self.query_one(Keypad).leave_special():
            self.go_back()

    def go_back(self) -> None:
        """Leave the page for the one before."""
        super().action_back()

    # What may have been meant: offered, never changed without being asked to

    def advise(self) -> None:
        """Offer what may have been meant."""
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
            self.note(message if self._meant else say("plate-hint"))
        self._advised = (text.prefix, text.suffix)

    @on(Action.Pressed, "#meant")
    def _on_meant(self) -> None:
        if self._meant is not None:
            self._boxes.put(*self._meant)
            self._boxes.focus()

    # What stands there

    def plate(self) -> Plate | None:
        """Return the plate in the boxes; None where there is none, and then say why and go to what is missing."""
        text = self._boxes.text
        try:
            return Plate.of(text.prefix, text.suffix)
        except PlateError as error:
            self.complain(_complaint(error))
            if error.fault in {PlateFault.PREFIX_MISSING, PlateFault.SUFFIX_MISSING}:
                self._boxes.go_to(second=error.fault is PlateFault.SUFFIX_MISSING)
            self._boxes.focus()
            return None

    def complain(self, message: Message) -> None:
        """Say what is wrong."""
        self._note.say(say("wrong", what=message))
        self._note.add_class("-wrong")

    def note(self, message: Message) -> None:
        """Say something, in place of a complaint."""
        self._note.say(message)
        self._note.remove_class("-wrong")


def _complaint(error: PlateError) -> Message:
    if error.fault is PlateFault.CHARACTER:
        return say("plate-fault-character", character=clean(error.character) or REPLACEMENT)
    return say(f"plate-fault-{error.fault.value}")
