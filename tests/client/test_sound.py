"""Playing a sound with whatever program the machine has."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

import pytest

from kiosk.platform.machine import sound

WAV = b"RIFF of a sound"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder in which programs are found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return folder


def install(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in folder.parent.glob("kiosk-*")]


async def test_a_player_is_given_the_sound_and_nothing_is_left_behind(programs: Path) -> None:
    install(programs, "aplay", f'/bin/cat "$2" > {programs}/heard; echo "$1" > {programs}/options')
    assert await sound.play(WAV)
    assert (programs / "heard").read_bytes() == WAV
    assert (programs / "options").read_text() == "-q\n"
    assert left_behind(programs) == []


async def test_without_a_player_it_says_that_there_is_no_sound(programs: Path) -> None:
    assert sound.players() == []
    assert not await sound.play(WAV)
    assert left_behind(programs) == []


async def test_a_player_that_fails_played_nothing(programs: Path) -> None:
    install(programs, "paplay", "exit 1")
    assert not await sound.play(WAV)
    (programs / "paplay").write_text("no program at all")
    assert not await sound.play(WAV)
    assert left_behind(programs) == []


async def test_a_player_without_what_it_plays_on_leaves_it_to_the_next_one(programs: Path) -> None:
    install(programs, "paplay", "exit 1")
    install(programs, "aplay", f'/bin/cat "$2" > {programs}/heard')
    assert await sound.play(WAV)
    assert (programs / "heard").read_bytes() == WAV


async def test_a_sound_that_no_one_waits_for_any_more_ends(programs: Path) -> None:
    started = programs / "started"
    os.mkfifo(started)
    install(programs, "afplay", f"echo $$ > {started}; exec /bin/sleep 600")
    playing = asyncio.create_task(sound.play(WAV))
    process = int(await asyncio.to_thread(started.read_text))
    playing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await playing
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert left_behind(programs) == []
