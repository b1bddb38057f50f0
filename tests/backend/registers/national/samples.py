"""Answers as the specification gives them, with its own figures."""

from __future__ import annotations

import copy
import json
from typing import Any

from kiosk.backend.registers.national.questions import CarType, Question
from kiosk.domain.plate import Plate

CAR = Question(Plate("AJH", "6023"), CarType.CAR)


def bill(number: str = "VNB4810M8746", amount: object = 80, **changed: object) -> dict[str, Any]:
    return {
        "BillNo": number, "ParkingDate": "2021-12-25", "PayLimitDate": "2022-01-25", "BillStatus": 0,
        "ParkingHours": 1, "Amount": amount, "PayAmount": amount, **changed,
    }  # fmt: skip


def reminder(**changed: object) -> dict[str, Any]:
    return {
        "ReminderNo": "101008521", "ReminderLimitDate": "2021-12-15", "Amount": 590, "ExtraCharge": 190,
        "PayAmount": 780, "IsProsecuted": 1, "ProsecuteLimitDate": "2021-12-26",
        "Bills": [
            bill("ZB1B3K01341", 240, BillStatus=2, ParkingHours=2.5),
            bill("L61281990267301", 350, BillStatus=2, ParkingHours=3.5),
        ],
        **changed,
    }  # fmt: skip


def result(bills: list[Any] | None, reminders: list[Any] | None, **changed: object) -> dict[str, Any]:
    listed = [*(bills or []), *(reminders or [])]
    return {
        "CarID": "AJH-6023", "CarType": "C", "TotalCount": len(listed),
        "TotalAmount": sum(one["PayAmount"] for one in listed if isinstance(one.get("PayAmount"), int)),
        "Bills": bills, "Reminders": reminders, "CityCode": "NWT", "AuthorityCode": "NWT",
        "UpdateTime": "2021-12-28T11:05:39+08:00", **changed,
    }  # fmt: skip


def success(result: object) -> bytes:
    return json.dumps({"Status": "SUCCESS", "Message": "查詢成功", "Result": copy.deepcopy(result)}).encode()


def refused(status: str) -> bytes:
    return json.dumps({"Status": status, "Message": "查詢失敗", "Result": None}).encode()


NOTHING = success(None)
TWO_BILLS = success(result([bill(), bill("JKOP3N18941N", 200, ParkingHours=3)], []))
