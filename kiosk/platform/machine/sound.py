"""Playing a sound with a program of the machine: there is one on nearly every desktop, and none on many servers."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from asyncio.subprocess import DEVNULL
from pathlib import Path

PLAYERS = (("paplay",), ("aplay", "-q"), ("afplay",))
"""Of PulseAudio and PipeWire, of ALSA, and of macOS; each takes the name of a WAV file."""


def players() -> list[tuple[str, ...]]:
    """Return the commands of this machine that play a file, the likeliest first."""
    return [(found, *options) for program, *options in PLAYERS if (found := shutil.which(program)) is not None]


async def play(wav: bytes) -> bool:
    """Play a sound to its end, or until cancelled; return False if this machine cannot.

    A player may be there without what it plays on, PulseAudio's without its server: then the next one is tried.
    """
    commands = players()
    if not commands:
        return False
    path = await asyncio.to_thread(_written, wav)
    try:
        for command in commands:
            if await _played(command, path):
                return True
        return False
    finally:
        path.unlink(missing_ok=True)


async def _played(command: tuple[str, ...], path: Path) -> bool:
    try:
        process = await asyncio.create_subprocess_exec(*command, path, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)
    except OSError:
        return False
    try:
        return await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _written(wav: bytes) -> Path:
    """Return a file, private to this user, with the sound: not every player reads from a pipe."""
    handle, name = tempfile.mkstemp(prefix="kiosk-", suffix=".wav")
    with os.fdopen(handle, "wb") as file:
        file.write(wav)
    return Path(name)
