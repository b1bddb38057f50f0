"""The gateways' adapters against small servers that answer as the companies do, over real HTTP on loopback."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.backend.messages.port import GatewayError, OutgoingText, TextReceipt, Trouble
from kiosk.backend.messages.sms.every8d import Every8d
from kiosk.backend.messages.sms.gateways import Gateways
from kiosk.backend.messages.sms.mitake import Mitake
from kiosk.backend.store.database import Database
from kiosk.clock import SystemClock
from kiosk.settings import BackendSettings, SettingsError
from tests.backend.code_stage import CODE, make_code_stage
from tests.backend.loopback import LoopbackServer
from tests.backend.sms_companies import PASSWORD, USER, Company, Every8dCompany, MitakeCompany, raw_server
from tests.clock import ManualClock
from tests.patience import PATIENCE, wait_until
from tests.ports import closed_port

BODY = "【臺北市停車】您註冊車主會員的驗證碼為26576，5分鐘內有效。\n第二行"
TEXT = OutgoingText("0123456789abcdef0123456789abcdef", "0912345678", BODY, 299, "kiosk-1")
RECEIPTS = "https://parking.example.tw/v1/text-receipts/mitake/secret"
DOWN, UNSURE, ACCOUNT, REFUSED = Trouble.DOWN, Trouble.UNSURE, Trouble.ACCOUNT, Trouble.REFUSED

Gateway = Mitake | Every8d


@dataclass
class Office:
    """A company, and our adapter for it."""

    company: Any
    gateway: Any


def mitake_at(url: str, *, password: str = PASSWORD, read_timeout: float = PATIENCE) -> Mitake:
    where = f"{url}/api/mtk"
    return Mitake(where, USER, password, receipt_url=RECEIPTS, clock=SystemClock(), read_timeout=read_timeout)


def every8d_at(url: str, *, password: str = PASSWORD, read_timeout: float = PATIENCE) -> Every8d:
    return Every8d(f"{url}/API21/HTTP", USER, password, clock=SystemClock(), read_timeout=read_timeout)


@contextmanager
def office(company: Any, at: Callable[..., Gateway], **how: Any) -> Iterator[Office]:
    with LoopbackServer(company.app) as server:
        gateway = at(server.url, **how)
        yield Office(company, gateway)
        gateway.close()


@pytest.fixture(scope="module")
def mitake_office() -> Iterator[Office]:
    with office(MitakeCompany(), mitake_at) as found:
        yield found


@pytest.fixture(scope="module")
def every8d_office() -> Iterator[Office]:
    with office(Every8dCompany(), every8d_at) as found:
        yield found


@pytest.fixture
def mitake(mitake_office: Office) -> Office:
    mitake_office.company.reset()
    return mitake_office


@pytest.fixture
def every8d(every8d_office: Office) -> Office:
    every8d_office.company.reset()
    return every8d_office


@pytest.fixture(params=["mitake", "every8d"])
def either(request: pytest.FixtureRequest) -> Office:
    found: Office = request.getfixturevalue(request.param)
    return found


def trouble_of(gateway: Gateway, ask: Callable[[Gateway], object] = lambda gateway: gateway.send(TEXT)) -> GatewayError:
    with pytest.raises(GatewayError) as caught:
        ask(gateway)
    return caught.value


def test_mitake_takes_a_message_in_utf8_with_its_time_key_and_receipt_address(mitake: Office) -> None:
    assert mitake.gateway.send(TEXT) == "#000000001"
    ((path, form),) = mitake.company.asked
    assert path == "/api/mtk/SmSend?CharsetURL=UTF8"
    assert form == {
        "username": USER,
        "password": PASSWORD,
        "dstaddr": "0912345678",
        "smbody": BODY.replace("\n", "\x06"),
        "vldtime": "299",
        "clientid": TEXT.id,
        "response": RECEIPTS,
    }


def test_mitake_sends_a_message_that_it_is_asked_twice_once(mitake: Office) -> None:
    assert mitake.gateway.send(TEXT) == mitake.gateway.send(TEXT)
    assert len(mitake.company.sent) == 1


@pytest.mark.parametrize("code", list("01234"))
def test_mitake_has_a_message_with_each_of_these_codes(mitake: Office, code: str) -> None:
    mitake.company.answer = f"[1]\r\nmsgid=1010079522\r\nstatuscode={code}\r\nAccountPoint=99\r\n"
    assert mitake.gateway.send(TEXT) == "1010079522"


@pytest.mark.parametrize(
    ("codes", "trouble"), [("abr*", DOWN), ("cdefhkmnps", ACCOUNT), ("5678tuv", REFUSED), ("9zZ?", UNSURE)]
)
def test_mitakes_codes_say_who_has_to_do_something(mitake: Office, codes: str, trouble: Trouble) -> None:
    for code in codes:
        mitake.company.answer = f"[1]\r\nstatuscode={code}\r\nError=簡訊發送功能暫時停止服務，請稍候再試\r\n"
        error = trouble_of(mitake.gateway)
        assert (error.trouble, error.code) == (trouble, code)


def test_what_mitake_says_in_place_of_a_code_is_reported_in_eight_characters(mitake: Office) -> None:
    mitake.company.answer = "[1]\r\nstatuscode=123456789\r\n"
    error = trouble_of(mitake.gateway)
    assert (error.trouble, error.code) == (UNSURE, "12345678")


@pytest.mark.parametrize("encoding", ["big5", "utf-8", "utf-8-sig"])
def test_a_wrong_password_is_understood_in_either_encoding(encoding: str) -> None:
    pairs: list[tuple[Company, Callable[..., Gateway]]] = [(MitakeCompany(), mitake_at), (Every8dCompany(), every8d_at)]
    for company, at in pairs:
        company.encoding = encoding
        with office(company, at, password="wrong") as found:
            assert trouble_of(found.gateway).trouble is ACCOUNT
            assert trouble_of(found.gateway, lambda gateway: gateway.credit()).trouble is ACCOUNT
            assert trouble_of(found.gateway, lambda gateway: gateway.receipt("1")).trouble is ACCOUNT


def test_mitake_tells_its_credit_and_what_became_of_a_message(mitake: Office) -> None:
    id = mitake.gateway.send(TEXT)
    assert mitake.gateway.credit() == 98
    assert mitake.gateway.receipt(id) is None
    mitake.company.states[id] = "4"
    assert mitake.gateway.receipt(id) == TextReceipt(delivered=True, code="4")
    for code in "56789":
        mitake.company.states[id] = code
        assert mitake.gateway.receipt(id) == TextReceipt(delivered=False, code=code)
    assert trouble_of(mitake.gateway, lambda gateway: gateway.receipt("#000000002")).trouble is UNSURE


def test_mitakes_receipts_are_read_and_what_is_none_is_not(mitake: Office) -> None:
    def read(**parameters: str) -> object:
        return mitake.gateway.read_receipt(parameters)

    assert read(msgid="#1", statuscode="4", statusstr="DELIVRD") == ("#1", TextReceipt(delivered=True, code="4"))
    assert read(msgid="#1", statuscode="8") == ("#1", TextReceipt(delivered=False, code="8"))
    assert read(msgid="#1", statuscode="1") == ("#1", None)
    assert [read(), read(msgid="#1"), read(statuscode="4"), read(msgid="x" * 65, statuscode="4")] == [None] * 4


def test_every8d_takes_a_message_with_its_time_in_minutes(every8d: Office) -> None:
    assert every8d.gateway.send(TEXT) == "00000000-0000-0000-0000-000000000001"
    ((path, form),) = every8d.company.asked
    assert path == "/API21/HTTP/sendSMS.ashx"
    assert form == {
        "UID": USER,
        "PWD": PASSWORD,
        "SB": "",
        "MSG": BODY,
        "DEST": "0912345678",
        "ST": "",
        "RETRYTIME": "4",
    }


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        ("-1,參數錯誤", REFUSED),
        ("-2,帳號或密碼錯誤", ACCOUNT),
        ("-3,受話方手機號碼錯誤", REFUSED),
        ("-4,預計發送時間已逾期", REFUSED),
        ("-5,簡訊內容長度超過限制", REFUSED),
        ("-6,DT格式錯誤", REFUSED),
        ("-99,主機端發生不明錯誤", DOWN),
        ("-24,查無此代碼", ACCOUNT),
        ("0,0,0,1,00000000-0000-0000-0000-000000000000", ACCOUNT),
        ("87.0,1,1,0,", UNSURE),
        ("87.0,1,1,?,1", UNSURE),
        ("87.0,1", UNSURE),
    ],
)
def test_every8ds_replies_say_who_has_to_do_something(every8d: Office, reply: str, trouble: Trouble) -> None:
    every8d.company.answer = reply
    assert trouble_of(every8d.gateway).trouble is trouble


def test_every8d_tells_its_credit_and_what_became_of_a_message(every8d: Office) -> None:
    id = every8d.gateway.send(TEXT)
    assert every8d.gateway.credit() == 79
    assert every8d.gateway.receipt("another") is None
    assert every8d.gateway.receipt(id) is None
    every8d.company.states[id] = "100"
    assert every8d.gateway.receipt(id) == TextReceipt(delivered=True, code="100")
    for code in ("101", "102", "103", "104", "105", "106", "107", "303", "500"):
        every8d.company.states[id] = code
        assert every8d.gateway.receipt(id) == TextReceipt(delivered=False, code=code)
    every8d.company.answer = "-99,錯誤"
    assert trouble_of(every8d.gateway, lambda gateway: gateway.receipt(id)).trouble is DOWN


@pytest.mark.parametrize(
    "garbage",
    ["", "<html><body>系統維護中</body></html>", "\x00\x01", "[", "statuscode", "[1]\r\nstatuscode=1\r\n", "nan,"],
)
def test_a_reply_that_is_none_is_unsure(either: Office, garbage: str) -> None:
    either.company.answer = garbage
    assert trouble_of(either.gateway).trouble is UNSURE


@pytest.mark.parametrize("status", [302, 404, 500, 503])
def test_another_status_than_200_is_a_gateway_that_is_down(either: Office, status: int) -> None:
    either.company.status = status
    error = trouble_of(either.gateway)
    assert (error.trouble, error.code) == (DOWN, f"HTTP {status}")


@pytest.mark.parametrize("at", [mitake_at, every8d_at])
def test_where_no_one_listens_nothing_was_sent(at: Callable[..., Gateway]) -> None:
    with closed_port() as url:
        assert trouble_of(at(url)).trouble is DOWN


@pytest.mark.parametrize(("company", "at"), [(MitakeCompany, mitake_at), (Every8dCompany, every8d_at)])
def test_a_gateway_that_does_not_answer_in_time_is_unsure(
    company: Callable[[], Company], at: Callable[..., Gateway]
) -> None:
    slow = company()
    slow.hang = threading.Event()
    with office(slow, at, read_timeout=0.1) as found:
        assert trouble_of(found.gateway).trouble is UNSURE
        slow.hang.set()


@pytest.mark.parametrize("at", [mitake_at, every8d_at])
@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1]\r\nmsgid=1",
        b"HTTP/1.1 200 OK\r\nContent-Length: 17000\r\n\r\n" + b"x" * 17_000,
        b"not HTTP at all\r\n\r\n",
    ],
)
def test_a_reply_that_breaks_off_or_never_ends_is_unsure(at: Callable[..., Gateway], reply: bytes) -> None:
    with raw_server(reply) as url:
        assert trouble_of(at(url)).trouble is UNSURE


def test_nothing_of_a_message_or_of_the_account_is_logged_or_reported(
    either: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        either.gateway.send(TEXT)
        either.company.answer = "garbage"
        error = trouble_of(either.gateway)
    reported = caplog.text + repr(error) + str(error) + repr(error.__cause__) + repr(TEXT)
    for secret in ("26576", "0912345678", PASSWORD, USER):
        assert secret not in reported


def settings_with(*gateways: str, **accounts: str) -> BackendSettings:
    return BackendSettings(text_gateways=gateways, public_url="https://parking.example.tw", **accounts)  # type: ignore[arg-type]


BOTH = {"mitake_user": USER, "mitake_password": PASSWORD, "every8d_user": USER, "every8d_password": PASSWORD}


@pytest.mark.parametrize("order", [("mitake", "every8d"), ("every8d", "mitake"), ("every8d",)])
def test_the_settings_name_the_gateways_in_their_order(sqlite_url: str, order: tuple[str, ...]) -> None:
    gateways = Gateways(settings_with(*order, **BOTH), Database(sqlite_url), SystemClock(), b"k" * 32)
    assert tuple(gateway.name for gateway in gateways.ports) == order
    gateways.close()


@pytest.mark.parametrize("missing", ["mitake_user", "mitake_password"])
def test_a_gateway_without_its_account_stops_the_start_and_says_which(missing: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_with("mitake", **{**BOTH, missing: ""})
    assert "text_gateways: mitake needs" in str(caught.value)
    assert PASSWORD not in str(caught.value)
    with pytest.raises(SettingsError):
        settings_with("pigeon", **BOTH)


def test_without_one_only_the_demo_has_a_phone(sqlite_url: str) -> None:
    for demo, names in ((True, ["demo-phone"]), (False, [])):
        settings = settings_with().model_copy(update={"demo": demo})
        gateways = Gateways(settings, Database(sqlite_url), SystemClock(), b"k" * 32)
        assert [gateway.name for gateway in gateways.ports] == names


class Said:
    """A connection on which the same is said whatever is asked."""

    def __init__(self, reply: str) -> None:
        self._reply = reply

    def ask(self, path: str, fields: Mapping[str, str]) -> str:
        return self._reply


@given(
    st.text(
        st.one_of(st.characters(codec="utf-8"), st.sampled_from(list("[]=,\r\n\t\"'-#;:1 \x00\x85\u2028"))), max_size=60
    )
)
@settings(max_examples=150, deadline=None)
def test_whatever_a_gateway_says_is_an_answer_or_a_trouble(reply: str) -> None:
    for gateway in (mitake_at("http://127.0.0.1:1"), every8d_at("http://127.0.0.1:1")):
        gateway._post = Said(reply)  # type: ignore[assignment]
        with contextlib.suppress(GatewayError):
            assert gateway.send(TEXT).isprintable()
        with contextlib.suppress(GatewayError):
            gateway.receipt("1")
        with contextlib.suppress(GatewayError):
            assert isinstance(gateway.credit(), float)


def test_a_company_that_hangs_is_stepped_in_for_by_the_other_which_sends_once(
    sqlite_url: str, clock: ManualClock
) -> None:
    hanging, working = MitakeCompany(), Every8dCompany()
    hanging.hang = threading.Event()
    with office(hanging, mitake_at, read_timeout=0.1) as first, office(working, every8d_at) as second:
        stage = make_code_stage(Database(sqlite_url), clock, gateways=(first.gateway, second.gateway))
        id = stage.queue(kind=CODE)
        stage.worker.run_due()
        clock.advance(60)
        stage.worker.run_due()
        hanging.hang.set()
        # What it was asked it hears all the same, however late.
        wait_until(lambda: hanging.asked)
    assert (len(hanging.asked), len(working.sent)) == (1, 1)
    assert stage.message(id).gateway == "every8d"
