"""Every command, with arguments that take it as far as its surroundings let it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from kiosk.cli import app

UNREACHABLE = "http://127.0.0.1:9"
"""Where no backend is."""

ARTICLE = """\
---
kind: notice
slug: road-works
language: zh-TW
title: 道路施工
published: 2026-11-02
---

Text.
"""

TICKETS = """\
number,plate,type,parked_at,left_at,rate,fee
Q7158601D030025,BKZ-5937,car,2026-11-02 09:30,2026-11-02 11:30,car-hourly-20,50
"""


OFFICES = """\
code,name,name_en,phone,hours,nearest
songshan,松山停車服務中心,Songshan Parking Service Centre,02-2726-9600,Mo-Fr 08:30-17:30,
"""


def commands(folder: Path) -> dict[tuple[str, ...], tuple[tuple[str, ...], str]]:
    """Return, by each command's name, its arguments and what is typed; files that they name are made in `folder`."""
    (folder / "article.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "tickets.csv").write_text(TICKETS, encoding="utf-8")
    (folder / "offices.csv").write_text(OFFICES, encoding="utf-8")
    (folder / "statement.csv").write_text("provider,reference,kind,order,amount,at\n", encoding="utf-8")
    statement = ("--date", "2026-11-02", "--statement", str(folder / "statement.csv"), "--provider", "jkopay")
    return {
        ("run",): ((), ""),
        ("serve",): (("--port", "0"), ""),
        ("desk",): (("--backend", UNREACHABLE), ""),
        ("lookup",): (("BKZ-5937", "--type", "car", "--backend", UNREACHABLE, "--no-input", "--json"), ""),
        ("explain",): (("Q7158601D030025", "--backend", UNREACHABLE, "--no-input"), ""),
        ("qr",): (("-",), "HTTPS://PAY.EXAMPLE.TW/P/ABCDEFGH"),
        ("doctor",): (("--json", "--backend", UNREACHABLE), ""),
        ("settings",): ((), ""),
        ("openapi",): ((), ""),
        ("logs", "tail"): (("-",), '{"event":"started"}\n'),
        ("db", "upgrade"): ((), ""),
        ("db", "seed"): (("--vehicles", "1"), ""),
        ("trigger",): (("payment.unknown",), ""),
        ("db", "backup"): ((str(folder / "copy.sqlite3"),), ""),
        ("db", "check"): ((str(folder / "copy.sqlite3"),), ""),
        ("db", "restore"): ((str(folder / "copy.sqlite3"), "--replace"), ""),
        ("terminal", "add"): (("Songshan, window 3",), ""),
        ("terminal", "invite"): (("Songshan, window 4",), ""),
        ("terminal", "enrol"): (("--backend", UNREACHABLE), "7KQM-3W9P-X2AB\n"),
        ("terminal", "list"): (("--json",), ""),
        ("terminal", "revoke"): (("no-such-id",), ""),
        ("terminal", "store"): (("--backend", UNREACHABLE), "token\n"),
        ("terminal", "move"): (("no-such-id", "--office", ""), ""),
        ("office", "import"): ((str(folder / "offices.csv"),), ""),
        ("office", "list"): (("--json",), ""),
        ("office", "show"): (("songshan",), ""),
        ("fleet", "list"): (("--json",), ""),
        ("fleet", "show"): (("no-such-id",), ""),
        ("fleet", "watch"): ((), ""),
        ("fleet", "close"): (("no-such-id", "--reason", "repair"), ""),
        ("fleet", "open"): (("no-such-id",), ""),
        ("fleet", "settle"): (("no-such-id",), ""),
        ("printer", "test"): ((), ""),
        ("gateway", "check"): ((UNREACHABLE,), ""),
        ("gateway", "simulate"): (("--port", "0"), ""),
        ("support",): (("S-2345678",), ""),
        ("claim", "list"): (("--json",), ""),
        ("claim", "grant"): (("1",), ""),
        ("claim", "refuse"): (("1",), ""),
        ("claim", "undo"): (("1",), ""),
        ("owner", "readmit"): ((), "0912-345-678\n"),
        ("staff", "add"): (("lin.yl", "--role", "clerk"), "a password of the tests\n"),
        ("staff", "suspend"): (("nobody",), ""),
        ("staff", "roles"): (("nobody", "--role", "viewer"), ""),
        ("staff", "move"): (("nobody", "--office", ""), ""),
        ("staff", "list"): (("--json",), ""),
        ("audit", "verify"): ((), ""),
        ("audit", "money"): ((), ""),
        ("audit", "review"): ((), ""),
        ("content", "import"): ((str(folder / "article.md"),), ""),
        ("content", "list"): (("--json",), ""),
        ("flood", "announce"): (("tamsui", "--clear-by", "2999-01-01T00:00+08:00"), ""),
        ("reconcile",): (statement, ""),
        ("day-close",): (("--date", "2026-11-28"), ""),
        ("difference", "list"): ((), ""),
        ("difference", "take"): (("1", "--owner", "nobody"), ""),
        ("difference", "close"): (("1", "--outcome", "explained"), ""),
        ("tickets", "import"): ((str(folder / "tickets.csv"),), ""),
    }


def names() -> set[tuple[str, ...]]:
    """Return the name of each command that the command line has, as its words."""
    return set(_leaves(get_command(app), ()))


def _leaves(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield words
        return
    for name, one in inner.items():
        if not getattr(one, "hidden", False):  # a name from before
            yield from _leaves(one, (*words, name))
