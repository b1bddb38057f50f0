"""The two buttons that look a plate up: as a car, and as a motorcycle."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from kiosk.domain.plate import VehicleType
from kiosk.i18n import say
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import texts_of

_MORE = {VehicleType.MOTORCYCLE: "vehicle-motorcycle-more"}
"""What the name of a type does not say of itself."""


class LookUp(Action):
    """Looks a plate up as one type. Its words stand on one line, or on two where one is too narrow."""

    DEFAULT_CSS = """
    LookUp {
        width: 1fr;
        &.-primary, &.-primary.-held { padding: 0 1; }
        &.-primary:focus { padding: 0; }
        &.-primary.-aside { background: $panel; color: $foreground; }
        &.-primary.-aside:focus { border: heavy $focus; }
        &.-primary:disabled { border: none; background: $surface; color: $muted; }
    }
    """

    def __init__(self, type: VehicleType) -> None:
        super().__init__(f"plate-look-up-{type.value}", "primary", id=f"look-up-{type.value}")
        self.type = type

    def lead(self, leads: bool) -> None:
        """Be the one that Enter takes, or one of two; or stand aside for the other."""
        self.set_class(not leads, "-aside")

    def render(self) -> Content:
        texts = texts_of(self)
        what = texts(self._message)
        if (id := _MORE.get(self.type)) is None:
            return Content(what)
        more = texts(id)
        one = texts(say("plate-look-up-with", what=what, more=more))
        return Content(one if cell_len(one) <= self.content_size.width else f"{what}\n{more}")
