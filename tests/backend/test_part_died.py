"""A backend that has lost one of its threads ends, so that what started it starts it anew."""

from __future__ import annotations

import contextlib
import os

import pytest
import uvicorn
from fastapi import FastAPI

from kiosk.backend import serve
from kiosk.backend.configuration import ServeOptions
from kiosk.backend.http.connections import Limits
from kiosk.backend.log import Lines
from kiosk.backend.servers import KioskServer, server_config
from kiosk.backend.start_errors import PartDiedError
from kiosk.backend.worker import Worker
from kiosk.commands.exits import Exit
from kiosk.commands.troubles import report
from kiosk.platform.backend_process import embedded
from tests.deploy.programs import DEPLOY

SAID = "A thread of the backend has died, and so it ended: it is to be started anew.\n"


def test_a_backend_whose_worker_has_died_ends_and_says_why(
    sqlite_demo_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "open_log", lambda: None)
    # It would change when this whole process collects garbage.
    monkeypatch.setattr(serve, "forgetting", contextlib.nullcontext)
    # Its watchdog would end this process.
    monkeypatch.setattr(KioskServer, "shutdown", uvicorn.Server.shutdown)
    # As after an error that nothing catches: the thread is over, though the worker was not to stop.
    monkeypatch.setattr(Worker, "_run", lambda _: None)
    with pytest.raises(PartDiedError) as died:
        serve.main(ServeOptions(port=0, demo=True, database_url=sqlite_demo_url))
    capsys.readouterr()
    assert report(died.value) == Exit.FAILED
    assert capsys.readouterr().err == SAID


def test_one_that_does_not_come_to_its_end_is_ended_as_one_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    read, write = os.pipe()
    config = server_config(FastAPI(), Limits(1, 1))
    server = KioskServer(config, lambda: None, Lines(write), lambda: None, lambda: True)
    server._end_now()
    server.died = True
    server._end_now()
    os.close(read)
    os.close(write)
    assert ended == [Exit.DONE, Exit.FAILED]


def test_what_started_it_starts_it_anew() -> None:
    unit = (DEPLOY / "kiosk-backend.service").read_text(encoding="utf-8")
    assert "\nRestart=always\n" in unit
    assert Exit.FAILED not in embedded._TROUBLES
