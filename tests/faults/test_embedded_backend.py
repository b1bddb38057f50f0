"""The embedded backend is started, given its secrets, started again when it dies, and taken along at the end."""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.i18n import Texts
from kiosk.languages import LANGUAGES
from kiosk.platform.backend_process.backend_log import LIMIT, LONGEST_SHOWN, append, redacted
from kiosk.platform.backend_process.embedded import (
    LONGEST_PAUSE,
    STEADY,
    EmbeddedBackend,
    PortTakenError,
    Trouble,
    sentence,
)
from tests.clock import START, ManualClock

FAKE = (sys.executable, "-m", "tests.faults.fake_backend")


class Pauses:
    """Records how long the supervisor wants to wait; lets the first `number` pass, then holds it."""

    def __init__(self, number: int) -> None:
        self.asked: list[float] = []
        self.held = asyncio.Event()
        self._number = number

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        if len(self.asked) >= self._number:
            self.held.set()
            await asyncio.Event().wait()


@asynccontextmanager
async def supervised(backend: EmbeddedBackend) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(backend.supervise())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task})


async def asked(backend: EmbeddedBackend) -> dict[str, Any]:
    """Return what the fake says about itself; the socket listens from the beginning, so this waits for it."""
    port = int(backend.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return dict(json.loads(answer))


def kill(pid: int) -> None:
    """Kill a process, and wait until it is dead: a dying one may still take the next connection with it."""
    watched = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    assert select.select([watched], [], [], 10)[0]
    os.close(watched)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_secrets_go_through_a_pipe_and_stand_nowhere_else(clock: ManualClock) -> None:
    backend = EmbeddedBackend(clock, demo=True, seed=7, clock_start=START, command=FAKE)
    async with supervised(backend):
        seen = await asked(backend)
    token = backend.secrets.device_token
    assert seen["secrets"] == {"device_token": token, "provider_secret": backend.secrets.provider_secret}
    assert len(token) >= 43
    assert "--demo" in seen["arguments"]
    assert "--lan" not in seen["arguments"]
    assert seen["arguments"][-4:] == ["7", "--demo", "--clock", START.isoformat()]
    assert token not in json.dumps([seen["arguments"], seen["environment"]])
    assert token not in repr(backend.secrets)


async def test_a_desk_has_a_socket_of_its_own_and_what_it_passes_down_goes_through_the_pipe(clock: ManualClock) -> None:
    backend = EmbeddedBackend(clock, command=FAKE, desk=True, secrets={"trial_password": "canary"})
    assert backend.desk_url.startswith("http://127.0.0.1:")
    assert backend.desk_url != backend.url
    async with supervised(backend):
        seen = await asked(backend)
    assert seen["secrets"]["trial_password"] == "canary"
    assert "--desk-fd" in seen["arguments"]
    assert "canary" not in json.dumps([seen["arguments"], seen["environment"]]) + repr(backend.secrets)


async def test_without_a_desk_no_staff_are_let_in(clock: ManualClock) -> None:
    backend = EmbeddedBackend(clock, command=FAKE)
    async with supervised(backend):
        assert "--desk-fd" not in (await asked(backend))["arguments"]
    assert backend.desk_url == ""


async def test_each_start_of_the_kiosk_has_secrets_of_its_own(clock: ManualClock) -> None:
    one, other = EmbeddedBackend(clock, command=FAKE), EmbeddedBackend(clock, command=FAKE)
    assert one.secrets != other.secrets
    for backend in (one, other):
        backend.close()


async def test_it_is_taken_along_when_the_kiosk_ends(clock: ManualClock) -> None:
    backend = EmbeddedBackend(clock, command=FAKE)
    async with supervised(backend):
        seen = await asked(backend)
        assert alive(seen["pid"])
    assert not alive(seen["pid"])


async def test_it_is_made_to_end_when_it_does_not_want_to(clock: ManualClock) -> None:
    backend = EmbeddedBackend(clock, command=(*FAKE, "--stubborn"))
    async with supervised(backend):
        seen = await asked(backend)
    assert not alive(seen["pid"])


async def test_after_it_died_it_is_started_again_at_the_same_address(clock: ManualClock) -> None:
    pauses = Pauses(2)
    backend = EmbeddedBackend(clock, command=FAKE, pause=pauses)
    async with supervised(backend):
        first = await asked(backend)
        kill(first["pid"])
        second = await asked(backend)
        assert second["pid"] != first["pid"]
        assert second["secrets"] == first["secrets"]
        assert backend.starts == 2


async def test_the_pauses_between_starts_double_up_to_half_a_minute(clock: ManualClock) -> None:
    pauses = Pauses(9)
    backend = EmbeddedBackend(clock, command=("/bin/false",), pause=pauses)
    async with supervised(backend):
        await pauses.held.wait()
    assert pauses.asked == [0.5, 1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]


async def test_a_backend_that_lived_long_is_started_again_at_once(clock: ManualClock) -> None:
    pauses = Pauses(3)
    backend = EmbeddedBackend(clock, command=FAKE, pause=pauses)
    async with supervised(backend):
        for life in (STEADY - 1, STEADY - 1, STEADY + 1):
            seen = await asked(backend)
            clock.advance(life)
            kill(seen["pid"])
        await pauses.held.wait()
    assert pauses.asked == [0.5, 1, 0.5]


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (0, Trouble.UNKNOWN),
        (1, Trouble.UNKNOWN),
        (2, Trouble.SETTINGS),
        (3, Trouble.PORT),
        (4, Trouble.DISK),
        (5, Trouble.DATABASE),
    ],
)
async def test_its_exit_code_says_what_is_wrong(clock: ManualClock, code: int, trouble: Trouble) -> None:
    pauses = Pauses(1)
    backend = EmbeddedBackend(clock, command=(*FAKE, "--exit", str(code)), pause=pauses)
    seen: list[Trouble | None] = []
    task = asyncio.create_task(backend.supervise(lambda: seen.append(backend.trouble)))
    await pauses.held.wait()
    task.cancel()
    await asyncio.wait({task})
    assert seen == [trouble]


LAST_WORDS = "provider_secret is not set for BKZ-5937 at 0912345678\x1b[31m"


@pytest.mark.parametrize(
    ("code", "written", "said"),
    [
        (2, [LAST_WORDS], "provider_secret is not set for … at …\\x1b[31m"),
        (2, ["These settings are not good enough.", LAST_WORDS, '{"event": "ended"}', ""], redacted(LAST_WORDS)),
        (4, ["/home/office/data cannot be used."], "~/data cannot be used."),
        (5, ["word " * 1000], ("word " * 1000)[: LONGEST_SHOWN - 1] + "…"),
        (1, ["A fault of the program ended it."], "A fault of the program ended it."),
        (2, [], ""),
        (-9, ["There are no tickets yet."], ""),  # what it said long before it was killed is not why
    ],
)
async def test_its_last_sentence_is_there_for_the_staff_and_holds_nothing_of_a_person(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch, code: int, written: list[str], said: str
) -> None:
    monkeypatch.setenv("HOME", "/home/office")
    ends = f"sys.exit({code})" if code >= 0 else f"os.kill(os.getpid(), {-code})"
    program = (
        f"import os, sys; sys.stderr.write({''.join(line + chr(10) for line in written)!r}); sys.stderr.flush(); {ends}"
    )
    pauses = Pauses(1)
    backend = EmbeddedBackend(clock, command=(sys.executable, "-c", program), pause=pauses)
    async with supervised(backend):
        await pauses.held.wait()
    assert backend.said == said
    assert backend.trouble is not None
    for language in LANGUAGES:
        assert said in Texts(language)(sentence(backend.trouble, backend.said))


async def test_what_it_writes_is_kept_without_personal_data(clock: ManualClock, tmp_path: Path) -> None:
    pauses = Pauses(1)
    backend = EmbeddedBackend(clock, command=(*FAKE, "--exit", "1"), pause=pauses)
    async with supervised(backend):
        await pauses.held.wait()
    written = (tmp_path / "log" / "backend.log").read_text()
    assert "INFO plate … of … \\x1b[31mtoken: …" in written
    assert "backend ended with 1" in written
    assert len(written) < 10_000


async def test_a_full_disk_does_not_stop_it(clock: ManualClock, tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    backend = EmbeddedBackend(clock, command=FAKE)
    async with supervised(backend):
        assert (await asked(backend))["pid"]


async def test_a_port_in_use_is_said_at_once(clock: ManualClock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PortTakenError):
        EmbeddedBackend(clock, port=taken.getsockname()[1], command=FAKE)


async def test_only_with_lan_it_listens_to_the_network_and_there_only_for_phones(clock: ManualClock) -> None:
    for lan in (False, True):
        backend = EmbeddedBackend(clock, lan=lan, command=FAKE)
        assert backend.address[0] == "127.0.0.1"
        assert (backend._phones is not None) is lan
        if backend._phones is not None:
            assert backend._phones.getsockname()[0] == "0.0.0.0"  # noqa: S104  asked for
            assert backend._phones.getsockname()[1] != backend.address[1]
        backend.close()


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("GET /v1/payments/01J 200", "GET /v1/payments/01J 200"),
        ("2026-11-23T10:28:00+08:00 INFO started", "2026-11-23T10:28:00+08:00 INFO started"),
        ("ABC-1234 and 1234-AB and 0912345678", "… and … and …"),
        ("request 3f2b8c1de0a94b7d8c1de0a94b7d0912 failed", "request 3f2b8c1de0a94b7d8c1de0a94b7d0912 failed"),
        ("Authorization: Bearer abcdefgh12345678", "Authorization: Bearer …"),
        ("K-4F2A9C and S-7ZK3M0W and S-1234567", "K-4F2A9C and S-7ZK3M0W and S-1234567"),
        ("a\x1b]52;c;b3duZWQ=\x07b", "a\\x1b]52;c;b3duZWQ=\\x07b"),
    ],
)
def test_lines_are_kept_without_what_looks_like_a_person(line: str, kept: str) -> None:
    assert redacted(line) == kept


def test_the_log_is_only_for_this_user_and_does_not_grow_for_ever(tmp_path: Path) -> None:
    append("one")
    path = tmp_path / "log" / "backend.log"
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"x" * (LIMIT + 1))
    append("two")
    assert path.stat().st_size < 1000
    assert sorted(file.name for file in path.parent.iterdir()) == ["backend.log", "backend.log.1"]
