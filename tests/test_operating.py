"""The operators' pages: complete, without a dead link, and with commands that there are."""

from __future__ import annotations

import functools
import importlib.metadata
import inspect
import re
import shlex
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

import pytest
import typer.main
from pydantic import BaseModel

import kiosk.backend.schema  # noqa: F401  every table
from kiosk.backend import PORT
from kiosk.backend.configuration import connections
from kiosk.backend.demo import trial
from kiosk.backend.gateways.platform import signatures
from kiosk.backend.gateways.platform import wire as platform_wire
from kiosk.backend.http.phone_pages import FIRST
from kiosk.backend.schema import metadata
from kiosk.cli import app
from kiosk.commands.desk import BACKEND as DESK
from kiosk.settings import BackendSettings, office
from tests.deploy.documents import OPERATING, blocks
from tests.deploy.test_alerts import figures
from tests.source import PACKAGE, ROOT

PAGES = sorted(OPERATING.glob("*.md"))


def headings(page: Path) -> set[str]:
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    return {re.sub(r"[^a-z0-9 -]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in lines}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        name, _, heading = target.partition("#")
        place = (page.parent / name).resolve() if name else page
        assert place.exists(), target
        assert not heading or heading in headings(place), target


def test_the_index_names_every_page() -> None:
    named = set(re.findall(r"\(([^)]+)\)", (OPERATING / "README.md").read_text(encoding="utf-8")))
    assert {path.name for path in OPERATING.iterdir()} - {"README.md"} <= named


def shown() -> list[tuple[str, str]]:
    """Return every `kiosk` command that the pages show, in boxes and in the text, with its page."""
    found = []
    for page in [ROOT / "README.md", *PAGES]:
        text = page.read_text(encoding="utf-8")
        lines = [line for block in blocks(text) for line in block.splitlines()]
        lines += re.findall(r"`(kiosk [a-z][^`]*)`", text)
        found += [
            (page.name, line.strip()) for line in lines if re.match(r"\s*(uv run |/opt/kiosk/bin/)?kiosk\b", line)
        ]
    return found


@functools.cache
def tree() -> Any:
    """Return all commands: they take longer to make than to look at."""
    return typer.main.get_command(app)


def typed(line: str) -> tuple[Any, list[str]]:
    """Return the command that a line gives, as far as its words are commands, and the words after it."""
    words = shlex.split(line.replace("\\|", "|").replace("…", "").replace("...", ""), comments=True)
    words = words[next(place for place, word in enumerate(words) if word.endswith("kiosk")) + 1 :]
    # What a shell does with it, and what stands for somebody's own word, is not the command's business.
    words = [word for word in words if word not in {"|", "<", ">", "token"}]
    command: Any = tree()
    while words and (commands := getattr(command, "commands", None)) and not words[0].startswith("-"):
        name = words.pop(0)
        assert name in commands, line
        command = commands[name]
    return command, words


@pytest.mark.parametrize(("page", "line"), shown())
def test_a_command_that_is_shown_can_be_given(page: str, line: str) -> None:
    command, words = typed(line)
    options = {flag for parameter in command.params for flag in [*parameter.opts, *parameter.secondary_opts]}
    given = {word.partition("=")[0] for word in words if word.startswith("-") and word != "-"}
    assert given <= {*options, "--help", "-h"}, f"{page}: {line}"


def shown_values() -> list[tuple[str, str, frozenset[str]]]:
    """Return each line of which a word has to be one of a few, with that word and those it may be."""
    found = []
    for _, line in shown():
        command, words = typed(line)
        if "--help" in words or "-h" in words:
            continue
        context = command.make_context(command.name, [], resilient_parsing=True)
        given, _, _ = command.make_parser(context).parse_args(words)
        for parameter in command.params:
            value = given.get(parameter.name)
            if isinstance(value, str) and not (value.isascii() and value.isupper()):
                offered = frozenset(one.value for one in parameter.shell_complete(context, ""))
                found += [(line, value, offered)] if offered else []
    return found


def test_a_value_that_is_shown_is_one_that_the_command_knows() -> None:
    values = shown_values()
    assert len(values) >= 10
    for line, value, offered in values:
        assert value in offered, line


def test_privacy_names_every_table() -> None:
    page = (OPERATING / "privacy.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(metadata.tables)


def outside_parties() -> set[str]:
    """Return the settings that name somebody outside: addresses, lists of parties, cities."""
    ours = {"database_url", "database_direct_url", "public_url"}
    fields = BackendSettings.model_fields.items()
    addresses = {name for name, _ in fields if name.endswith("_url")} - ours
    lists = {name for name, field in fields if any(map(_is_a_table, get_args(field.annotation)))}
    return addresses | lists | {"text_gateways", "national_city", "national_address", "other_cities"}


def _is_a_table(given: Any) -> bool:
    return isinstance(given, type) and issubclass(given, BaseModel)


def test_privacy_names_everybody_outside_whom_the_settings_name() -> None:
    page = (OPERATING / "privacy.md").read_text(encoding="utf-8").partition("## To whom something is sent")[2]
    rows = [line.split("|") for line in page.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row[2])]
    assert sorted(named) == sorted(outside_parties())


def test_sizing_counts_the_connections_to_the_database_as_the_backend_does() -> None:
    page = " ".join((OPERATING / "sizing.md").read_text(encoding="utf-8").split())
    usual = BackendSettings()
    providers = [{"code": f"p{n}", "name": "P", "issuer": "https://id.example.tw", "client_id": "c"} for n in range(3)]
    accounts = {f"{name}_{part}": "x" for name in ("mitake", "every8d") for part in ("user", "password")}
    gateway = {"name": "g1", "kind": "platform", "url": "https://pay.example.tw", "providers": ["jkopay"]}
    given: dict[str, Any] = {
        "identity_providers": providers,
        "text_gateways": ["mitake", "every8d"],
        "gateways": [gateway],
        "public_url": "https://parking.example.tw",
        **accounts,
    }
    few, all_cities = (2 * connections(BackendSettings(**given, other_cities=other)) + 1 for other in (False, True))
    base = connections(usual) - usual.threads - usual.text_threads
    assert f"`threads` + `text_threads` + {base}. " in page
    assert f"no more than {few} a replica, with `other_cities` {all_cities}, " in page
    own = connections(BackendSettings(national_city="TPE")) - connections(usual)
    assert f" {own} where `national_city` is set" in page
    assert f" {(all_cities - few) // 2} (one for each other city) where `other_cities` is" in page
    # The one that listens goes past the pooler.
    pooler = (ROOT / "assets" / "deploy" / "pgbouncer.ini").read_text(encoding="utf-8")
    assert f"up to {2 * connections(usual)} connections here with the defaults" in pooler


def test_the_page_on_connections_names_every_address_that_phones_open() -> None:
    page = (OPERATING / "connections.md").read_text(encoding="utf-8")
    assert {path.lower() for path in re.findall(r"`/([A-Z]+)/…`", page)} == FIRST


@pytest.mark.parametrize("name", ["README.md", "docs/operating/commands.md"])
def test_pages_say_how_many_situations_the_desks_demo_has(name: str) -> None:
    numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    said = re.search(r"(\w+) (?:situations|things that people at a counter say)", (ROOT / name).read_text("utf-8"))
    assert said is not None
    assert said[1] == numbers[len(trial.situations())]


def test_settings_names_everything_that_is_refused_outside_of_the_demo() -> None:
    page = (OPERATING / "settings.md").read_text(encoding="utf-8").partition("## What is refused")[2]
    asked = set(re.findall(r'"([a-z]+_[a-z_]+)"', inspect.getsource(office)))
    assert len(asked) >= 9
    assert {name for name in asked if f"`{name}`" not in page} == set()


def test_monitoring_names_every_figure_and_none_that_does_not_exist() -> None:
    page = (OPERATING / "monitoring.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(kiosk_\w+)", page))
    # A histogram is named once, for its three.
    known = {re.sub(r"_seconds_(bucket|sum|count)$", "_seconds", name) for name in figures()}
    assert named == {name for name in known if name.startswith("kiosk_")}


def test_log_lines_that_pages_and_alerts_name_are_written_somewhere() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    events = set(re.findall(r"_log\.(?:info|warning|error)\(\s*\"([a-z-]+)\"", source))
    assert len(events) > 15
    for path in [*PAGES, ROOT / "assets" / "deploy" / "prometheus-alerts.yml"]:
        text = path.read_text(encoding="utf-8")
        for named in re.findall(r"log(?:'s)? lines? `?([a-z]+(?:-[a-z]+)+)", text):
            assert named in events, f"{path.name}: {named}"


def test_the_contract_with_a_platform_is_the_one_that_is_spoken() -> None:
    page = (OPERATING / "provider.md").read_text(encoding="utf-8")
    example = re.search(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert example is not None
    message = platform_wire.read(platform_wire.Message, example[1].encode())
    assert (message.event, message.order.status) == ("order.settled", platform_wire.OrderState.PAID)
    results = {code for row in re.findall(r"^\| ([0-9, ]+) \|", page, re.MULTILINE) for code in row.split(", ")}
    assert results == {result.value for result in platform_wire.Result}
    requests: dict[str, type[BaseModel]] = {
        platform_wire.ENTRY: platform_wire.EntryRequest,
        platform_wire.INQUIRY: platform_wire.InquiryRequest,
        platform_wire.REFUND: platform_wire.RefundRequest,
    }
    for path, model in requests.items():
        [row] = re.findall(rf"^\| `{path}` \| (.*?) \|", page, re.MULTILINE)
        assert set(re.findall(r"`(\w+)`", row)) == set(model.model_fields)
    for header in (signatures.TIMESTAMP, signatures.NONCE, signatures.SIGNATURE):
        assert f"`{header}`" in page


FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|MPL|Mozilla Public License|LGPL-3\.0|Python Software Foundation", re.IGNORECASE
)
"""What may be used beside the Apache License: permissive ones, and those that ask for their own files only."""


def licence(package: str) -> str:
    """Return a package's licence as it says itself; skip what only other systems install."""
    described = importlib.metadata.metadata(package)
    if expression := described.get_all("License-Expression"):
        return str(expression[0])
    classes = [
        line.rpartition(" :: ")[2] for line in described.get_all("Classifier") or [] if line.startswith("License")
    ]
    return "; ".join(classes) or "; ".join(described.get_all("License") or [])


def test_the_licences_are_those_of_the_packages_and_can_be_used_here() -> None:
    page = (OPERATING / "licences.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| (?!package)([a-z0-9.-]+) \| ([^|]+?) \|$", page, re.MULTILINE))
    locked = re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(table) == sorted(locked)
    for package in locked:
        assert FREE.search(table[package]), package
        try:
            said = licence(package)
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system
        assert table[package] == said, package


@pytest.mark.parametrize(
    "file",
    ["kiosk-backend.service", "nginx.conf", "haproxy.cfg", "first-start.md", "staff.md"],
)
def test_the_backend_listens_at_one_port_wherever_it_is_named(file: str) -> None:
    (path,) = [*(ROOT / "assets" / "deploy").glob(file), *OPERATING.glob(file)]
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:--port |\d+\.\d+\.\d+\.\d+:)(80\d\d)\b", text))
    assert named - {str(urlsplit(DESK).port)} == {str(PORT)}


def test_the_desk_is_looked_for_where_the_documents_let_staff_in() -> None:
    assert f"--desk-port {urlsplit(DESK).port}" in (OPERATING / "staff.md").read_text(encoding="utf-8")
