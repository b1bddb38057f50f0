"""A claim is made (申請認定): its number in large letters, and what to bring to the counter."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding

from kiosk.contract.vehicles import Claim
from kiosk.i18n import Message, say
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.big_figure import BigFigure
from kiosk.widgets.ground.paragraphs import Paragraphs
from kiosk.widgets.ground.words import Words
from kiosk.wording.vehicle_words import named


class ClaimPage(Page[None]):
    """Nothing is said of the owner who has bound the plate."""

    CSS_PATH = "claim.tcss"
    BINDINGS = [Binding("enter", "back", show=False)]

    def __init__(self, claim: Claim) -> None:
        super().__init__()
        self._claim = claim

    def heading(self) -> Message:
        return say("claim-title", vehicle=named(self._claim.vehicle))

    def compose_page(self) -> ComposeResult:
        yield Words("claim-number", classes="label")
        yield BigFigure(self._claim.number, id="number")
        yield Paragraphs([say(f"claim-now-{step}") for step in range(1, 4)], bullet="・ ", airy=True)

    def primary_action(self) -> Action:
        return Action("claim-back", "primary", id="back")

    def on_action_pressed(self) -> None:
        self.action_back()
