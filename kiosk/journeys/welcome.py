"""A visit from its start: the welcome page, and the flow that the visitor chooses there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.journeys.steps import VisitOver, show
from kiosk.screens.welcome.welcome import Pay, Plain, ReadArticles, Task, WelcomePage

if TYPE_CHECKING:
    from kiosk.app import KioskApp
    from kiosk.journeys.connection import Connection


async def welcome(app: KioskApp, connection: Connection) -> None:
    """Serve one visitor, from the welcome page until they leave (idle timeout)."""
    try:
        task = await _begin(app)
        if task is not None:
            # Phone pages and messages that a flow starts are in the language that the screen has at that moment.
            connection.language = lambda: app.texts.language
        match task:
            case Pay():
                # Imported here: the first frame needs neither the client nor the models.
                from kiosk.journeys.guest import let_in
                from kiosk.journeys.pay.pay import pay

                await pay(await let_in(app, connection), task)
            case Plain.SIGN_IN:
                from kiosk.journeys.guest import enrolled
                from kiosk.journeys.register.sign_in import sign_in

                await sign_in(await enrolled(app, connection))
            case Plain.REGISTER:
                from kiosk.journeys.guest import enrolled
                from kiosk.journeys.register.register import register

                await register(await enrolled(app, connection))
            case Plain.HOW_TO:
                from kiosk.screens.frame.how_to import HowToPage

                await show(app, HowToPage())
            case ReadArticles():
                from kiosk.contract.content import ArticleKind
                from kiosk.journeys.guest import let_in
                from kiosk.journeys.read.articles import read_articles

                await read_articles(await let_in(app, connection), ArticleKind(task.column))
            case Plain.BUY_PASS:
                from kiosk.journeys.guest import let_in
                from kiosk.journeys.pay.passes import buy_pass

                await buy_pass(await let_in(app, connection))
            case None:
                pass
    except VisitOver:
        return


async def _begin(app: KioskApp) -> Task | None:
    """Return what somebody comes for; None where the terminal is out of service, once that is over."""
    service = app.service
    if service is None or service.closed is None:
        return await show(app, WelcomePage())
    from kiosk.screens.welcome.closed import ClosedPage

    await show(app, ClosedPage(service, lambda: app.service))
    return None
