"""A count of one in English: "in 1 minute", never "in 1 minutes"."""

from __future__ import annotations

import ast
import re

import pytest
from fluent.syntax.ast import Message, SelectExpression, VariableReference
from fluent.syntax.visitor import Visitor

from kiosk.contract.problems import ProblemKind
from kiosk.desk.troubles import minutes
from kiosk.i18n import Texts, say
from kiosk.languages import LANGUAGES
from kiosk.screens.frame.trouble_kinds import of_code
from tests.source import ROOT
from tests.test_locale import asked, messages, resource

UNITS = {"fee-time"}
"""A tariff's unit of time, which is no minute anywhere."""


class _Counts(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_SelectExpression(self, node: SelectExpression) -> None:  # noqa: N802  fluent.syntax's name
        if isinstance(node.selector, VariableReference):
            self.names.add(node.selector.id.name)
        self.generic_visit(node)


def counts(language: str) -> dict[str, set[str]]:
    """Return the arguments of each message by which it chooses its words."""
    found = {}
    for path in (ROOT / "assets" / "locale" / language).glob("*.ftl"):
        for entry in resource(path).body:
            if isinstance(entry, Message):
                names = _Counts()
                names.visit(entry)
                found[entry.id.name] = names.names
    return found


def test_no_english_message_speaks_of_one_as_of_many() -> None:
    texts, wrong = Texts("en"), re.compile(r"\b1\W* (minutes|seconds|hours|days|times|tries|are missing)\b")
    ones = {id: texts(say(id, **dict.fromkeys(names, 1))) for id, names in messages("en").items() if id not in UNITS}
    assert {id: words for id, words in ones.items() if wrong.search(words)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_count_is_given_as_text_which_chooses_no_words(language: str) -> None:
    known = counts(language)
    assert [
        f"{where} {id}: {keyword.arg}"
        for id, where, call in asked()
        for keyword in call.keywords
        if keyword.arg in known.get(id, ())
        and isinstance(keyword.value, ast.Call)
        and ast.unparse(keyword.value.func) == "str"
    ] == []


def test_a_code_that_waits_a_minute_says_so() -> None:
    kind = of_code(ProblemKind.SEND_LATER, 1)
    assert kind is not None
    assert "in 1 minute," in Texts("en")(say("trouble-send-later-now", **kind.arguments))


def test_a_desk_that_waits_a_minute_says_so() -> None:
    assert "in 1 minute." in Texts("en")(say("desk-sign-in-paused", minutes=minutes(3.0)))
