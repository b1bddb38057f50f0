"""What the function keys do for the thing that is chosen, and why one of them does nothing now."""

from __future__ import annotations

from kiosk.contract.desk.cases import CaseSeen, CaseState
from kiosk.contract.desk.session import DeskStanding, Permission
from kiosk.contract.desk.story import Story
from kiosk.contract.desk.terminals import HourSeen
from kiosk.contract.desk.things import ClaimSeen, NumberSeen, SupportSeen, TicketSeen, VehicleSeen
from kiosk.desk import more_page
from kiosk.desk.forms.case_form import no_closing
from kiosk.desk.forms.claim_form import no_deciding
from kiosk.desk.forms.hour_form import no_hour
from kiosk.desk.forms.number_form import no_new_number, open_number
from kiosk.desk.forms.objection_form import can_object, no_objecting, open_one
from kiosk.desk.forms.readmit_form import held_back, no_readmitting
from kiosk.desk.forms.refund_form import can_go_back, no_refund
from kiosk.desk.forms.report_form import no_report
from kiosk.desk.queries import may
from kiosk.desk.widgets.key_line import KeyWord
from kiosk.desk.workspace import Work, Workspace
from kiosk.i18n import Message, Texts, say


def no_reveal(standing: DeskStanding, space: Workspace) -> Message | None:
    """Return why nothing can be shown in full now; None if it can."""
    if not may(standing, Permission.REVEAL):
        return say("desk-trouble-not-permitted")
    if space.person is None or not space.person.fields:
        return say("desk-nothing-masked")
    return say("desk-trouble-case-needed") if space.case is None else None


def no_asking(standing: DeskStanding, space: Workspace) -> Message | None:
    """Return why the provider cannot be asked from here; None if it can."""
    if not may(standing, Permission.ASK_PROVIDER):
        return say("desk-trouble-not-permitted")
    return say("desk-trouble-case-needed") if space.case is None else None


def no_act(standing: DeskStanding, space: Workspace) -> Message | None:
    """Return why nothing can be done (F8) about what is chosen; None if something can."""
    seen = space.shown
    match seen:
        case ClaimSeen():
            return no_deciding(standing, space, seen)
        case Story():
            return no_refund(standing, space, seen)
        case NumberSeen():
            return no_readmitting(standing, space, seen)
        case TicketSeen():
            return no_objecting(standing, space, seen)
        case VehicleSeen():
            return no_new_number(standing, space, seen)
        case CaseSeen():
            return no_closing(standing, seen)
        case SupportSeen():
            return no_hour(standing, seen)
        case HourSeen():
            return no_report(standing, space, seen)
        case _:
            return say("desk-nothing-to-do")


def asks_provider(standing: DeskStanding, space: Workspace) -> bool:
    """Return whether F5 asks the provider about the payment that is shown, which has no outcome yet."""
    seen = space.shown
    return isinstance(seen, Story) and seen.ask_now and no_asking(standing, space) is None


def keys(texts: Texts, standing: DeskStanding, work: Work) -> list[KeyWord]:
    """Return what stands in the line of keys."""
    space, pages = work.now, more_page.pages(standing)
    again = "desk-key-ask" if asks_provider(standing, space) else "desk-key-again"
    return [
        KeyWord("F1", texts("desk-key-help")),
        KeyWord("F2", texts("desk-key-box")),
        KeyWord("F3", texts(say("desk-key-cases", count=str(len(work.spaces))))),
        KeyWord("F4", texts("desk-key-reveal"), works=no_reveal(standing, space) is None),
        KeyWord("F5", texts(again), works=space.thing is not None),
        *_act(texts, standing, space),
        *(
            [KeyWord("F10", texts(f"desk-key-{pages[0].value}" if len(pages) == 1 else "desk-key-more"))]
            if pages
            else []
        ),
        KeyWord("F12", texts("desk-key-lock"), stays=True),
        KeyWord("Esc", texts("desk-key-back")),
        KeyWord("Tab", texts("desk-key-tab")),
    ]


def _act(texts: Texts, standing: DeskStanding, space: Workspace) -> list[KeyWord]:
    """Return the key for what can be done, where there is anything that is ever done: there is no room to spare."""
    match space.shown:
        case ClaimSeen() as claim:
            does = "desk-key-decide" if claim.undo_until is None else "desk-key-undo"
        case Story() as story if can_go_back(story):
            does = "desk-key-refund"
        case NumberSeen() as number if held_back(number):
            does = "desk-key-readmit"
        case TicketSeen() as ticket if can_object(ticket):
            does = "desk-key-object" if open_one(ticket) is None else "desk-key-objection"
        case VehicleSeen() as vehicle if vehicle.binding is not None:
            does = "desk-key-number" if open_number(vehicle) is None else "desk-key-stop"
        case CaseSeen(case=case) if case.state is not CaseState.CLOSED:
            does = "desk-key-close"
        case SupportSeen(terminal=str()):
            does = "desk-key-hour"
        case HourSeen():
            does = "desk-key-report"
        case _:
            return []
    return [KeyWord("F8", texts(does), works=no_act(standing, space) is None)]
