"""What went wrong, with what, and what to do now. Calm: never red, never a code without a sentence."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from kiosk.i18n import Message, say
from kiosk.screens.frame.page import Page
from kiosk.screens.frame.trouble_kinds import TIMED_OUT, UNREACHABLE, UNREAD, Step, TroubleKind
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words, app_of


class TroublePage(Page[Step]):
    """One trouble, its sentences, and one or two steps to choose from."""

    AUTO_FOCUS = "#actions .-primary"
    CSS_PATH = "trouble.tcss"
    can_go_back = False

    def __init__(self, kind: TroubleKind, support_code: str | None = None) -> None:
        super().__init__()
        self._kind, self.support_code = kind, support_code

    def heading(self) -> Message:
        return say(f"trouble-{self._kind.id}-title", **self._kind.arguments)

    def compose_page(self) -> ComposeResult:
        yield Words(say(f"trouble-{self._kind.id}-body", **self._kind.arguments), id="trouble-body")
        yield Words(say(f"trouble-{self._kind.id}-now", **self._kind.arguments), id="trouble-now")
        if self.support_code is not None:
            yield Words(say("trouble-code", code=self.support_code), id="trouble-code")
        else:
            yield Words("trouble-desk", id="trouble-code")
        why = app_of(self).backend_trouble
        if why is not None and self._kind in (UNREACHABLE, TIMED_OUT, UNREAD):
            self.add_class("-troubled")  # the lines move together to make room
            yield Words(say("trouble-staff", why=why), id="trouble-staff")

    def secondary_actions(self) -> list[Action]:
        return [Action(self._label(step), id=f"step-{step.value}") for step in self._kind.steps[1:]]

    def primary_action(self) -> Action:
        step = self._kind.steps[0]
        return Action(self._label(step), "primary", id=f"step-{step.value}")

    def _label(self, step: Step) -> Message:
        return say(f"step-{step.value}", **self._kind.arguments)

    @on(Action.Pressed)
    def _pressed(self, event: Action.Pressed) -> None:
        self.dismiss(Step((event.action.id or "").removeprefix("step-")))
