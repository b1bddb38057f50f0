"""The lines of whatever is chosen in the list."""

from __future__ import annotations

from datetime import datetime

from kiosk.contract.desk.cases import CaseSeen
from kiosk.contract.desk.story import Story
from kiosk.contract.desk.terminals import HourSeen
from kiosk.contract.desk.things import ClaimSeen, NumberSeen, SupportSeen, TicketSeen, VehicleSeen
from kiosk.desk.finds import Seen, Thing
from kiosk.desk.seen import case, story, terminal_hour, things
from kiosk.desk.widgets.lines import Line, Prose, Style
from kiosk.i18n import Message, Texts


def lines(texts: Texts, thing: Thing, seen: Seen | None, trouble: Message | None, now: datetime) -> list[Line]:
    """Return what is known of a thing; its name at once, and the rest as soon as the backend has answered.

    Where it could not be asked, that is said in the place of the rest.
    """
    match seen:
        case VehicleSeen():
            return list(things.vehicle(texts, seen, now))
        case TicketSeen():
            return list(things.ticket(texts, seen, now))
        case Story():
            return story.lines(texts, seen, now)
        case NumberSeen():
            return list(things.number(texts, seen, now))
        case SupportSeen():
            return list(things.support(texts, seen, now))
        case ClaimSeen():
            return list(things.claim(texts, seen, now))
        case CaseSeen():
            return list(case.lines(texts, seen, now))
        case HourSeen():
            return list(terminal_hour.lines(texts, seen, now))
        case None:
            return _unseen(texts, thing, trouble)


def _unseen(texts: Texts, thing: Thing, trouble: Message | None) -> list[Line]:
    if trouble is not None:
        why = Prose(texts(trouble), Style.BAD)
    else:
        why = Prose(texts("desk-veiled" if thing.veiled else "desk-loading"), Style.MUTED)
    return [Prose(thing.title, Style.STRONG), why]
