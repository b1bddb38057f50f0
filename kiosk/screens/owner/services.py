"""Which services a vehicle shall have: at least one, each with what it needs to know, and from when they hold."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from kiosk.contract.vehicles import ChosenService, ServiceChoice, Window
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import FloodArea, ServiceKind
from kiosk.i18n import Message, say
from kiosk.screens.frame.listing import ListingPage
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.choice import Choice
from kiosk.widgets.ground.words import Words, app_of
from kiosk.widgets.lists.paged_rows import PagedRows
from kiosk.widgets.lists.tick import Tick
from kiosk.wording.date_words import day
from kiosk.wording.vehicle_words import named

Made = TypeVar("Made")

WINDOWS: Mapping[str, Window] = {
    "services-morning": Window(start=8, end=12),
    "services-afternoon": Window(start=13, end=18),
    "services-evening": Window(start=18, end=21),
    "services-all-day": Window(start=8, end=21),
}
"""By message: the hours that are offered for reminders. The website's example is the second."""


class ServicesPage(ListingPage[Made]):
    """A tick for each service; what one needs to know is asked below once it is ticked, in a place kept for it.

    It answers with what `take` makes of the choice.
    """

    AUTO_FOCUS = "Tick"
    CSS_PATH = "services.tcss"

    def __init__(
        self,
        vehicle: Vehicle,
        take: Callable[[tuple[ServiceChoice, ...]], Awaitable[Made]],
        chosen: Sequence[ChosenService | ServiceChoice] = (),
        *,
        step: tuple[int, int] | None = None,
    ) -> None:
        """Ask for the services of `vehicle`; `chosen` are ticked already."""
        super().__init__()
        self._vehicle, self._take, self._step = vehicle, take, step
        self._ticked = {service.kind for service in chosen}
        self._window = next((name for service in chosen if (name := _window_of(service)) is not None), None)
        self._area = next((service.area.value for service in chosen if service.area is not None), None)

    def heading(self) -> Message:
        return say("services-title", vehicle=named(self._vehicle))

    def step(self) -> tuple[int, int] | None:
        return self._step

    def explanation(self) -> Message:
        return say("services-explanation")

    def _note(self) -> Message:
        """Return the sentence beside the way on: from which day a choice of today holds."""
        today = taipei_date(app_of(self).clock.now())
        return say("services-note", day=day(today + timedelta(days=1), today))

    def compose_page(self) -> ComposeResult:
        with PagedRows(id="services"):
            for kind in ServiceKind:
                with Vertical(classes="service"):
                    yield self._tick(kind)
                    if kind is ServiceKind.REMINDER:
                        yield Choice({name: (name,) for name in WINDOWS}, self._window, id="window")
                    elif kind is ServiceKind.FLOOD:
                        areas = {area.value: (f"area-of-{area.value}",) for area in FloodArea}
                        yield Choice(areas, self._area, id="area")

    def _tick(self, kind: ServiceKind) -> Tick:
        notes = [say(f"service-{kind.value}-more")]
        if kind is ServiceKind.PAPERLESS and self._vehicle.type is VehicleType.MOTORCYCLE:
            notes.append(say("service-paperless-motorcycle"))
        return Tick(say(f"service-{kind.value}"), notes, ticked=kind in self._ticked, id=kind.value)

    def secondary_actions(self) -> Iterable[Widget]:
        return [*super().secondary_actions(), Words(self._note(), id="note")]

    def primary_action(self) -> Action:
        return Action("services-done", "primary", id="done")

    def on_mount(self) -> None:
        self._show_choices()

    def _is_ticked(self, kind: ServiceKind) -> bool:
        return self.query_one(f"#{kind.value}", Tick).ticked

    def _show_choices(self) -> None:
        asked = [self._is_ticked(ServiceKind.REMINDER), self._is_ticked(ServiceKind.FLOOD)]
        # Their place is kept: nothing moves when a box is ticked.
        self.query_one("#window").visible, self.query_one("#area").visible = asked

    @on(Tick.Changed)
    def _on_tick(self, event: Tick.Changed) -> None:
        self._show_choices()
        self._settle()
        if event.tick.ticked and event.tick.id in {ServiceKind.REMINDER.value, ServiceKind.FLOOD.value}:
            needed = self.query_one("#window" if event.tick.id == ServiceKind.REMINDER.value else "#area")
            self.call_after_refresh(needed.scroll_visible, animate=False)

    @on(Choice.Changed)
    def _on_choice(self) -> None:
        self._settle()

    @on(Action.Pressed, "#done")
    def _done(self) -> None:
        window, area = self.query_one("#window", Choice).chosen, self.query_one("#area", Choice).chosen
        wanted = [kind for kind in ServiceKind if self._is_ticked(kind)]
        if not wanted:
            # The focus stays: Enter would tick a service that no one chose.
            self._complain(say("services-none"))
        elif ServiceKind.REMINDER in wanted and window is None:
            self._complain(say("services-window-missing"), "#window")
        elif ServiceKind.FLOOD in wanted and area is None:
            self._complain(say("services-area-missing"), "#area")
        else:
            choice = tuple(_choice(kind, window, area) for kind in wanted)
            self.working(say("services-working"))
            self.run_worker(self._hand_in(choice), group="handing in")

    async def _hand_in(self, choice: tuple[ServiceChoice, ...]) -> None:
        self.dismiss(await self.waiting_for(self._take(choice), say("services-working")))

    def _complain(self, message: Message, where: str | None = None) -> None:
        note = self.query_one("#note", Words)
        note.say(say("wrong", what=message))
        note.add_class("-wrong")
        if where is not None:
            self.query(where).first().focus()

    def _settle(self) -> None:
        """Take a complaint back: the visitor is at it."""
        note = self.query_one("#note", Words)
        note.say(self._note())
        note.remove_class("-wrong")


def _window_of(service: ChosenService | ServiceChoice) -> str | None:
    """Return the message of the window that a service has, None where it is not one of those that are offered."""
    if isinstance(service, ChosenService):
        has = service.window
    else:
        has = None if service.start is None or service.end is None else Window(start=service.start, end=service.end)
    return next((name for name, window in WINDOWS.items() if window == has), None)


def _choice(kind: ServiceKind, window: str | None, area: str | None) -> ServiceChoice:
    match kind:
        case ServiceKind.REMINDER if window is not None:
            return ServiceChoice(kind=kind, start=WINDOWS[window].start, end=WINDOWS[window].end)
        case ServiceKind.FLOOD if area is not None:
            return ServiceChoice(kind=kind, area=FloodArea(area))
        case _:
            return ServiceChoice(kind=kind)
