"""What gives a plate away in a text that holds random ids too: any three letters of a plate can stand in those."""

from __future__ import annotations


def traces_of(plate: str) -> tuple[str, str]:
    """Return a plate as people write it (`BKZ-5937`) and as programs do (`BKZ5937`)."""
    return plate, plate.replace("-", "")


def gives_away(text: str, plate: str) -> bool:
    """Say whether a text has a plate, in either of the ways that plates are written."""
    return any(trace in text for trace in traces_of(plate))
