"""The ways in which a visitor uses the kiosk: by touch only or by keys only.

A task of `tests.journeys.tasks` is written once, for either. A visitor who uses one way and does something of the
other has failed: nothing here helps out with a focus that was set or a text that was put into a field.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.geometry import Offset, Region
from textual.keys import _character_to_key
from textual.widget import Widget

from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.targets import Target, Targets, _nearest
from kiosk.widgets.lists.bill_list import BillList
from kiosk.widgets.lists.card_list import CardList
from kiosk.widgets.lists.paged_rows import PagedRows
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.letters_pad import CAPITAL, SIGNS, SPACE, LettersPad
from kiosk.widgets.typing.pad import Pad
from tests.journeys.kiosk import Kiosk

_ARROWS = {"right": (1, 0), "left": (-1, 0), "down": (0, 1), "up": (0, -1)}


_CHARACTERS = {"enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f"}


class Way(ABC):
    """A visitor. What they do is named by what it does, not by how it is done."""

    never: ClassVar[tuple[type[events.Event], ...]]
    """What the app must not hear of."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.kiosk = kiosk
        self.strayed: list[events.Event] = []
        """What was done in another way than this one."""
        hear = kiosk.app.on_event

        async def heard(event: events.Event) -> None:
            if isinstance(event, self.never):
                self.strayed.append(event)
            await hear(event)

        kiosk.app.on_event = heard  # type: ignore[method-assign]

    async def there(self, selector: str) -> Widget:
        """Return what the page shows, once it can be used: no visitor is as quick as a double tap, which is ignored."""

        def usable() -> bool:
            page = self.kiosk.app.screen
            found = next(iter(page.query(selector)), None)
            if found is None or not found.visible or not found.region.area or found.disabled:
                return False
            quiet = getattr(found, "_quiet_until", 0.0) > self.kiosk.app.clock.monotonic()
            return not (quiet or page.has_class("-working"))

        await self.kiosk.until(usable, selector)
        return self.kiosk.app.screen.query(selector).first()

    async def sees(self, page: str, *words: str) -> None:
        await self.kiosk.sees(page, *words)

    async def types(self, text: str, field: str = "") -> None:
        """Type where the page wants it, or into one of its fields; return when it stands there."""
        if field:
            await self.reaches(field)
        await self.there("#pad")  # by then there is something to type into
        page = self.kiosk.app.screen
        box = page.text_box() if isinstance(page, Page) else None
        await self.enters(text)
        await self.kiosk.pilot.pause()
        if isinstance(box, Field):
            wanted = text.replace("-", "")
            await self.kiosk.until(lambda: box.text.replace("-", "").endswith(wanted), f"{text} in {box}")

    @abstractmethod
    async def presses(self, selector: str) -> None:
        """Press a button, a tile, a tick box."""

    @abstractmethod
    async def picks(self, selector: str, name: str | None = None) -> None:
        """Pick one of the targets of a widget by its name, the first one without."""

    @abstractmethod
    async def opens(self, selector: str, index: int = 0) -> None:
        """Open an entry of a list."""

    @abstractmethod
    async def ticks(self, selector: str, index: int = 0) -> None:
        """Tick an entry of a list, or take its tick away."""

    @abstractmethod
    async def reaches(self, field: str) -> None:
        """Put what is typed next into a field."""

    @abstractmethod
    async def enters(self, text: str) -> None:
        """Type, as quickly as anybody."""

    @abstractmethod
    async def rubs_all_out(self, field: str) -> None:
        """Empty a field."""

    @abstractmethod
    async def goes(self, where: str) -> None:
        """Go `back` or `home`."""


class ByTouch(Way):
    """A finger: it reaches what can be seen, and nothing that something else lies over."""

    never = (events.Key, events.Paste)

    async def presses(self, selector: str) -> None:
        await self._touches(await self.there(selector))

    async def picks(self, selector: str, name: str | None = None) -> None:
        widget = await self.there(selector)
        assert isinstance(widget, Targets)
        target = next(one for one in widget.targets if name in (None, one.name))
        await self._touches(widget, _middle(target.region))

    async def opens(self, selector: str, index: int = 0) -> None:
        # The right end of a bill opens it, the rest ticks it; of what is not a bill, all of it opens it.
        await self._touches_card(selector, index, -2)

    async def ticks(self, selector: str, index: int = 0) -> None:
        await self._touches_card(selector, index, 2)

    async def _touches_card(self, selector: str, index: int, x: int) -> None:
        widget = await self.there(selector)
        assert isinstance(widget, CardList)
        top = widget.places.top(index) - widget.scroll_offset.y
        await self._touches(widget, Offset(x % widget.painted.width, top))

    async def reaches(self, field: str) -> None:
        await self.presses(field)

    async def enters(self, text: str) -> None:
        pad = await self.there("#pad")
        assert isinstance(pad, Pad)
        for character in text:
            for key in _keys_for(character, pad):
                region = next(one for one in pad.targets if one.name == key).region
                await self._touches(pad, _middle(region), waits=key == SIGNS)

    async def rubs_all_out(self, field: str) -> None:
        await self.presses(field)
        box = self.kiosk.app.screen.query_one(field, Field)
        while box.text:
            await self.picks("#pad", "rub-out")

    async def goes(self, where: str) -> None:
        await self.picks("#footer", where)

    async def _touches(self, widget: Widget, at: Offset | None = None, *, waits: bool = True) -> None:
        """Put a finger on a place of a widget, its middle without one, once nothing else lies there.

        A visitor who types does not wait for what comes of it.
        """
        place = at if at is not None else _middle(Region(0, 0, *widget.region.size))
        await self._brings_up(widget, place)

        def uncovered() -> bool:
            x, y = widget.region.offset + place
            if not self.kiosk.app.screen.region.contains(x, y):
                return False
            found, _ = self.kiosk.app.screen.get_widget_at(x, y)
            return widget in found.ancestors_with_self

        await self.kiosk.until(uncovered, f"{widget} at {place}, with nothing over it")
        self._finger((events.MouseDown, events.MouseUp), *(widget.region.offset + place))
        if waits:
            await self.kiosk.pilot.pause()

    async def _brings_up(self, widget: Widget, place: Offset) -> None:
        """Draw what scrolls, or turn its pages, until a place of a widget is in sight."""
        for node in widget.ancestors:
            if not isinstance(node, Widget) or not node.max_scroll_y:
                continue
            while (out := self._out_of(node.region, widget.region.y + place.y)) and isinstance(node, PagedRows):
                await self.picks("#pager", "next" if out > 0 else "before")
            if out:
                await self._draws(node, out)

    def _out_of(self, seen: Region, row: int) -> int:
        """Return by how many rows something lies below what is seen, less than nought for above."""
        return min(0, row - seen.y) + max(0, row - (seen.bottom - 1))

    async def _draws(self, scrolls: Widget, rows: int) -> None:
        x = scrolls.region.x + 1
        while rows:
            step = max(2, min(abs(rows), scrolls.region.height - 1)) * (1 if rows > 0 else -1)
            start = scrolls.region.bottom - 1 if rows > 0 else scrolls.region.y
            self._finger((events.MouseDown,), x, start)
            self._finger((events.MouseMove, events.MouseUp), x, start - step)
            await self.kiosk.pilot.pause()
            rows = 0 if abs(rows) <= abs(step) else rows - step

    def _finger(self, does: Sequence[type[events.MouseEvent]], x: int, y: int) -> None:
        """Send what a terminal sends for a finger."""
        for event in does:
            self.kiosk.sends(event(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y))


def _keys_for(character: str, pad: Pad) -> Iterator[str]:
    """Yield the keys of a pad that type a character; what stands on it may change between two."""
    if not isinstance(pad, LettersPad):
        yield character.upper()
        return
    wanted = SPACE if character == " " else character.lower()
    if wanted not in {target.name for target in pad.targets}:
        yield SIGNS
    if character.isupper():
        yield CAPITAL
    yield wanted


class ByKeys(Way):
    """A keyboard: TAB, arrows, Enter and what the page says of keys."""

    never = (events.MouseDown, events.MouseUp, events.Paste)

    async def presses(self, selector: str) -> None:
        await self._goes_to(await self.there(selector))
        await self._presses_keys("enter")

    async def picks(self, selector: str, name: str | None = None) -> None:
        widget = await self.there(selector)
        assert isinstance(widget, Targets)
        await self._goes_to(widget)
        if widget.cursor is None:  # the focus is around all of them
            await self._presses_keys("enter")
            await self.kiosk.until(lambda: widget.cursor is not None, f"a frame around one of {widget}")
        assert widget.cursor is not None
        await self._presses_keys(*_route(widget.cursor, widget.targets, name or widget.targets[0].name), "enter")

    async def opens(self, selector: str, index: int = 0) -> None:
        card = await self._goes_to_card(selector, index)
        await self._presses_keys("right" if isinstance(card, BillList) else "enter")

    async def ticks(self, selector: str, index: int = 0) -> None:
        await self._goes_to_card(selector, index)
        await self._presses_keys("enter")

    async def _goes_to_card(self, selector: str, index: int) -> CardList:
        widget = await self.there(selector)
        assert isinstance(widget, CardList)
        await self._goes_to(widget)
        by = index - widget.cursor
        await self._presses_keys(*["down" if by > 0 else "up"] * abs(by))
        return widget

    async def _presses_keys(self, *keys: str) -> None:
        for key in keys:
            self.kiosk.sends(events.Key(key, _CHARACTERS.get(key)))
        await self.kiosk.pilot.pause()

    async def reaches(self, field: str) -> None:
        await self._goes_to(await self.there(field))

    async def enters(self, text: str) -> None:
        for character in text:
            self.kiosk.sends(events.Key(_character_to_key(character), character))

    async def rubs_all_out(self, field: str) -> None:
        box = await self.there(field)
        assert isinstance(box, Field)
        await self._goes_to(box)
        await self._presses_keys(*["backspace"] * len(box.text))

    async def goes(self, where: str) -> None:
        await self._presses_keys({"back": "escape", "home": "home"}[where])

    async def _goes_to(self, widget: Widget) -> None:
        """Press TAB until a widget has the focus; a page that is only just there may still set it itself."""
        page = self.kiosk.app.screen
        await self.kiosk.pilot.pause()
        chain: Sequence[Widget] = page.focus_chain
        assert widget in chain, f"no key leads to {widget}: {chain}"
        here = chain.index(page.focused) if page.focused in chain else -1
        await self._presses_keys(*["tab"] * ((chain.index(widget) - here) % len(chain)))
        for _ in range(3 * len(chain)):
            if page.focused is widget:
                await self.kiosk.pilot.pause()
                if page.focused is widget:
                    return
            await self._presses_keys("tab")
        raise AssertionError(f"TAB never leads to {widget}; on the screen is {self.kiosk.page}")


WAYS: dict[str, type[Way]] = {"touch": ByTouch, "keys": ByKeys}


def _middle(region: Region) -> Offset:
    return Offset(region.x + region.width // 2, region.y + region.height // 2)


def _route(here: Target, targets: Sequence[Target], name: str) -> list[str]:
    """Return the arrows that lead from one target to another."""
    ways: dict[str, list[str]] = {here.name: []}
    queue = deque([here])
    while queue:
        at = queue.popleft()
        if at.name == name:
            return ways[name]
        for key, direction in _ARROWS.items():
            there = _nearest(at, targets, *direction)
            if there is not None and there.name not in ways:
                ways[there.name] = [*ways[at.name], key]
                queue.append(there)
    raise AssertionError(f"no arrows lead to {name}")
