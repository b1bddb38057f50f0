"""The owner's data (車主修改): what stands there, masked, and a button beside each to change it by itself."""

from __future__ import annotations

from enum import StrEnum

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.contract.owners import Owner
from kiosk.i18n import Message, say
from kiosk.screens.frame.listing import ListingPage
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.paged_rows import PagedRows


class OwnerField(StrEnum):
    """What can be changed. The value ends a message id: `edit-…`."""

    NAME = "name"
    MOBILE = "mobile"
    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105  a field


class OwnerEditPage(ListingPage[OwnerField]):
    """Four rows; one is said to have changed, if one has."""

    AUTO_FOCUS = "#fields Action"
    CSS_PATH = "owner_edit.tcss"

    def __init__(self, owner: Owner, *, changed: OwnerField | None = None) -> None:
        super().__init__()
        self._changed = changed
        self._values = {
            OwnerField.NAME: say("edit-value", value=owner.name),
            OwnerField.MOBILE: say("edit-value", value=owner.mobile),
            OwnerField.EMAIL: say("edit-none") if owner.email is None else say("edit-value", value=owner.email),
            OwnerField.PASSWORD: say("edit-hidden"),
        }

    def heading(self) -> Message:
        return say("edit-title")

    def compose_page(self) -> ComposeResult:
        with PagedRows(id="fields"):
            for field, value in self._values.items():
                with Horizontal(classes="field"):
                    with Vertical(classes="facts"):
                        yield Words(f"edit-{field.value}", classes="label")
                        yield Words(value, classes="value")
                    if field is self._changed:
                        yield Words("edit-changed", classes="changed")
                    yield Action("edit-change", id=field.value)

    def primary_action(self) -> Action:
        return Action("edit-back", "primary", id="back")

    @on(Action.Pressed)
    def _pressed(self, event: Action.Pressed) -> None:
        if event.action.id == "back":
            self.action_back()
        else:
            self.dismiss(OwnerField(event.action.id or ""))
