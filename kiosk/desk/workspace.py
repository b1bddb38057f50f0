"""One piece of work that is open at the desk: its case, what was searched for, and what of it was opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kiosk.contract.desk.cases import Case
from kiosk.contract.desk.masked import MaskedPerson
from kiosk.contract.desk.things import NumberSeen, VehicleSeen
from kiosk.desk.finds import Seen, Thing, as_seen, belonging_to
from kiosk.i18n import Message

MOST = 9
"""Pieces of work that are open at once."""


@dataclass(slots=True)
class Level:
    """A list as it stands on the screen, and which of its things is chosen."""

    things: tuple[Thing, ...]
    chosen: str | None = None
    head: str | None = None
    """The thing that all others belong to, which is the first one; None where several were found."""


@dataclass(slots=True)
class Workspace:
    """What is kept of a piece of work while others are looked at."""

    case: Case | None = None
    text: str = field(default="", repr=False)
    """What was searched for last, as it was typed."""
    levels: list[Level] = field(default_factory=list, repr=False)
    seen: dict[str, Seen] = field(default_factory=dict, repr=False)
    """What the backend has answered about each thing, by the thing's key; asked for anew with F5 only."""
    troubles: dict[str, Message] = field(default_factory=dict, repr=False)
    """Why nothing could be learned of a thing, by its key: that is another answer than nothing there."""

    @property
    def level(self) -> Level | None:
        return self.levels[-1] if self.levels else None

    @property
    def thing(self) -> Thing | None:
        """Return the thing that is chosen."""
        level = self.level
        return None if level is None else next((one for one in level.things if one.key == level.chosen), None)

    @property
    def shown(self) -> Seen | None:
        """Return what is known of the thing that is chosen."""
        thing = self.thing
        return None if thing is None else self.seen.get(thing.key)

    @property
    def person(self) -> MaskedPerson | None:
        """Return whose masked fields stand on the screen."""
        match self.shown:
            case VehicleSeen(binding=binding) if binding is not None:
                return binding.person
            case NumberSeen(person=person):
                return person
            case _:
                return None

    def learn(self, thing: Thing, seen: Seen) -> None:
        """Keep what the backend has answered about a thing, and show it, and what belongs to it, as it is by now."""
        self.seen[thing.key] = seen
        self.troubles.pop(thing.key, None)
        now = as_seen(thing, seen)
        for level in self.levels:
            level.things = tuple(now if one.key == thing.key else one for one in level.things)
            if level.head == thing.key:
                level.things = (now, *_known(belonging_to(seen), level.things))

    def unfold(self) -> bool:
        """List what belongs to the chosen thing below it; return False where nothing does, or all of it is listed."""
        thing, seen, level = self.thing, self.shown, self.level
        if thing is None or seen is None or level is None:
            return False
        parts = belonging_to(seen)
        if not parts or level.head == thing.key:
            return False
        below = Level((thing, *parts), thing.key, head=thing.key)
        if len(level.things) == 1:
            self.levels[-1] = below
        else:
            self.levels.append(below)
        return True

    def forget(self) -> None:
        """Keep the case and what was searched for, and nothing that the backend has answered."""
        self.levels.clear()
        self.seen.clear()
        self.troubles.clear()


def _known(parts: Iterable[Thing], listed: Iterable[Thing]) -> Iterator[Thing]:
    """Yield things as they are by now; what was opened once is not hidden again."""
    opened = {one.key: one for one in listed if not one.veiled}
    for part in parts:
        before = opened.get(part.key)
        yield part if before is None or not part.veiled else replace(part, title=before.title, veiled=False)


@dataclass(slots=True)
class Work:
    """All that is open, and which of it is on the screen."""

    spaces: list[Workspace] = field(default_factory=lambda: [Workspace()])
    at: int = 0

    @property
    def now(self) -> Workspace:
        return self.spaces[self.at]

    def open(self, space: Workspace) -> bool:
        """Go on with another piece of work, an empty one's place where there is one; return whether there was room."""
        for number, one in enumerate(self.spaces):
            if one.case is None and not one.text:
                self.spaces[number], self.at = space, number
                return True
        if len(self.spaces) >= MOST:
            return False
        self.spaces.append(space)
        self.at = len(self.spaces) - 1
        return True

    def close(self, number: str) -> None:
        """Put away the piece of work of a case."""
        now = self.now
        self.spaces = [one for one in self.spaces if one.case is None or one.case.number != number] or [Workspace()]
        self.at = self.spaces.index(now) if now in self.spaces else 0

    def let_go(self, number: str) -> None:
        """Let no piece of work go on in a case that is closed: what is looked up next is another one."""
        for space in self.spaces:
            if space.case is not None and space.case.number == number:
                space.case = None

    def forget(self) -> None:
        for space in self.spaces:
            space.forget()
