"""The demo's owner, whom anybody may be: 王小明, with a car and a motorcycle. The README tells number and password."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages import owner_log
from kiosk.backend.owners import owners
from kiosk.backend.owners.statements import accounts
from kiosk.backend.vehicles import bindings
from kiosk.contract.owners import OwnerEventKind
from kiosk.contract.vehicles import ServiceChoice
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import TAIPEI
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import ServiceKind

MOBILE = "0912345678"
PASSWORD = "Parking-2026"  # noqa: S105  it is public
_HASH = "$argon2id$v=19$m=65536,t=3,p=1$5qATt7bvil7jTihQiEi8Zg$Qi5tSwNtPbzgzDnP1/Ip2RliBWy1BI+/bFmtqUSd+/o"
"""Of `PASSWORD`: seeding a city need not wait for it to be made."""

_OWNER = {"mobile": MOBILE, "name": "王小明", "email": "wang@example.com.tw", "password_hash": _HASH}
_SINCE = timedelta(days=30)
_REMINDER = ServiceChoice(kind=ServiceKind.REMINDER, start=13, end=18)
_VEHICLES = (
    (Vehicle(plate="BKZ-5937", type=VehicleType.CAR), (_REMINDER,)),
    (
        Vehicle(plate="MKR-0825", type=VehicleType.MOTORCYCLE),
        (ServiceChoice(kind=ServiceKind.PAPERLESS), _REMINDER),
    ),
)


def renew(connection: Connection, today: date) -> None:
    """Let there be the demo's owner, as the README says, whatever visitors did; vehicles of others stay theirs."""
    owner_id = owners.id_of(connection, MOBILE)
    if owner_id is not None:
        accounts.change(connection, owner_id, **_OWNER)
        return
    since = datetime.combine(today - _SINCE, time(10, 28), TAIPEI)
    owner_id = secrets.token_hex(16)
    accounts.add(connection, id=owner_id, notice="2026-11", registered_at=since, changed_at=since, **_OWNER)
    owner_log.note(connection, owner_id, OwnerEventKind.REGISTERED, since)
    for minute, (vehicle, services) in enumerate(_VEHICLES, 1):
        try:
            bindings.bind(
                connection, owner_id, vehicle, services, terminal_id=None, now=since + timedelta(minutes=minute)
            )
        except Refusal:
            # A visitor has bound it in the meantime.
            continue
