"""What a disk may hold after the power has gone: everything that was synced, and any part of what was not."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

_HEAD = struct.Struct("=cBqi")
_SECTOR = 512
"""Bytes that a disk writes whole or not at all."""

DATABASE, WAL, JOURNAL = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry of the recorder's file."""

    what: str
    file: int
    number: int
    """The offset of a write, the new length of a truncation, the number of what was acknowledged."""
    data: bytes


def read(record: bytes) -> Iterator[Operation]:
    """Yield what was recorded; raise `ValueError` if the record does not end with an entry."""
    at = 0
    while at < len(record):
        if at + _HEAD.size > len(record):
            raise ValueError("the record ends in the middle of an entry")
        what, file, number, length = _HEAD.unpack_from(record, at)
        at += _HEAD.size
        data = record[at : at + length]
        if len(data) != length:
            raise ValueError("the record ends in the middle of an entry")
        at += length
        yield Operation(what.decode(), file, number, data)


class Disk:
    """The files as they are for certain, and what has been written since without a sync."""

    def __init__(self) -> None:
        self.synced = {file: bytearray() for file in (DATABASE, WAL, JOURNAL)}
        self.pending: dict[int, list[Operation]] = {file: [] for file in self.synced}

    def follow(self, operation: Operation) -> None:
        file = operation.file
        match operation.what:
            case "s":
                for waiting in self.pending[file]:
                    _apply(self.synced[file], waiting)
                self.pending[file] = []
            case "u":
                # Later writes are to a new file. That the old one may come back is the journal's matter: we use none.
                self.synced[file] = bytearray()
                self.pending[file] = []
            case "w" | "t":
                self.pending[file].append(operation)

    def cut(self, chance: Random) -> dict[int, bytearray]:
        """Return what may be found afterwards: of each write that was not synced, whatever the disk got to."""
        got_to = chance.choice((_sectors, _sectors, _nothing, _beginning, _torn, _everything))
        found: dict[int, bytearray] = {}
        for file, synced in self.synced.items():
            found[file] = bytearray(synced)
            for operation in got_to(self.pending[file], chance):
                _apply(found[file], operation)
        return found


def _apply(content: bytearray, operation: Operation) -> None:
    if operation.what == "t":
        if len(content) > operation.number:
            del content[operation.number :]
        else:
            content.extend(bytes(operation.number - len(content)))
        return
    end = operation.number + len(operation.data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[operation.number : end] = operation.data


def _nothing(pending: list[Operation], chance: Random) -> list[Operation]:
    return []


def _everything(pending: list[Operation], chance: Random) -> list[Operation]:
    return pending


def _beginning(pending: list[Operation], chance: Random) -> list[Operation]:
    return pending[: chance.randrange(len(pending) + 1)]


def _torn(pending: list[Operation], chance: Random) -> list[Operation]:
    """All of it, the last write in part."""
    if not pending or pending[-1].what != "w":
        return pending
    last = pending[-1]
    return [*pending[:-1], Operation("w", last.file, last.number, last.data[: chance.randrange(len(last.data) + 1)])]


def _sectors(pending: list[Operation], chance: Random) -> list[Operation]:
    """Each sector or not, whatever the order in which they were written."""
    kept: list[Operation] = []
    for operation in pending:
        if operation.what != "w":
            if chance.random() < 0.5:
                kept.append(operation)
            continue
        for begin in range(0, len(operation.data), _SECTOR):
            if chance.random() < 0.5:
                part = operation.data[begin : begin + _SECTOR]
                kept.append(Operation("w", operation.file, operation.number + begin, part))
    return kept
