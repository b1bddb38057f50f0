"""A server for the look-up benchmark, on one core: `python -m tests.benchmarks.lookup_server kiosk|bare URL CORE`.

`kiosk` is our backend as `kiosk serve` runs it. `bare` is the yardstick: the same framework, the same server, the same
checks of token and request, and the same statement by the database's own driver, in as many threads; its rows are the
answer, without the rules that make bills of them.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import uvicorn
import uvloop
from fastapi import FastAPI, Header, HTTPException, Response
from pydantic import SecretStr
from pydantic_core import to_json

from kiosk.backend.assembly import assembled
from kiosk.backend.log import open_log
from kiosk.backend.registers.statements.owed import _of_vehicles
from kiosk.backend.store.database import Database
from kiosk.backend.terminals.enrolment import hash_of
from kiosk.clock import SystemClock
from kiosk.contract.bills import BillSearch
from kiosk.settings import BackendSettings

THREADS = 4


def bare(url: str) -> FastAPI:
    """Return the same look-up by the driver itself."""
    app = FastAPI()
    pool = ThreadPoolExecutor(THREADS)
    local = threading.local()
    sqlite = url.startswith("sqlite")
    mark = "?" if sqlite else "%s"

    def connection() -> Any:
        if not hasattr(local, "connection"):
            local.connection = (
                sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
                if sqlite
                else psycopg.connect(url, autocommit=True)
            )
        return local.connection

    def read(token: str, search: BillSearch) -> bytes | None:
        cursor = connection().cursor()
        known = f"SELECT id FROM terminals WHERE token_hash = {mark} AND revoked_at IS NULL"
        if cursor.execute(known, (hash_of(token),)).fetchone() is None:
            return None
        values = [value for vehicle in search.vehicles for value in (vehicle.plate, vehicle.type.value)]
        return to_json(cursor.execute(_of_vehicles(len(search.vehicles), mark), values).fetchall())

    @app.post("/v1/bills/search")
    async def search_bills(search: BillSearch, authorization: str = Header()) -> Response:
        token = authorization.removeprefix("Bearer ")
        found = await asyncio.get_running_loop().run_in_executor(pool, read, token, search)
        if found is None:
            raise HTTPException(401)
        return Response(found, media_type="application/json")

    return app


async def serve(app: FastAPI) -> None:
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False, server_header=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  uvicorn has no event for it
        await asyncio.sleep(0.01)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
    await serving


async def main(which: str, url: str) -> None:
    if which == "bare":
        await serve(bare(url))
        return
    open_log()
    settings = BackendSettings(
        database_url=url, threads=THREADS, provider_url="http://127.0.0.1:9", provider_secret=SecretStr("s" * 32)
    )
    database = Database(url, pool_size=THREADS + 8)
    async with assembled(settings, database=database, clock=SystemClock(), address="http://127.0.0.1:9") as assembly:
        await serve(assembly.app)
    database.close()


if __name__ == "__main__":
    os.sched_setaffinity(0, {int(sys.argv[3])})
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1], sys.argv[2]))
