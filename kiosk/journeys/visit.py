"""One visit: the welcome page, and the errand that the visitor chooses there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.journeys.steps import VisitOver, show
from kiosk.screens.welcome import HowTo, Pay, WelcomePage

if TYPE_CHECKING:
    from kiosk.app import KioskApp
    from kiosk.journeys.connection import Connection


async def visit(app: KioskApp, connection: Connection) -> None:
    """Serve one visitor, from the welcome page until nobody stands there any more."""
    try:
        match errand := await show(app, WelcomePage()):
            case Pay():
                # Imported here: the first frame needs neither the client nor the models.
                from kiosk.journeys.pay import pay

                await pay(app, await connection.client(), connection.payments, errand)
            case HowTo():
                from kiosk.screens.how_to import HowToPage

                await show(app, HowToPage())
            case None:
                pass
    except VisitOver:
        return
