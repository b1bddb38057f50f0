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


def player() -> tuple[str, ...] | None:
    """Return the command that plays a file, None where there is none."""
    for program, *options in PLAYERS:
        found = shutil.which(program)
        if found is not None:
            return found, *options
    return None


async def play(wav: bytes) -> bool:
    """Play a sound to its end, or until cancelled; return False if this machine cannot."""
    command = player()
    if command is None:
        return False
    path = await asyncio.to_thread(_written, wav)
    try:
        process = await asyncio.create_subprocess_exec(*command, path, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)
        try:
            return await process.wait() == 0
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    except OSError:
        return False
    finally:
        path.unlink(missing_ok=True)


def _written(wav: bytes) -> Path:
    """Return a file of this user alone that holds the sound: not every player reads from a pipe."""
    handle, name = tempfile.mkstemp(prefix="kiosk-", suffix=".wav")
    with os.fdopen(handle, "wb") as file:
        file.write(wav)
    return Path(name)
