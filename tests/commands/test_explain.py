"""`kiosk explain`: how an amount is made up."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from kiosk.commands.explain_table import show
from kiosk.contract.bills import Bill
from kiosk.i18n import Texts
from tests.commands.conftest import Run
from tests.commands.test_lookup import at_service, service, vehicle
from tests.live_backend import LiveBackend
from tests.screens import samples

__all__ = ["at_service", "service"]


def first_bill(kiosk: Run, shows: str = "three-tickets") -> dict[str, object]:
    plate, type = vehicle(shows)
    found: dict[str, object] = json.loads(kiosk("lookup", plate, "--type", type, "--json").out)["bills"][0]
    return found


def test_a_ticket_is_explained_line_by_line(at_service: Run) -> None:
    bill = Bill.model_validate(first_bill(at_service))
    ran = at_service("explain", bill.number)
    assert (ran.code, ran.err) == (0, "")
    units = bill.tickets[0].units
    assert units is not None
    assert units.total.dollars == bill.tickets[0].fee
    title, fee, *discounts, owed = ran.out.splitlines()
    assert bill.number in title
    assert bill.vehicle.plate in title
    assert f"NT${bill.tickets[0].fee} " in fee
    assert f"{units.count} × {units.minutes} minutes at NT${units.dollars}" in fee
    assert len(discounts) == len(bill.lines) - 1
    assert "95% of the fee when you pay by phone" in discounts[0]
    assert f"NT${bill.amount}" in owed


@pytest.mark.long
def test_a_program_reads_the_units(at_service: Run) -> None:
    bill = first_bill(at_service)
    found = json.loads(at_service("explain", str(bill["number"]), "--json").out)
    assert (found["schema"], found["outcome"], found["number"]) == ("kiosk.explain/1", "owed", bill["number"])
    assert found["bill"] == bill
    assert found["bill"]["tickets"][0]["units"].keys() == {"count", "minutes", "dollars"}


def test_the_link_on_the_paper_is_as_good_as_the_number(at_service: Run) -> None:
    number = str(first_bill(at_service)["number"])
    assert at_service("explain", f"https://parkingfee.pma.gov.taipei/qr?tno={number}").code == 0


def test_the_tickets_of_a_notice_its_surcharge_and_its_fine_each_have_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show(Texts("en"), samples.notice(fine=300))
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("NT$")[1].split()[0] for line in lines[1:]] == ["40", "70", "15", "125", "300"]
    assert "once for each notice" in lines[3]
    assert "Owed" in lines[4]
    assert "not here" in lines[5]


def test_a_number_under_which_nothing_is_owed_is_not_explained_and_says_what_may_be(at_service: Run) -> None:
    ran = at_service("explain", "Q9999999D999999", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "part of a notice by now" in ran.err


@pytest.mark.parametrize("typed", ["BKZ-5937", "", "Q7158601D03002", "1234"])
def test_what_is_no_number_is_a_mistake_of_usage(kiosk: Run, typed: str) -> None:
    ran = kiosk("explain", "--", typed)
    assert (ran.code, ran.out) == (2, "")
    assert "no number of a bill" in ran.err


@pytest.mark.long
def test_where_no_one_could_be_asked_nothing_is_said_of_the_amount(
    at_service: Run, service: LiveBackend, hasty: Callable[[], None]
) -> None:
    service.stop()
    hasty()
    found = json.loads(at_service("explain", "Q7158601D030025", "--json").out)
    assert (found["outcome"], found["bill"]) == ("could-not-ask", None)
    ran = at_service("explain", "Q7158601D030025")
    assert ran.code == 6
    assert "does not mean that nothing is owed" in ran.err
