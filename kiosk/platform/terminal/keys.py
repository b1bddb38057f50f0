"""What a key of a keyboard or a scanner means where something is typed."""

from __future__ import annotations

from textual import events


def rubs_out(event: events.Key) -> bool:
    """Whether a key takes the last character away; there is no cursor that another one could stand after."""
    return event.key in {"backspace", "delete"}


def typed(event: events.Key) -> str | None:
    """Return the character that a key types; None for a blank, which presses, and for a key that types nothing."""
    character = event.character
    return character if character and event.is_printable and not character.isspace() else None
