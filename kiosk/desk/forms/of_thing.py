"""F8: the form for the one thing that can be done about what is chosen."""

from __future__ import annotations

from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.session import DeskStanding
from kiosk.contract.desk.story import Story
from kiosk.contract.desk.terminals import HourReason, HourSeen
from kiosk.contract.desk.things import ClaimSeen, NumberSeen, TicketSeen, VehicleSeen
from kiosk.desk.asking import AskingPage
from kiosk.desk.forms import claim_form, number_form, objection_form
from kiosk.desk.forms.readmit_form import ReadmitForm
from kiosk.desk.forms.refund_form import RefundForm
from kiosk.desk.forms.report_form import ReportForm
from kiosk.desk.workspace import Workspace
from kiosk.i18n import Message


def form_of(client: DeskClient, standing: DeskStanding, space: Workspace) -> AskingPage[Message] | None:
    """Return the form, which answers with what was done; None where nothing of that kind can be done."""
    match space.shown:
        case ClaimSeen() as claim:
            return claim_form.form_of(client, standing, space, claim)
        case Story() as story:
            return RefundForm(client, space, story)
        case NumberSeen() as number:
            return ReadmitForm(client, space, number)
        case VehicleSeen() as vehicle:
            return number_form.form_of(client, space, vehicle)
        case TicketSeen() as ticket:
            return objection_form.form_of(client, standing, space, ticket)
        case HourSeen() as hour if space.case is not None:
            asked = None if space.thing is None else space.thing.hour
            return ReportForm(client, space.case.number, hour, HourReason.TOOK_MONEY if asked is None else asked.reason)
        case _:
            return None
