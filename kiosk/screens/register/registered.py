"""Registered: what the new owner now has, and the way into the owner's area."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from kiosk.contract.owners import Registered
from kiosk.contract.wire import Vehicle
from kiosk.i18n import Message, say
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.paragraphs import Paragraphs


class RegisteredPage(Page[bool]):
    """What became of the vehicle, and what can be done about it where somebody else has bound it."""

    AUTO_FOCUS = "#go-on"
    CSS_PATH = "registered.tcss"
    can_go_back = False

    def __init__(self, registered: Registered, vehicle: Vehicle) -> None:
        super().__init__()
        self._registered, self._vehicle = registered, vehicle

    def heading(self) -> Message:
        return say("registered-title")

    def compose_page(self) -> ComposeResult:
        kind = say(f"vehicle-{self._vehicle.type.value}-short")
        plate = {"plate": self._vehicle.plate, "type": kind}
        if self._registered.vehicle_bound:
            lines = [say("registered-bound", **plate), say("registered-reminder"), say("registered-more")]
        else:
            lines = [say("registered-taken", **plate), say("registered-claim")]
        yield Paragraphs(lines, bullet="・ ", airy=True, id="lines")

    def primary_action(self) -> Action:
        return Action("registered-go-on", "primary", id="go-on")

    @on(Action.Pressed, "#go-on")
    def _go_on(self) -> None:
        self.dismiss(True)
