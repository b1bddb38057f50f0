"""A vehicle is bound, or has other services: what holds now, and from when."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding

from kiosk.contract.vehicles import BoundVehicle
from kiosk.domain.dates import taipei_date
from kiosk.i18n import Message, say
from kiosk.screens.frame.page import Page
from kiosk.screens.owner.service_words import chosen
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.big_figure import BigFigure
from kiosk.widgets.ground.paragraphs import Paragraphs
from kiosk.widgets.ground.words import Words, app_of
from kiosk.wording.vehicle_words import named


class BoundPage(Page[None]):
    """The plate in big letters, and each service with the day from which it holds."""

    CSS_PATH = "bound.tcss"
    BINDINGS = [Binding("enter", "back", show=False)]
    can_go_back = True

    def __init__(self, bound: BoundVehicle, *, new: bool) -> None:
        """Show what became of a vehicle; `new` says that it was bound just now."""
        super().__init__()
        self._bound, self._new = bound, new

    def heading(self) -> Message:
        return say("bound-new" if self._new else "bound-changed", vehicle=named(self._bound.vehicle))

    def compose_page(self) -> ComposeResult:
        today = taipei_date(app_of(self).clock.now())
        yield BigFigure(self._bound.vehicle.plate, id="plate")
        yield Words("bound-services", classes="label")
        yield Paragraphs([chosen(service, today) for service in self._bound.services], bullet="✓ ", id="services")

    def primary_action(self) -> Action:
        return Action("bound-back", "primary", id="back")

    def on_action_pressed(self) -> None:
        self.action_back()
