"""Commands as a shell runs them: arguments in; exit code, standard output and standard error out."""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import structlog
import typer.main

from kiosk.api_client import Timing
from kiosk.cli import app
from kiosk.platform.terminal import streams
from tests.patience import PATIENCE


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def tree_made_once() -> Iterator[None]:
    """Make the tree of all commands once for a run, as a process does: it takes longer than what most of them do."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(typer.main, "get_command", functools.cache(typer.main.get_command))
        yield


@pytest.fixture(autouse=True)
def passwords_are_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a clerk's password hashed in no time, as the backends of the tests have it; in earnest it takes a while."""
    from kiosk.backend.proof.passwords import Passwords
    from tests.live_backend import CHEAP_PASSWORDS

    begin = Passwords.__init__
    memory, passes = CHEAP_PASSWORDS["password_memory"], CHEAP_PASSWORDS["password_passes"]
    monkeypatch.setattr(Passwords, "__init__", lambda self, **_: begin(self, memory=memory, passes=passes))


@pytest.fixture
def kiosk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tree_made_once: None) -> Iterator[Run]:
    """Run a command in this process, in English, with a text on its standard input, or bytes that may be none."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    before = structlog.get_config()
    # A backend in this process logs to standard output unless set otherwise; as a process it does not.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.__stderr__))
    for name in ("KIOSK_BACKEND", "KIOSK_DEVICE_TOKEN", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, typed: str | bytes = "") -> Ran:
        if isinstance(typed, str):
            monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        else:
            # As Python opens it in C.UTF-8; the other locales are stricter.
            let_through = io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8", errors="surrogateescape")
            monkeypatch.setattr(sys, "stdin", let_through)
            streams.prepare_input()
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            app(list(arguments), prog_name="kiosk")
        code = ended.value.code
        out, err = capsys.readouterr()
        return Ran(int(code or 0), out, err)

    yield run
    structlog.configure(**before)


_TIMING = ("kiosk.api_client.Timing", "kiosk.api_client.client.Timing")
"""Where commands take theirs from, and where the client does where they ask for nothing else."""


@pytest.fixture
def patient_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have commands wait for a backend that is there as long as that takes on a busy machine.

    Their own limits are for one that is not there; a test of that goes without this, or is `hasty`.
    """

    def patient(**given: float) -> Timing:
        # A backend beside us is waited for as long as it lives: longer still.
        starting = max(PATIENCE, given.get("starting", 0.0))
        return Timing(**{**given, "starting": starting, "probe_within": PATIENCE})

    for name in _TIMING:
        monkeypatch.setattr(name, patient)


@pytest.fixture
def hasty(patient_client: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what takes the patience away again, once the backend has gone."""

    def in_haste() -> None:
        for name in _TIMING:
            monkeypatch.setattr(name, Timing)

    return in_haste
