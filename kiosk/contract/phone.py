"""The demo's phone: messages that would have gone out through a gateway. It exists in the demo only."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import Id, Label, Moment, Wire


class PhoneMessage(Wire):
    """One text message."""

    id: Id
    to: Label
    """Masked: `0912-***-678`."""
    text: Annotated[str, Field(max_length=500)]
    at: Moment


class PhoneMessages(Wire):
    """Newest last; at most the last twenty that were sent because of this device, or of none."""

    messages: tuple[PhoneMessage, ...]
