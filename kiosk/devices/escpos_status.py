"""What a receipt printer says of itself: the answers to DLE EOT, "transmit real-time status" in Epson's reference."""

from __future__ import annotations

from kiosk.devices.port import Status

OFFLINE, FAULT, PAPER = 2, 3, 4
"""What can be asked: why it is offline, what its fault is, how its paper is."""

_FIXED, _FIXED_IS = 0b1001_0011, 0b0001_0010
"""Bits that are the same in every such answer."""
_COVER, _STOPPED, _FAULT = 0x04, 0x20, 0x40
_NEAR_END, _END = 0x0C, 0x60


def is_answer(byte: int) -> bool:
    """Say whether a byte can be an answer."""
    return byte & _FIXED == _FIXED_IS


def status_of(offline: int | None, fault: int | None, paper: int | None) -> Status:
    """Return how a printer is by its three answers, None for one that did not come.

    >>> status_of(0x12, 0x12, 0x72)
    <Status.OUT: 'out'>
    """
    answers = [byte if byte is not None and is_answer(byte) else None for byte in (offline, fault, paper)]
    if all(byte is None for byte in answers):
        return Status.UNKNOWN
    offline, fault, paper = (_FIXED_IS if byte is None else byte for byte in answers)
    if offline & _COVER:
        return Status.COVER_OPEN
    if paper & _END or offline & _STOPPED:
        return Status.OUT
    if offline & _FAULT or fault & 0x6C:
        # The cutter, or a fault that passes by itself or not: staff have to see to it.
        return Status.JAM
    if answers[2] is None:
        return Status.UNKNOWN
    return Status.LOW if paper & _NEAR_END else Status.OK
