from __future__ import annotations

import copy
import json
import random
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.backend.registers.national.answers import Answer, decode
from kiosk.backend.registers.national.questions import CarType, NotAnsweredError, Question
from kiosk.contract.cities import CityReason
from kiosk.domain.plate import Plate
from tests.backend.registers.national.samples import CAR, NOTHING, TWO_BILLS, bill, refused, reminder, result, success
from tests.backend.registers.national.verdict import content_of, says_that_nothing_is_owed


def why(body: bytes, question: Question = CAR) -> CityReason:
    with pytest.raises(NotAnsweredError) as raised:
        decode(body, question)
    return raised.value.reason


def test_a_null_result_says_that_nothing_is_owed() -> None:
    assert decode(NOTHING, CAR) == Answer()


def test_two_empty_lists_and_two_totals_of_nought_say_that_nothing_is_owed() -> None:
    answer = decode(success(result([], [])), CAR)
    assert (answer.payable, answer.complete) == (0, True)


def test_bills_are_read_as_the_specification_has_them() -> None:
    answer = decode(TWO_BILLS, CAR)
    first = answer.bills[0]
    assert (answer.total, answer.payable, answer.complete) == (280, 2, True)
    assert (first.number, first.parked_on, first.pay_by) == ("VNB4810M8746", date(2021, 12, 25), date(2022, 1, 25))
    assert (first.status, first.hours, first.amount, first.pay_amount) == (0, Decimal(1), 80, 80)
    assert answer.updated_at == datetime.fromisoformat("2021-12-28T11:05:39+08:00")


def test_a_reminder_is_one_thing_to_pay_with_what_it_costs_itself() -> None:
    second = reminder(ReminderNo="102006712", Amount=1380, ExtraCharge=180, PayAmount=1560, IsProsecuted=0)
    second["ProsecuteLimitDate"] = ""
    answer = decode(success(result([bill(), bill("JKOP3N18941N", 200)], [reminder(), second])), CAR)
    one, two = answer.reminders
    assert (answer.total, answer.payable) == (2620, 4)
    assert (one.amount, one.extra_charge, one.pay_amount, len(one.bills)) == (590, 190, 780, 2)
    assert (one.prosecuted, one.prosecuted_after) == (True, date(2021, 12, 26))
    assert (two.prosecuted, two.prosecuted_after) == (False, None)


def test_the_same_number_may_stand_by_itself_and_within_a_reminder() -> None:
    answer = decode(success(result([bill("ZB1B3K01341", 240)], [reminder()])), CAR)
    assert answer.bills[0].number == answer.reminders[0].bills[0].number
    assert answer.total == 240 + 780


def test_a_reminder_may_end_before_its_tickets() -> None:
    one = reminder(Bills=[bill("ZB1B3K01341", 240, PayLimitDate="2022-10-15", BillStatus=2)])
    assert decode(success(result([], [one])), CAR).reminders[0].pay_by == date(2021, 12, 15)


def test_quirk_hours_of_minus_one_are_no_hours() -> None:
    assert decode(success(result([bill(ParkingHours=-1)], [])), CAR).bills[0].hours is None


def test_quirk_a_byte_order_mark_is_passed_over() -> None:
    assert decode(b"\xef\xbb\xbf" + TWO_BILLS, CAR) == decode(TWO_BILLS, CAR)


@pytest.mark.parametrize("amount", ["1,250", "1250", "1250.0", 1250.0, " 1,250 "])
def test_quirk_money_may_be_text_with_commas(amount: object) -> None:
    answer = decode(success(result([bill(amount=amount)], [], TotalAmount="1,250", TotalCount="1")), CAR)
    assert (answer.total, answer.complete) == (1250, True)


@pytest.mark.parametrize("nought", [0, "0", 0.0])
def test_quirk_that_nothing_is_owed_may_be_text_too(nought: object) -> None:
    answer = decode(success(result([], [], TotalAmount=nought, TotalCount=nought)), CAR)
    assert (answer.payable, answer.complete) == (0, True)


def test_quirk_states_and_hours_may_be_text() -> None:
    one = reminder(IsProsecuted="0", ProsecuteLimitDate="")
    answer = decode(success(result([bill(BillStatus="1", ParkingHours="2.5")], [one])), CAR)
    assert (answer.bills[0].status, answer.bills[0].hours) == (1, Decimal("2.5"))
    assert not answer.reminders[0].prosecuted


@pytest.mark.parametrize("how", ["missing", "null"])
def test_quirk_a_missing_sum_to_pay_is_the_amount_with_what_the_reminder_costs(how: str) -> None:
    one, two = bill(), reminder()
    if how == "missing":
        del one["PayAmount"], two["PayAmount"]
    else:
        one["PayAmount"] = two["PayAmount"] = None
    answer = decode(success(result([one], [two], TotalAmount=80 + 780)), CAR)
    assert (answer.bills[0].pay_amount, answer.reminders[0].pay_amount, answer.complete) == (80, 780, True)


def test_quirk_null_lists_are_empty_ones() -> None:
    assert decode(success(result([bill()], None)), CAR).payable == 1
    assert decode(success(result(None, [reminder()])), CAR).payable == 1
    assert decode(success(result(None, [reminder(Bills=None)])), CAR).reminders[0].bills == ()
    assert decode(success(result(None, None)), CAR).payable == 0


def test_quirk_ok_is_a_success() -> None:
    assert decode(NOTHING.replace(b"SUCCESS", b"OK"), CAR) == Answer()


@pytest.mark.parametrize("plate", ["ajh-6023", "AJH6023", "ＡＪＨ－６０２３"])
def test_quirk_the_plate_may_come_back_in_another_spelling(plate: str) -> None:
    assert decode(success(result([bill()], [], CarID=plate)), CAR).payable == 1


def test_quirk_the_letter_for_other_vehicles_may_be_full_width() -> None:
    trailer = Question(Plate("HBB", "6001"), CarType.OTHER)
    assert decode(success(result([bill()], [], CarID="HBB-6001", CarType="Ｏ")), trailer).payable == 1


def test_quirk_fields_that_no_one_knows_are_passed_over() -> None:
    assert decode(success(result([bill(Location="市府路")], [])), CAR).payable == 1


def test_quirk_a_time_of_the_answer_that_is_none_is_no_harm() -> None:
    assert decode(success(result([bill()], [], UpdateTime="2021/12/28")), CAR).updated_at is None


@pytest.mark.parametrize("body", [b"", b"  \r\n", b"\xef\xbb\xbf", b"null"])
def test_quirk_no_content_is_no_answer(body: bytes) -> None:
    assert why(body) is CityReason.EMPTY


@pytest.mark.parametrize(
    "body",
    [
        "<html><body>系統維護中</body></html>".encode(),
        "查無資料".encode("big5"),
        NOTHING[:-1],
        b'{"Status":"FAILED","Status":"SUCCESS","Result":null}',
        b"[" * 100_000,
        b"\x1c" + NOTHING,
    ],
    ids=["page", "big5", "cut", "twice", "deep", "control"],
)
def test_quirk_a_page_for_people_with_http_200_is_no_answer(body: bytes) -> None:
    assert why(body) is CityReason.NOT_JSON


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("ERR01", CityReason.NO_PLATE),
        ("ERR02", CityReason.BAD_PLATE),
        ("ERR03", CityReason.BAD_TYPE),
        ("ERR99", CityReason.FAILED),
        ("", CityReason.FAILED),
        (" SUCCESS", CityReason.FAILED),
        ("success", CityReason.FAILED),
    ],
)
def test_an_error_code_is_a_refusal_though_its_result_is_null(status: str, reason: CityReason) -> None:
    assert why(refused(status)) is reason


def test_lists_at_the_top_instead_of_in_the_result_are_no_answer() -> None:
    assert why(json.dumps({"Status": "SUCCESS", "Bills": [], "Reminders": []}).encode()) is CityReason.SHAPE


@pytest.mark.parametrize(
    "empty",
    [
        {},
        [],
        "",
        0,
        False,
        result([], [], TotalCount=3),
        result([], [], TotalAmount=50),
        result(None, None, TotalCount=None),
        {key: value for key, value in result([], []).items() if key != "Bills"},
        {key: value for key, value in result([], []).items() if key != "TotalAmount"},
    ],
)
def test_an_empty_success_that_is_not_the_specifications_says_nothing(empty: object) -> None:
    assert why(success(empty)) is CityReason.SHAPE


@pytest.mark.parametrize("changed", [{"TotalCount": 2}, {"TotalAmount": 90}, {"TotalCount": None}])
def test_totals_that_do_not_agree_leave_what_is_listed_and_say_that_it_is_not_all(changed: dict[str, Any]) -> None:
    answer = decode(success(result([bill()], [], **changed)), CAR)
    assert (answer.payable, answer.complete) == (1, False)
    assert answer.updated_at == decode(success(result([bill()], [])), CAR).updated_at is not None


def test_an_answer_about_another_vehicle_is_no_answer() -> None:
    assert why(success(result([bill()], [], CarID="AJH-6024"))) is CityReason.OTHER_VEHICLE
    assert why(success(result([bill()], [], CarType="M"))) is CityReason.OTHER_VEHICLE


@pytest.mark.parametrize(
    "fault",
    [
        {"Amount": -1}, {"Amount": 0.5}, {"Amount": "1,25"}, {"Amount": True}, {"Amount": "NaN"}, {"Amount": None},
        {"Amount": 1e300}, {"PayAmount": ""}, {"BillNo": ""}, {"BillNo": "\x1b[31m"}, {"BillNo": 7},
        {"BillStatus": 4}, {"BillStatus": None}, {"ParkingDate": "2021-02-30"}, {"ParkingDate": "110-12-25"},
        {"PayLimitDate": None}, {"ParkingHours": -2}, {"ParkingHours": "long"},
    ],
)  # fmt: skip
def test_one_bill_that_cannot_be_read_makes_the_whole_answer_none(fault: dict[str, Any]) -> None:
    assert why(success(result([bill(), bill(**fault)], []))) is CityReason.SHAPE


def test_what_went_wrong_never_repeats_what_stood_there() -> None:
    with pytest.raises(NotAnsweredError) as raised:
        decode(success(result([bill(BillNo="AJH-6023 王小明")], [])), CAR)
    assert str(raised.value) == "shape: Bills.0.BillNo"


def test_an_endless_answer_is_none() -> None:
    assert why(b" " * (1024 * 1024 + 1)) is CityReason.TOO_LONG


VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 2, 3000, 0.5, -0.0, 1e300, float("nan"), float("inf"), "", "SUCCESS", "OK", "ERR02",
    "C", "AJH-6023", "1,250", "-1", "2021-12-25", "0", "Q1", "無", [], {}, [[]], [{}], [None], {"Bills": []},
]  # fmt: skip


def spoiled(chance: random.Random) -> tuple[Any, bytes]:
    """Return an answer that may have been right until some of its values were taken out or changed, and its text."""
    bills = [bill(f"Q{n}", chance.randint(0, 500)) for n in range(chance.randint(0, 3))]
    reminders = [reminder() for _ in range(chance.randint(0, 2))]
    found = result(bills, reminders) if chance.random() < 0.9 else None
    content: Any = {"Status": "SUCCESS", "Message": "", "Result": found}
    for _ in range(chance.randint(0, 3)):
        place = content
        while place:
            key = chance.choice(list(place) if isinstance(place, dict) else list(range(len(place))))
            if isinstance(place[key], dict | list) and place[key] and chance.random() < 0.8:
                place = place[key]
                continue
            if chance.random() < 0.3:
                del place[key]
            else:
                place[key] = copy.deepcopy(chance.choice(VALUES))
            break
    body = json.dumps(content).encode()
    if chance.random() < 0.05:
        body = body[: chance.randrange(len(body))]
    return content, chance.choice([b"", b"\xef\xbb\xbf"]) + body


@pytest.mark.long
def test_ten_thousand_spoiled_answers_never_crash_and_never_become_nothing_owed() -> None:
    chance = random.Random(11)
    kinds: Counter[str] = Counter()
    for _ in range(10_000):
        content, body = spoiled(chance)
        try:
            answer = decode(body, CAR)
        except NotAnsweredError as error:
            kinds[error.reason] += 1
        else:
            assert answer.payable or says_that_nothing_is_owed(content), body
            kinds["owed" if answer.payable else "nothing owed"] += 1
    # It came near enough to the edge: each of them is there often.
    assert min(kinds[kind] for kind in ("owed", "nothing owed", CityReason.SHAPE, CityReason.NOT_JSON)) > 100


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=100)
@given(st.binary(max_size=50) | JSON.map(lambda value: json.dumps({"Status": "OK", "Result": value}).encode()))
def test_whatever_comes_is_an_answer_or_a_named_reason(body: bytes) -> None:
    try:
        answer = decode(body, CAR)
    except NotAnsweredError:
        return
    assert says_that_nothing_is_owed(content_of(body)) or answer.payable
