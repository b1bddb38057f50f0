"""Messages to the owner in words. A kind that a newer backend sends is told of without its words."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.contract.owners import OwnerMessage
from kiosk.i18n import Message, say

KINDS: Mapping[str, tuple[str, ...]] = {
    "password-changed": ("place",),
}
"""The kinds that have words here, and what they are told with."""

_UNKNOWN = "unknown"


def _kind(message: OwnerMessage) -> str:
    known = KINDS.get(message.kind)
    return message.kind if known is not None and set(known) <= message.arguments.keys() else _UNKNOWN


def title(message: OwnerMessage) -> Message:
    """Return what a message is about."""
    return say(f"message-{_kind(message)}-title")


def body(message: OwnerMessage) -> Message:
    """Return what a message says."""
    kind = _kind(message)
    return say(f"message-{kind}-body", **{name: message.arguments[name] for name in KINDS.get(kind, ())})
