"""The owner's vehicles (綁定車輛): what each has of services, and the ways to change that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.contract.vehicles import MOST_VEHICLES, BoundVehicle
from kiosk.domain.dates import taipei_date
from kiosk.i18n import Message, say
from kiosk.screens.frame.listing import ListingPage
from kiosk.screens.owner.service_words import chosen, extras
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.paragraphs import Paragraphs
from kiosk.widgets.ground.words import Words, app_of
from kiosk.widgets.lists.paged_rows import PagedRows
from kiosk.wording.vehicle_words import named


@dataclass(frozen=True, slots=True)
class AddVehicle:
    """Bind another vehicle."""


@dataclass(frozen=True, slots=True)
class EditVehicle:
    """Choose this vehicle's services anew."""

    bound: BoundVehicle


@dataclass(frozen=True, slots=True)
class RemoveVehicle:
    """Give this vehicle up."""

    bound: BoundVehicle


class VehiclesPage(ListingPage[AddVehicle | EditVehicle | RemoveVehicle]):
    """One row a vehicle: plate and kind, services, extras, and two buttons. Never more than ten of them."""

    AUTO_FOCUS = "#add"
    CSS_PATH = "vehicles.tcss"

    def __init__(self, vehicles: Sequence[BoundVehicle]) -> None:
        super().__init__()
        self._vehicles = {bound.id: bound for bound in vehicles}

    def heading(self) -> Message:
        return say("vehicles-title", count=len(self._vehicles), most=MOST_VEHICLES)

    def compose_page(self) -> ComposeResult:
        if not self._vehicles:
            yield Words("vehicles-none", id="none-yet")
            yield Words("vehicles-none-more", id="none-yet-more")
            return
        with PagedRows(id="vehicles"):
            for bound in self._vehicles.values():
                yield from self._row(bound)

    def _row(self, bound: BoundVehicle) -> ComposeResult:
        today = taipei_date(app_of(self).clock.now())
        with Horizontal(classes="vehicle"):
            with Vertical(classes="facts"):
                yield Words(named(bound.vehicle), classes="plate")
                yield Paragraphs([chosen(service, today) for service in bound.services], bullet="・ ")
                yield Paragraphs(extras(bound), classes="extras")
            with Vertical(classes="buttons"):
                yield Action("vehicles-edit", id=f"edit-{bound.id}")
                yield Action("vehicles-remove", "destructive", id=f"remove-{bound.id}")

    def primary_action(self) -> Action:
        return Action("vehicles-add", "primary", id="add")

    def on_mount(self) -> None:
        self.query_one("#add", Action).disabled = len(self._vehicles) >= MOST_VEHICLES

    @on(Action.Pressed)
    def _pressed(self, event: Action.Pressed) -> None:
        what, _, id = (event.action.id or "").partition("-")
        match what:
            case "edit":
                self.dismiss(EditVehicle(self._vehicles[id]))
            case "remove":
                self.dismiss(RemoveVehicle(self._vehicles[id]))
            case _:
                self.dismiss(AddVehicle())
