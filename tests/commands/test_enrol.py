"""`kiosk terminal invite` and `enrol`: from a code that is read aloud to a token in the keyring."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace

import keyring
import pytest
from keyring.backends import fail

from kiosk.backend.terminals.invitations import LIFETIME, PER_ADDRESS
from kiosk.backend.terminals.recognition import Recognition
from kiosk.commands.exits import Exit
from kiosk.domain.enrolment_code import MOST_TRIES
from tests.clock import ManualClock
from tests.commands.conftest import Run
from tests.live_backend import LiveBackend

pytestmark = pytest.mark.usefixtures("patient_client")


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the machine a keyring; return the tokens that it is given."""
    tokens: list[str] = []
    box = SimpleNamespace(set_password=lambda _service, _account, token: tokens.append(token))
    monkeypatch.setattr(keyring, "get_keyring", lambda: box)
    return tokens


@pytest.fixture
def standing(sqlite_demo_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveBackend]:
    """Serve with a clock that stands still, for the office's commands too."""
    monkeypatch.setattr("kiosk.clock.SystemClock.now", lambda _: clock.now())
    with LiveBackend(sqlite_demo_url, clock=clock) as backend:
        yield backend


@pytest.fixture
def code(kiosk: Run, standing: LiveBackend, sqlite_demo_url: str) -> str:
    ran = kiosk("terminal", "invite", "松山 3 號", "--database-url", sqlite_demo_url)
    assert ran.code == 0, ran
    assert ran.out.strip() not in ran.err
    return ran.out.strip()


def wrong(code: str) -> str:
    return code[:-1] + ("A" if code[-1] != "A" else "B")


@pytest.mark.long
def test_a_code_that_is_typed_puts_a_token_into_the_keyring(
    kiosk: Run, standing: LiveBackend, code: str, kept: list[str], clock: ManualClock
) -> None:
    ran = kiosk("terminal", "enrol", "--backend", standing.url, typed=code.lower().replace("-", " ") + "\n")
    assert (ran.code, ran.out) == (0, ""), ran
    assert "松山 3 號" in ran.err
    (token,) = kept
    assert token not in ran.err
    assert Recognition(standing.database, clock).look_up(token) is not None


@pytest.mark.long
def test_without_a_keyring_the_code_is_not_used_up_and_print_writes_the_token(
    kiosk: Run, standing: LiveBackend, code: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", fail.Keyring)
    at = ["--backend", standing.url, "--code", "-"]
    refused = kiosk("terminal", "enrol", *at, typed=code)
    assert (refused.code, refused.out, "--print" in refused.err) == (Exit.FAILED, "", True)
    ran = kiosk("terminal", "enrol", *at, "--print", typed=code)
    assert ran.code == 0, ran
    assert Recognition(standing.database, clock).look_up(ran.out.strip()) is not None


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["code is wrong", "over ten minutes old", "used already", "wrongly five times", "Wait a minute"]),
        ("zh-TW", ["登錄碼不正確", "超過十分鐘", "已經用過", "輸入錯誤五次", "請等一分鐘"]),
    ],
)
def test_wrong_late_used_too_often_and_too_fast_each_have_a_sentence_of_their_own(
    kiosk: Run, standing: LiveBackend, sqlite_demo_url: str, kept: list[str], clock: ManualClock, language: str,
    sentences: list[str],
) -> None:  # fmt: skip
    def invited() -> str:
        return kiosk("terminal", "invite", "window", "--database-url", sqlite_demo_url).out.strip()

    def said(typed: str) -> str:
        ran = kiosk("terminal", "enrol", "--backend", standing.url, "--language", language, typed=typed)
        assert (ran.code, ran.out) == (Exit.REFUSED, "")
        return ran.err

    used, late, guessed = invited(), invited(), invited()
    assert kiosk("terminal", "enrol", "--backend", standing.url, typed=used).code == 0
    reported = [said(wrong(guessed)) for _ in range(MOST_TRIES)][:1]
    too_often, again = said(guessed), said(used)
    for _ in range(PER_ADDRESS.most - MOST_TRIES - 3):
        said(wrong(used))
    too_fast = said(wrong(used))
    clock.advance(LIFETIME.total_seconds())
    reported += [said(late), again, too_often, too_fast]
    assert [sentence in one for sentence, one in zip(sentences, reported, strict=True)] == [True] * 5, reported
    assert len(kept) == 1


def test_a_code_on_the_command_line_is_not_taken(kiosk: Run, standing: LiveBackend, code: str) -> None:
    ran = kiosk("terminal", "enrol", "--backend", standing.url, "--code", code)
    assert ran.code == Exit.USAGE
    assert "standard input" in ran.err


@pytest.mark.usefixtures("kept")
def test_what_cannot_be_a_code_is_reported_before_anybody_is_asked(kiosk: Run) -> None:
    ran = kiosk("terminal", "enrol", "--backend", "http://127.0.0.1:9", typed="7KQM\n")
    assert (ran.code, "7KQM-3W9P-X2AB" in ran.err) == (Exit.USAGE, True)


@pytest.mark.long
@pytest.mark.usefixtures("kept")
def test_a_program_reads_the_outcome_and_no_token(kiosk: Run, standing: LiveBackend, code: str) -> None:
    ran = kiosk("terminal", "enrol", "--backend", standing.url, "--json", typed=code)
    reported = json.loads(ran.out)
    assert (reported["schema"], reported["outcome"], "token" in reported) == ("kiosk.enrolment/1", "enrolled", False)


@pytest.mark.long
def test_a_token_that_cannot_be_kept_is_reported_with_what_to_do(
    kiosk: Run, standing: LiveBackend, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr(keyring, "get_keyring", lambda: SimpleNamespace(set_password=locked))
    ran = kiosk("terminal", "enrol", "--backend", standing.url, typed=code)
    assert (ran.code, ran.out) == (Exit.FAILED, "")
    assert "shut terminal" in ran.err
    assert "canary" not in ran.err
