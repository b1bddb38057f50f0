"""Every value that the contract has is said in words, in each language; one that it has not yet is shown as it is."""

from __future__ import annotations

import json
import re

import pytest
from rich.cells import cell_len

from kiosk.api_client.errors import ProblemError
from kiosk.backend.desk.cases import IN_HISTORY
from kiosk.backend.domain.payment import HeardBy, Movement, PaymentEvent, RefundReason
from kiosk.backend.messages.port import Trouble
from kiosk.contract.desk.approvals import ApprovalState, Reason
from kiosk.contract.desk.cases import CaseOutcome, CaseState, CaseTopic, Proof
from kiosk.contract.desk.masked import MaskedField, RevealReason
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.search import HitKind, KeyKind
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.story import ProviderAnswer, StoryMovement, Tell, Teller
from kiosk.contract.desk.things import LimitKind
from kiosk.contract.payments import Decline
from kiosk.contract.problems import BASE, Problem, ProblemKind
from kiosk.desk.finds import Thing
from kiosk.desk.seen import of_thing, story
from kiosk.desk.seen.facts import NAME
from kiosk.desk.troubles import error_message
from kiosk.desk.widgets.lines import Prose, laid_out
from kiosk.desk.words import known, route
from kiosk.domain.payment import PaymentState
from kiosk.domain.service import ServiceKind
from kiosk.domain.ticket import BillState, IssuedHow, LineKind, Stage
from kiosk.i18n import Texts
from kiosk.languages import LANGUAGES
from tests.clock import START
from tests.desk import office
from tests.source import ROOT

SAID = {
    "role": StaffRole,
    "key": KeyKind,
    "kind": HitKind,
    "payment": PaymentState,
    "event": PaymentEvent,
    "teller": Teller,
    "movement": Movement,
    "heard": HeardBy,
    "refund": RefundReason,
    "answer": ProviderAnswer,
    "decline": Decline,
    "field": MaskedField,
    "reason": RevealReason,
    "case": CaseState,
    "outcome": CaseOutcome,
    "topic": CaseTopic,
    "limit": LimitKind,
    "service": ServiceKind,
    "issued": IssuedHow,
    "bill": BillState,
    "ticket": Stage,
    "line-of": LineKind,
    "text-trouble": Trouble,
    "proof": Proof,
    "asked": Reason,
    "approval": ApprovalState,
}
"""What begins a message's id behind `desk-`, and the values that end it."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SAID)
def test_every_value_has_its_words(subject: str, language: str) -> None:
    texts = Texts(language)
    arguments = {"about": "x", "until": "x"} if subject == "limit" else {}
    for value in SAID[subject]:
        assert texts(f"desk-{subject}-{value.value}", **arguments)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_was_done_in_a_case_is_reported_in_words(language: str) -> None:
    for operation in IN_HISTORY:
        assert Texts(language)(f"desk-did-{operation.replace('.', '-')}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tell", Tell)
def test_every_end_of_a_payment_has_a_sentence_to_tell_the_person(tell: Tell, language: str) -> None:
    texts = Texts(language)
    lines = story.lines(texts, office.story(tell=tell), START)
    said = [line.text for line in lines if isinstance(line, Prose)]
    beginning = texts("desk-tell", words="")
    assert [one for one in said if one.startswith(beginning) and len(one) > len(beginning)]


def test_a_value_that_a_newer_backend_has_brought_is_shown_as_it_is() -> None:
    texts = Texts("zh-TW")
    assert known(texts, "event", "teleported") == "teleported"
    strange = office.story(events=(office.event("teleported", Teller.SYSTEM),))
    painted = laid_out(story.lines(texts, strange, START), 76)
    assert any("teleported" in piece.text for line in painted for piece in line.pieces)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*ProblemKind, *DeskProblem, "of-tomorrow"])
def test_every_problem_is_reported_in_a_sentence(kind: str, language: str) -> None:
    problem = Problem(type=f"{BASE}{kind}", title="", status=409)
    error = ProblemError(problem, request_id="0" * 32)
    assert Texts(language)(error_message(error))


@pytest.mark.parametrize("width", [20, 40, 76, 200])
@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_seen_fits_its_pane(width: int, language: str) -> None:
    texts = Texts(language)
    seen = (
        office.vehicle(), office.ticket(), office.story(), office.number(), office.support(), office.claim(), None,
    )  # fmt: skip
    for one in seen:
        thing = Thing(HitKind.CASE, "D261123-7ZK3", id="D2611237ZK3")
        for line in laid_out(of_thing.lines(texts, thing, one, None, START), width):
            assert sum(cell_len(piece.text) for piece in line.pieces) <= width


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_route_that_may_fail_at_a_kiosk_is_shown_in_words(language: str) -> None:
    texts = Texts(language)
    described = json.loads((ROOT / "tests" / "contract" / "openapi.json").read_text(encoding="utf-8"))
    routes = [path for path in described["paths"] if path.startswith("/v1/")]
    assert len(routes) > 20
    for path in [*routes, "/desk/v1/search"]:
        words = route(texts, f"POST {path}")
        assert words.endswith(("）", ")")), path
        assert path in words
    assert route(texts, "GET -") == "GET -"


def test_what_happened_to_a_payment_stands_in_the_order_in_which_it_happened() -> None:
    viewed = office.event("looked-at", Teller.STAFF, "林○玲", minutes=1)
    money = StoryMovement(
        kind="charge", reference="JK-1", amount=55, heard_at=office.ago(minutes=5), heard_by="message"
    )
    seen = office.story(PaymentState.PAID, Tell.PAID, events=(*office.EVENTS, viewed), movements=(money,))
    lines = laid_out(story.lines(Texts("zh-TW"), seen, START), 76)
    painted = ["".join(piece.text for piece in line.pieces) for line in lines]
    charge, view = (next(i for i, line in enumerate(painted) if words in line) for words in ("JK-1", "查看"))
    assert charge < view


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_a_fact_is_cut_off(language: str) -> None:
    texts = Texts(language)
    desk = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "kiosk" / "desk").rglob("*.py"))
    names = set(re.findall(r'fact\(\s*texts\("([a-z-]+)"\)', desk))
    source = (ROOT / "assets" / "locale" / language / "desk.ftl").read_text(encoding="utf-8")
    names |= set(re.findall(r"^(desk-(?:argument|field)-[a-z-]+) =", source, re.MULTILINE))
    assert len(names) > 50
    assert {id: texts(id) for id in names if cell_len(texts(id)) > NAME} == {}
