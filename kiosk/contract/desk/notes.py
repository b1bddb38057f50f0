"""What staff type freely, as requests carry it."""

from __future__ import annotations

from pydantic import AfterValidator

from kiosk.domain import free_note


def noted(most: int) -> AfterValidator:
    """Return what tidies a note of at most so many characters, and refuses one by which a person can be known."""

    def kept(text: str) -> str:
        tidy = free_note.tidied(text)
        if free_note.fault_of(tidy, most) is not None:
            raise ValueError("a note holds no number of an identity card, a payment card or a mobile phone")
        return tidy

    return AfterValidator(kept)
