"""What each process loads. import-linter holds the arrows; here a process is started and looked at."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
from collections.abc import Mapping

import pytest

from tests.patience import PATIENCE
from tests.source import PACKAGE, imported, modules

SCREEN_SIDE = (
    "kiosk.start", "kiosk.app", "kiosk.desk", "kiosk.journeys", "kiosk.screens", "kiosk.widgets", "kiosk.api_client",
)  # fmt: skip


def loaded(code: str) -> set[str]:
    """Run Python code in a process of its own and return the names of all modules that it loaded."""
    script = f"import sys, json\n{code}\nprint('\\n' + json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stdout.splitlines()[-1]))


def belonging(names: set[str], *packages: str) -> list[str]:
    return sorted(name for name in names if name.split(".")[0] in packages or name in packages)


def module_names(*prefixes: str) -> list[str]:
    names = [
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(PACKAGE.rglob("*.py"))
    ]
    return [name for name in names if any(name == p or name.startswith(p + ".") for p in prefixes)]


@pytest.mark.long
def test_the_process_that_draws_the_screen_never_loads_the_backend() -> None:
    everything = module_names(*SCREEN_SIDE)
    assert len(everything) > 20
    names = loaded("\n".join(f"import {name}" for name in everything))
    assert belonging(names, "fastapi", "starlette", "sqlalchemy", "alembic", "uvicorn", "psycopg", "jinja2") == []
    assert [name for name in names if name.startswith("kiosk.backend")] == []
    assert "httpx" in names  # or else this test looked at nothing


FIRST_FRAME = """
import asyncio
import kiosk.__main__, kiosk.start
from kiosk.app import KioskApp

async def journey(app):
    from kiosk.journeys.welcome import welcome
    await welcome(app, None)

async def first_frame():
    app = KioskApp(journey)
    async with app.run_test(size=(120, 40)) as pilot:
        for _ in range(50):
            await pilot.pause()
            if type(app.screen).__name__ == "WelcomePage":
                break

asyncio.run(first_frame())
"""


def test_the_first_frame_needs_neither_pydantic_nor_the_client() -> None:
    names = loaded(FIRST_FRAME)
    late = ("pydantic", "pydantic_core", "pydantic_settings", "httpx", "httpcore", "anyio", "qrcode", "PIL", "keyring")
    assert (
        belonging(
            names, *late, "escpos", "serial", "usb", "typer", "fluent", "babel", "kiosk.api_client", "kiosk.contract"
        )
        == []
    )
    assert "kiosk.screens.welcome.welcome" in names


def test_the_command_line_loads_a_command_only_when_it_is_asked_for() -> None:
    names = loaded("import kiosk.cli")
    assert belonging(names, "textual", "fastapi", "sqlalchemy", "httpx", "pydantic", "keyring", "qrcode") == []


def test_the_trades_rules_need_only_the_standard_library() -> None:
    for folder in (PACKAGE / "domain", PACKAGE / "backend" / "domain"):
        for path, tree in modules(folder):
            foreign = [
                name
                for name in imported(tree)
                if name.split(".")[0] not in sys.stdlib_module_names
                and not name.startswith(("kiosk.domain", "kiosk.backend.domain", "__future__"))
            ]
            assert foreign == [], path


@pytest.mark.parametrize(
    ("package", "only"),
    [
        ("httpx", "api_client/_transport.py"),
        ("qrcode", "widgets/codes/qr_matrix.py"),
        ("keyring", "platform/machine/secrets.py"),
        ("platformdirs", "platform/machine/paths.py"),
    ],
)
def test_what_may_be_replaced_is_imported_in_one_module(package: str, only: str) -> None:
    assert {path for path, packages in packages_of_modules().items() if package in packages} == {only}


@functools.cache
def packages_of_modules() -> Mapping[str, frozenset[str]]:
    """Return what each of our modules imports, read once: it takes a second."""
    return {
        path.relative_to(PACKAGE).as_posix(): frozenset(name.split(".")[0] for name in imported(tree))
        for path, tree in modules()
    }


@pytest.mark.long
def test_the_backend_starts_without_what_only_guests_and_linked_accounts_need() -> None:
    names = loaded("import kiosk.backend.serve")
    assert belonging(names, "captcha", "PIL", "jwt") == []
    assert "kiosk.backend.identities.oidc.device_flow" in names
