"""`kiosk serve`: the backend as a process, on a port or on a socket handed down by the kiosk."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from functools import partial
from typing import NamedTuple

import structlog
import uvicorn
from starlette.types import ASGIApp

from kiosk import __version__
from kiosk.backend import sockets
from kiosk.backend.assembly import assembled, phones_reach_us, reachable_from
from kiosk.backend.bills.register_kind import register_kind
from kiosk.backend.configuration import ServeOptions, configured, connections, database_url, handed_down
from kiosk.backend.demo import desk as demo_desk
from kiosk.backend.forgetting import forgetting
from kiosk.backend.http import phones
from kiosk.backend.http.connections import Limits
from kiosk.backend.http.figures import monitored
from kiosk.backend.log import Lines, open_log
from kiosk.backend.office.article_files import ContentError
from kiosk.backend.opening import prepare
from kiosk.backend.parent import Parent
from kiosk.backend.registers import register
from kiosk.backend.servers import KioskServer, server_config, serving_beside
from kiosk.backend.start_errors import NOT_SET_UP, DemoDataError, PartDiedError, StartError
from kiosk.backend.store.database import Database
from kiosk.backend.terminals import enrolment
from kiosk.clock import Clock, ShiftedClock, SystemClock
from kiosk.platform.backend_process.starting import EVENT, Progress
from kiosk.platform.machine.paths import data_folder, open_to_others
from kiosk.platform.machine.process import keep_memory_private
from kiosk.settings import BackendSettings

MONITORS = Limits(most=16, from_one=8)
"""Connections of those that read the figures."""
DESKS = Limits(most=256, from_one=64)
"""Connections of the staff's desks; several sit behind one address."""

_log = structlog.get_logger("kiosk.serve")


class Listening(NamedTuple):
    """The sockets that are served: each has its own connections."""

    kiosks: socket.socket
    phones: socket.socket | None
    monitor: socket.socket | None
    desks: socket.socket | None


def main(options: ServeOptions) -> None:
    """Serve until asked to end. Raise `StartError`, what the store raises, and `OSError`, where that cannot begin.

    Raise `PartDiedError` where it ends by itself.
    """
    lines = open_log()
    _keep_memory_private()
    handed = handed_down(options.secrets_fd)
    parent = None if options.secrets_fd is None else Parent()
    clock: Clock = SystemClock() if options.clock_start is None else ShiftedClock(options.clock_start)
    settings = configured(options, handed)
    with (
        sockets.for_kiosks(options) as kiosks,
        sockets.for_phones(options) as for_phones,
        sockets.for_monitor(options) as for_monitor,
        sockets.for_desks(options) as for_desks,
    ):
        listening = Listening(kiosks, for_phones, for_monitor, for_desks)
        if not settings.database_url and open_to_others(data_folder()):
            _log.warning("data-folder-open-to-others")
        database = _opened(settings, clock, options)
        try:
            own = _own_terminals(database, clock, handed.get("device_token"))
            _serve(options, settings, database, clock, listening, lines, own, parent, handed)
        finally:
            database.close()


def _keep_memory_private() -> None:
    try:
        keep_memory_private()
    except OSError as error:
        _log.warning("precaution-failed", reason=type(error).__name__)


def _opened(settings: BackendSettings, clock: Clock, options: ServeOptions) -> Database:
    """Return the database, up to date, with the demo's city in it; raise what the store raises, and `StartError`."""
    database = Database(
        database_url(settings), pool_size=connections(settings), direct_url=settings.database_direct_url
    )
    try:
        prepare(database, clock, with_demo=settings.demo, seed=options.seed, tell=_tell)
        if not settings.demo:
            _check_register(database, settings)
    except ContentError as error:
        database.close()
        reason = f"The articles that belong to this program cannot be used: {error}"
        raise StartError(NOT_SET_UP, reason) from error
    except BaseException:
        database.close()
        raise
    return database


def _check_register(database: Database, settings: BackendSettings) -> None:
    """Say what this backend cannot do; raise `DemoDataError` rather than show made-up tickets to real people."""
    with database.read() as connection:
        if register.of_the_demo(connection):
            raise DemoDataError
        filled = register.known(connection)
    if settings.national_city:
        _log.info("asks-city", city=settings.national_city)
        return
    if register_kind(settings).outside:
        _log.info("asks-register", register=settings.register_name)
    elif not filled:
        _log.warning("no-register")
        sys.stderr.write(_NO_REGISTER)
    if not settings.provider_url and not settings.gateways:
        _log.warning("no-platform")
        sys.stderr.write(_NO_PLATFORM)


_NO_REGISTER = (
    "There are no tickets yet, so every look-up is answered with 'could not ask'. Bring some in with: "
    "kiosk tickets import FILE\n"
)
_NO_PLATFORM = (
    "No payment platform is set up (provider_url in [backend]): what is owed is shown, nothing is paid here.\n"
)


def _tell(progress: Progress) -> None:
    """Say how far the start has come, to people in the log and to a kiosk that started us."""
    share = {} if progress.percent is None else {"percent": progress.percent}
    _log.info(EVENT, stage=progress.stage.value, **share)


def _own_terminals(database: Database, clock: Clock, token: str | None) -> dict[str, str]:
    """Return who is let in beside the terminals in the database: the kiosk that started us, by its token's hash."""
    if token is None:
        return {}
    terminal_id = database.run(lambda connection: enrolment.embedded(connection, clock.now()))
    return {enrolment.hash_of(token): terminal_id}


def _serve(
    options: ServeOptions,
    settings: BackendSettings,
    database: Database,
    clock: Clock,
    listening: Listening,
    lines: Lines,
    own_terminals: dict[str, str],
    parent: Parent | None,
    handed: Mapping[str, str],
) -> None:
    here = sockets.address_of(listening.kiosks)
    phones_come = phones_reach_us(settings, lan=options.lan)
    if not settings.public_url:
        for_phones = sockets.address_of(listening.phones or listening.kiosks)
        settings = settings.model_copy(update={"public_url": reachable_from(for_phones, lan=options.lan)})

    limits = Limits(most=settings.connections, from_one=settings.connections_per_address)

    async def serving() -> None:
        async with assembled(
            settings,
            database=database,
            clock=clock,
            address=here,
            own_terminals=own_terminals,
            phones=phones_come,
        ) as assembly:
            if listening.desks is not None and settings.demo:
                ready = partial(demo_desk.make_ready, office=settings.office, seed=options.seed)
                await asyncio.to_thread(ready, assembly.context, handed)
            gateways = [gateway.name for gateway in assembly.context.ports.gateways]
            desk = None if listening.desks is None else sockets.address_of(listening.desks)
            announce = partial(_announce, here, settings, options, gateways, desk)
            beside: list[tuple[socket.socket | None, ASGIApp, Limits]] = [
                (listening.phones, phones.PhonesOnly(assembly.app), Limits(phones.MOST, phones.MOST_FROM_ONE)),
                (listening.monitor, monitored(assembly.context, assembly.working), MONITORS),
                (listening.desks, assembly.desk, DESKS),
            ]
            limits.within_descriptors(*(theirs for listens, _, theirs in beside if listens is not None))
            config = server_config(assembly.app, limits, proxies=settings.trusted_proxies)
            server = KioskServer(config, assembly.release, lines, announce, assembly.alive)
            if parent is not None:
                parent.at_its_end(lambda: setattr(server, "should_exit", True))
            async with AsyncExitStack() as served:
                for other in beside:
                    await served.enter_async_context(serving_beside(*other))
                await served.enter_async_context(forgetting())
                await server.serve([listening.kiosks])
        if server.died:
            raise PartDiedError

    factory = uvicorn.Config(app=None, log_config=None).get_loop_factory()  # type: ignore[arg-type]  # only the loop
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(serving())


def _announce(
    here: str, settings: BackendSettings, options: ServeOptions, gateways: list[str], desk: str | None
) -> None:
    """Say where the backend is to be found: in the log, and as data for its parent process, on any free port."""
    _log.info(
        "serving",
        version=__version__,
        address=here,
        public_url=settings.public_url,
        demo=settings.demo,
        lan=options.lan,
        desk=desk,
        text_gateways=gateways,
    )
    if options.fd is not None:
        return
    try:
        sys.stdout.write(f"kiosk {__version__} serves {here}\n")
        if desk is not None:
            sys.stdout.write(f"The staff's desk is at {desk}\n")
        sys.stdout.flush()
    except OSError as error:
        # It is not read, or its disk is full: no reason to stop serving.
        _log.warning("not-announced", reason=type(error).__name__)
