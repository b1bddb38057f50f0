from __future__ import annotations

import json

from kiosk.backend.store.database import Database
from tests.backend.owner_rows import PAPERLESS, add_owner, bind
from tests.backend.vehicles.test_claims import CAR, claim, plates
from tests.commands.conftest import Run


def test_the_office_lists_grants_refuses_and_undoes_by_command(
    kiosk: Run, database: Database, database_url: str
) -> None:
    holder, claimant = add_owner(database), add_owner(database)
    bind(database, holder, CAR, PAPERLESS)
    number = claim(database, claimant).number
    at = ["--database-url", database_url]
    assert number in kiosk("claim", "list", *at).out
    listed = json.loads(kiosk("claim", "list", "--json", *at).out)["claims"]
    assert [(one["number"], one["plate"], one["type"]) for one in listed] == [(number, "BKZ-5937", "car")]
    assert kiosk("claim", "grant", number, *at).code == 0
    assert plates(database, claimant) == ["BKZ-5937"]
    again = kiosk("claim", "refuse", number, *at)
    assert (again.code, "granted" in again.err) == (1, True)
    unknown = kiosk("claim", "grant", "C000000-0000", *at)
    assert (unknown.code, "claim list" in unknown.err) == (1, True)
    assert kiosk("claim", "list", *at).out == ""
    undone = kiosk("claim", "undo", number, "--json", *at)
    assert (undone.code, json.loads(undone.out)["outcome"]) == (0, "undone")
    assert plates(database, holder) == ["BKZ-5937"]
    twice = kiosk("claim", "undo", number, *at)
    assert (twice.code, "undone already" in twice.err) == (1, True)
