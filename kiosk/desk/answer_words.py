"""What came of a search, in words: found, not found, or could not ask. The three are never confused."""

from __future__ import annotations

from kiosk.contract.desk.search import DeskAnswer
from kiosk.i18n import Message, Texts, say


def of_answer(texts: Texts, answer: DeskAnswer, found: int) -> Message:
    """Return what stands above the list of what was found, of which `found` things can be opened."""
    comma = texts("desk-comma")
    kinds = comma.join(texts(f"desk-key-{kind.value}") for kind in answer.taken_for)
    missing = comma.join(texts(f"desk-key-{kind.value}") for kind in answer.missing)
    if not answer.taken_for:
        return say("desk-no-key")
    if answer.too_many:
        return say("desk-too-many", kinds=kinds)
    if answer.missing and not found:
        return say("desk-could-not-ask", missing=missing)
    if answer.missing:
        return say("desk-partly", kinds=kinds, count=found, missing=missing)
    if not found:
        return say("desk-nothing", kinds=kinds)
    return say("desk-hits", kinds=kinds, count=found)
