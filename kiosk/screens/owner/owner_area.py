"""The owner's area (車主專區): what an owner can do, and the way out of it."""

from __future__ import annotations

from enum import StrEnum

from textual import on
from textual.app import ComposeResult

from kiosk.contract.owners import Owner
from kiosk.i18n import Message, say
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.menu import Item, Menu


class OwnerTask(StrEnum):
    """What an owner came for. The value ends a message id: `area-…`."""

    BILLS = "bills"
    """繳費查詢."""
    VEHICLES = "vehicles"
    """綁定車輛."""
    MESSAGES = "messages"
    """車主訊息."""
    PAID = "paid"
    """已繳記錄."""
    EDIT = "edit"
    """車主修改."""
    HISTORY = "history"
    """歷程記錄."""
    IDENTITIES = "identities"
    """第三方帳號綁定."""
    CLOSING = "closing"
    """註銷車主."""
    SIGN_OUT = "sign-out"
    """登出."""


_ON_MENU = (
    OwnerTask.BILLS,
    OwnerTask.VEHICLES,
    OwnerTask.MESSAGES,
    OwnerTask.PAID,
    OwnerTask.EDIT,
    OwnerTask.HISTORY,
    OwnerTask.IDENTITIES,
)


class OwnerAreaPage(Page[OwnerTask]):
    """One heavy tile for what most owners come for, light ones for the rest; signing out has the way on's place."""

    AUTO_FOCUS = "#menu"
    CSS_PATH = "owner_area.tcss"
    can_go_back = False

    def __init__(self, owner: Owner, *, linking: bool) -> None:
        """Show what `owner` can do; `linking` says whether accounts elsewhere can be linked here."""
        super().__init__()
        self._owner, self._linking = owner, linking

    def heading(self) -> Message:
        return say("area-title", name=self._owner.name, mobile=self._owner.mobile)

    def compose_page(self) -> ComposeResult:
        offered = [task for task in _ON_MENU if self._linking or task is not OwnerTask.IDENTITIES]
        yield Menu([self._item(task) for task in offered], columns=3, id="menu")

    def _item(self, task: OwnerTask) -> Item:
        more = say(f"area-{task.value}-more")
        if task is OwnerTask.MESSAGES and self._owner.unread:
            more = say("area-unread", count=self._owner.unread)
        return Item(task.value, say(f"area-{task.value}"), more, heavy=task is OwnerTask.BILLS)

    def secondary_actions(self) -> list[Action]:
        return [Action("area-closing", id="closing")]

    def primary_action(self) -> Action:
        return Action("area-sign-out", id="sign-out")

    @on(Menu.Chosen, "#menu")
    def _chosen(self, event: Menu.Chosen) -> None:
        self.dismiss(OwnerTask(event.name))

    @on(Action.Pressed)
    def _pressed(self, event: Action.Pressed) -> None:
        self.dismiss(OwnerTask(event.action.id or ""))
