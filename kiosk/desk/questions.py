"""Asking the backend from a page of the desk, and saying on that page what came in the way."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from pydantic import ValidationError

from kiosk.api_client.errors import ApiError
from kiosk.desk.screen import DeskScreen
from kiosk.desk.speaks import desk_of
from kiosk.desk.troubles import ends_session, error_message
from kiosk.desk.widgets.notice import Notice
from kiosk.domain.mobile import MobileError
from kiosk.i18n import Message

Answer = TypeVar("Answer")


class AskingScreen(DeskScreen[Answer]):
    """A page with a line for what happened, and questions that do not hold it up."""

    def notice(self, message: Message | str | None) -> None:
        """Say what happened, in the line above the keys."""
        self.query_one("#notice", Notice).tell(message)

    def ask_in(self, group: str, asking: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Ask the backend, in the place of what was asked before in this group; say what came in the way."""

        async def asked() -> None:
            try:
                await asking()
            except ApiError as error:
                if ends_session(error):
                    desk_of(self).session_over()
                else:
                    self.notice(error_message(error))
            except (MobileError, ValidationError):
                # What was found under a number that is none for the contract: no question is asked.
                self.notice("desk-trouble-invalid")

        self.run_worker(asked(), group=group, exclusive=True)
