"""The backend's parts in motion: application, worker, wake-ups, and in the demo what is simulated."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from fastapi import FastAPI

from kiosk.backend import gateway_map
from kiosk.backend.app import create_app
from kiosk.backend.bills.register_kind import RegisterKind, register_kind
from kiosk.backend.city_bills.port import CitySettlement
from kiosk.backend.city_bills.set_up import settlements_of, ways_of
from kiosk.backend.context import Context, Ports
from kiosk.backend.demo import day as demo_day
from kiosk.backend.demo.cities import DemoCities
from kiosk.backend.demo.source import DemoBills
from kiosk.backend.http.desk.app import create_desk_app
from kiosk.backend.http.payment_events import StreamTiming
from kiosk.backend.identities.oidc.issuers import issuers
from kiosk.backend.identities.oidc.simulator import SimulatedIdentities
from kiosk.backend.messages.mail.account import mail_server
from kiosk.backend.messages.sms.gateways import Gateways
from kiosk.backend.payable_map import payables_of
from kiosk.backend.payments.wakeups import Wakeups
from kiosk.backend.registers.national.set_up import elsewhere_of, others
from kiosk.backend.registers.port import BillSource, OtherCities
from kiosk.backend.simulated import Simulated, simulating
from kiosk.backend.store.database import Database
from kiosk.backend.support.failures import Failures
from kiosk.backend.terminals.reports import Reports
from kiosk.backend.terminals.sightings import Sightings
from kiosk.backend.terms import terms_of
from kiosk.backend.worker import Worker
from kiosk.clock import Clock
from kiosk.settings import BackendSettings


@dataclass(frozen=True, slots=True)
class Assembly:
    """A backend that works; `app` is for a server to serve."""

    app: FastAPI
    desk: FastAPI
    """For the office's staff, on a listener of its own."""
    context: Context
    wakeups: Wakeups
    worker: Worker
    simulated: Simulated
    """What stands for the outside, in the demo."""
    working: Callable[[], bool]
    """Whether the outbox is being worked on."""
    alive: Callable[[], bool]
    """Whether every thread lives that nothing should end."""
    release: Callable[[], None]
    """Lets go what would hold up the end: streams of events, and the platform. Call it when the server is to end."""


@asynccontextmanager
async def assembled(
    settings: BackendSettings,
    *,
    database: Database,
    clock: Clock,
    address: str,
    timing: StreamTiming | None = None,
    own_terminals: Mapping[str, str] | None = None,
    phones: bool = True,
) -> AsyncIterator[Assembly]:
    """Yield a working backend that will be served at `address` (`http://127.0.0.1:8080`).

    In the demo, a simulated payment platform and simulated identity providers listen on a loopback port of their own;
    the page on which somebody says yes to an identity provider stands beside the payer's. `timing` and
    `own_terminals` are for `create_app`. The database stays the caller's to close. Where no phone can reach this
    machine, `phones` is false, and terminals offer nothing for phones.
    """
    async with contextlib.AsyncExitStack() as open_:
        if not settings.public_url:
            settings = settings.model_copy(update={"public_url": address})
        simulated, settings = await open_.enter_async_context(simulating(settings, clock))
        wakeups, woken = Wakeups(database), threading.Event()
        callback = address if simulated.platform else settings.public_url
        collecting = gateway_map.collecting(settings, clock, callback)
        open_.callback(collecting.close)
        terms = replace(terms_of(settings), phones=phones)
        ports = _ports(
            open_,
            settings,
            database,
            clock,
            collecting=collecting,
            identities=simulated.identities,
            seal_key=terms.seal_key,
            signals=wakeups,
            wake=woken.set,
        )
        context = Context(database, clock, ports, terms)
        sightings, reports, failures = Sightings(), Reports(clock), Failures(database, clock)
        rounds = (sightings.keep, reports.keep, *((demo_day.go_on,) if settings.demo else ()))
        threads, text_threads = collecting.threads, settings.text_threads
        worker = Worker(context, woken, threads=threads, text_threads=text_threads, rounds=rounds)

        def working() -> bool:
            return worker.working

        def alive() -> bool:
            return worker.alive and wakeups.alive

        app = create_app(
            settings,
            context=context,
            watch=wakeups,
            working=working,
            alive=alive,
            timing=timing,
            own_terminals=own_terminals,
            sightings=sightings,
            reports=reports,
            keep_failure=failures.note,
        )
        desk = create_desk_app(context, failures.note)
        for path, pages in simulated.phone_pages:
            app.mount(path, pages)

        def release() -> None:
            wakeups.release()
            simulated.release()

        wakeups.start()
        worker.start()
        failures.start()
        try:
            yield Assembly(app, desk, context, wakeups, worker, simulated, working, alive, release)
        finally:
            release()
            # First: something may be holding back an answer that the worker waits for.
            await asyncio.to_thread(simulated.close)
            await asyncio.to_thread(worker.stop)
            await asyncio.to_thread(failures.stop)
            await asyncio.to_thread(wakeups.stop)


def _ports(
    open_: contextlib.AsyncExitStack,
    settings: BackendSettings,
    database: Database,
    clock: Clock,
    *,
    collecting: gateway_map.Collecting,
    identities: SimulatedIdentities | None,
    seal_key: bytes,
    signals: Wakeups,
    wake: Callable[[], None],
) -> Ports:
    """Return what lies outside by these settings; what it holds open is closed with `open_`."""
    gateways = Gateways(settings, database, clock, seal_key)
    open_.callback(gateways.close)
    linking = issuers(settings, identities, clock)
    for issuer in linking.values():
        open_.callback(issuer.close)
    register = register_kind(settings)
    elsewhere = _elsewhere(settings, database, clock)
    open_.callback(elsewhere.close)
    return Ports(
        bills=_bills(register, settings, database, clock),
        provider=collecting.platform,
        own_gateways=collecting.own,
        signals=signals,
        elsewhere=elsewhere.cities,
        city_settlements=elsewhere.settlements,
        gateways=gateways.ports,
        mail=mail_server(settings, clock),
        identities=linking,
        payables=payables_of(register),
        wake=wake,
    )


def _bills(register: RegisterKind, settings: BackendSettings, database: Database, clock: Clock) -> BillSource:
    bills = register.opened(settings, database, clock)
    return DemoBills(bills) if settings.demo and not register.outside else bills


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """Other cities, where they are asked, and how those whose bills are paid here come to know of it."""

    cities: OtherCities | None = None
    settlements: Mapping[str, CitySettlement] = field(default_factory=dict)
    close: Callable[[], None] = lambda: None


def _elsewhere(settings: BackendSettings, database: Database, clock: Clock) -> _Elsewhere:
    if settings.demo:
        demo = DemoCities(database, clock)
        return _Elsewhere(demo, demo.settlements, demo.close)
    if not settings.other_cities:
        return _Elsewhere()
    cities = elsewhere_of(others(settings.national_city), database, clock, ways_of(settings))
    paid = settlements_of(settings, cities, clock)
    return _Elsewhere(cities, paid.by_city, paid.close)


def phones_reach_us(settings: BackendSettings, *, lan: bool) -> bool:
    """Return whether a visitor's phone can open our links: by an address that is set, on the network, or in the demo.

    In the demo a phone is shown on the screen, and asks from this machine.
    """
    return bool(settings.public_url) or lan or settings.demo


def reachable_from(address: str, *, lan: bool) -> str:
    """Return how phones reach an address of this machine: on the local network with `lan`, else as it is."""
    if not lan:
        return address
    # Connecting a datagram socket sends nothing: it only asks the routing table which of our addresses would be used.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            host = str(probe.getsockname()[0])
        except OSError:
            host = "127.0.0.1"
    return address.replace("127.0.0.1", host)
