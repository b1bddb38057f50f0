"""Messages to the owner in words. A kind that a newer backend sends is shown without its words."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.contract.owners import OwnerMessage
from kiosk.domain.service import MESSAGES
from kiosk.i18n import Message, say
from kiosk.wording.date_words import yearless

KINDS: Mapping[str, tuple[str, ...]] = {
    "password-changed": (),
    "password-reset": (),
    "mobile-changed": ("mobile",),
    "identity-linked": (),
    "readmitted": (),
    "number-waits": ("due", "time"),
    "number-stopped": (),
    "number-ended": (),
    "claim-against": ("plate", "number"),
    "claim-lost": ("plate", "number"),
    "claim-granted": ("plate", "number"),
    "claim-refused": ("plate", "number"),
    "claim-dismissed": ("plate", "number"),
    "claim-undone": ("plate", "number"),
    "claim-returned": ("plate", "number"),
    "objection-upheld": ("plate", "number"),
    "objection-rejected": ("plate", "number"),
    "objection-taken-back": ("plate", "number"),
    **MESSAGES,
}
"""The kinds that have words here, and the text of each."""

_UNKNOWN = "unknown"


def _kind(message: OwnerMessage) -> str:
    known = KINDS.get(message.kind)
    return message.kind if known is not None and set(known) <= message.arguments.keys() else _UNKNOWN


def title(message: OwnerMessage) -> Message:
    """Return what a message is about."""
    return _said(message, "title")


def body(message: OwnerMessage) -> Message:
    """Return what a message says."""
    return _said(message, "body")


def _said(message: OwnerMessage, part: str) -> Message:
    kind = _kind(message)
    arguments = {name: message.arguments[name] for name in KINDS.get(kind, ())}
    return say(f"message-{kind}-{part}", **{name: _argument(name, value) for name, value in arguments.items()})


def _argument(name: str, value: str) -> str | Message:
    """Return the text of a message; the day by which to pay comes as `12/09`, and is said in words."""
    return yearless(value) if name == "due" else value
