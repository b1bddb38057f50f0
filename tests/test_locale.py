"""Every text that the code asks for is there, in every language, with the same arguments; and no other."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, Resource, VariableReference
from fluent.syntax.visitor import Visitor

from kiosk.api_client.errors import Unreached
from kiosk.backend.demo.seeding import TRIAL_VEHICLES
from kiosk.backend.demo.trial import situations
from kiosk.backend.domain.books import Rule
from kiosk.backend.domain.reconciliation import DifferenceKind, DifferenceOutcome
from kiosk.backend.gateways.platform.conformance.findings import Check, Fault
from kiosk.backend.terminals.fleet import Trouble
from kiosk.contract.bills import Source
from kiosk.contract.cities import CityReason
from kiosk.contract.desk.approvals import Reason
from kiosk.contract.desk.masked import RevealReason
from kiosk.contract.identity import LinkState
from kiosk.contract.owners import OwnerEventKind, StaffDeedKind
from kiosk.contract.reports import PrinterState
from kiosk.contract.service import ClosedReason
from kiosk.domain.email import EmailFault
from kiosk.domain.mobile import MobileFault
from kiosk.domain.password import PasswordRule, Strength
from kiosk.domain.person_name import NameFault
from kiosk.domain.plate import PlateFault, VehicleType
from kiosk.domain.service import FloodArea, ServiceKind
from kiosk.domain.ticket import NATIONAL_RATE, BillState, IssuedHow, LineKind, Stage
from kiosk.languages import DEFAULT_LANGUAGE, LANGUAGES
from kiosk.platform.backend_process.starting import Stage as StartingStage
from kiosk.screens.owner.owner_area import OwnerTask
from kiosk.screens.owner.owner_edit import OwnerField
from kiosk.screens.read.articles import COLUMNS
from kiosk.widgets.typing.digits_input import DigitsFault
from tests.source import ROOT, calls, modules, on_pages

ASKERS = {"say", "Message", "Words", "Action", "texts", "texts_of", "words"}
"""Who is called with a message's id: `say("…")`, `Words("…")`, `self.app.texts("…")`, `texts_of(self)("…")`."""

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+\Z")

RATES = tomllib.loads((ROOT / "assets" / "tariffs" / "rates.toml").read_text(encoding="utf-8"))


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802  fluent.syntax's name
        self.names.add(node.id.name)


@cache
def messages(language: str) -> dict[str, frozenset[str]]:
    """Return the arguments of each message of a language."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted((ROOT / "assets" / "locale" / language).glob("*.ftl")):
        for entry in resource(path).body:
            if isinstance(entry, Message):
                variables = _Variables()
                variables.visit(entry)
                assert entry.id.name not in found, f"{entry.id.name} stands twice"
                found[entry.id.name] = frozenset(variables.names)
    return found


def resource(path: Path) -> Resource:
    return FluentParser().parse(path.read_text(encoding="utf-8"))


@cache
def asked() -> tuple[tuple[str, str, ast.Call], ...]:
    """Return every id that is asked for by name, where, and in which call."""
    found = []
    for path, tree in modules():
        for name, call in calls(tree):
            if name in ASKERS and call.args and isinstance(call.args[0], ast.Constant):
                value = call.args[0].value
                # `words(",")` of some other kind is no id.
                if isinstance(value, str) and ID.match(value):
                    found.append((value, f"{path.relative_to(ROOT)}:{call.lineno}", call))
    return tuple(found)


@cache
def mentioned() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return all texts in the code that could be ids, and patterns for those that are put together (`f"trial-{x}"`)."""
    texts: set[str] = {id for id, _, _ in on_pages()}
    patterns: set[str] = set()
    for path, tree in modules():
        if "backend" in path.parts and not {"http", "messages", "store", "vehicles"} & set(path.parts):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                patterns.add("".join(_pattern(part) for part in node.values))
    # A pattern says something only if it begins with the subject: `.*` would mention everything.
    return frozenset(texts), tuple(re.compile(p) for p in sorted(patterns) if re.match(r"[a-z][a-z0-9]*\\-", p))


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9-]+"


def examined() -> Iterator[str]:
    """Yield the ids that `kiosk.commands.findings` makes of the names of checks."""
    for _, tree in modules(ROOT / "kiosk" / "commands"):
        for name, call in calls(tree):
            named = [str(argument.value) for argument in call.args if isinstance(argument, ast.Constant)]
            if name == "fine" and named:
                yield f"doctor-{named[0]}"
            elif name in {"doubtful", "broken"} and len(named) == 2:
                yield f"doctor-{named[0]}-{named[1]}"
                yield f"doctor-{named[0]}-{named[1]}-fix"


def test_the_files_hold_nothing_that_fluent_does_not_understand() -> None:
    for path in sorted((ROOT / "assets" / "locale").rglob("*.ftl")):
        assert [entry for entry in resource(path).body if isinstance(entry, Junk)] == [], path


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != DEFAULT_LANGUAGE])
def test_every_language_says_the_same_things_with_the_same_arguments(language: str) -> None:
    assert messages(language) == messages(DEFAULT_LANGUAGE)


def test_a_locale_is_as_short_as_what_keeps_it() -> None:
    assert [language for language in LANGUAGES if len(language) > 5] == []  # the columns of the database


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_files(language: str) -> None:
    names = {path.name for path in (ROOT / "assets" / "locale" / language).glob("*.ftl")}
    assert names == {path.name for path in (ROOT / "assets" / "locale" / DEFAULT_LANGUAGE).glob("*.ftl")}


def test_every_message_that_the_code_asks_for_exists() -> None:
    assert len(asked()) > 50
    known = messages(DEFAULT_LANGUAGE)
    assert sorted(f"{where} {id}" for id, where, _ in asked() if id not in known) == []
    assert sorted(set(examined()) - known.keys()) == []


def test_every_message_is_given_the_arguments_it_needs() -> None:
    known = messages(DEFAULT_LANGUAGE)
    wrong = []
    for id, where, call in asked():
        if id not in known or any(keyword.arg is None for keyword in call.keywords):
            continue
        widget = isinstance(call.func, ast.Name) and call.func.id[0].isupper()
        given = set() if widget else {str(keyword.arg) for keyword in call.keywords}
        if given != known[id]:
            wrong.append(f"{where} {id}: given {sorted(given)}, needed {sorted(known[id])}")
    assert wrong == []


FAMILIES: dict[str, list[str]] = {
    "bill-share-{}": [LineKind.PAPERLESS_DISCOUNT.value, LineKind.SMART_PAYMENT_DISCOUNT.value],
    "area-{}": [task.value for task in OwnerTask],
    "area-of-{}": [area.value for area in FloodArea],
    "articles-{}": [kind.value for kind in COLUMNS],
    "books-rule-{}": [rule.value for rule in Rule],
    "gateway-rule-{}": [check.value for check in Check],
    "gateway-fault-{}": [fault.value for fault in Fault],
    "cities-reason-{}": [reason.value for reason in CityReason],
    "difference-kind-{}": [kind.value for kind in DifferenceKind],
    "difference-not-{}": ["there", "open", "staff", "refunded"],
    "difference-outcome-{}": [outcome.value for outcome in DifferenceOutcome],
    "desk-trial-{}": [situation.name.replace(".", "-") for situation in situations()],
    "closed-{}": [reason.value for reason in ClosedReason],
    "fleet-closed-{}": [reason.value for reason in ClosedReason],
    "fleet-trouble-{}": [*(trouble.value for trouble in Trouble), "none"],
    "fleet-printer-{}": [state.value for state in PrinterState],
    "edit-{}": [field.value for field in OwnerField],
    "history-{}": [kind.value for kind in OwnerEventKind],
    "history-staff-{}": [*(kind.value for kind in StaffDeedKind), "other"],
    "history-why-{}": sorted({reason.value for reasons in (RevealReason, Reason) for reason in reasons}),
    "service-{}": [kind.value for kind in ServiceKind],
    "service-{}-more": [kind.value for kind in ServiceKind],
    "trouble-store-{}-now": ["overdue", "being-paid", "not-here", "too-much", "other"],
    "trouble-link-{}-now": [LinkState.DENIED.value, LinkState.EXPIRED.value, LinkState.TAKEN.value],
    "trouble-sign-in-{}-now": [LinkState.DENIED.value, LinkState.EXPIRED.value],
    "strength-{}": [strength.value for strength in Strength],
    "password-rule-{}": [rule.value for rule in PasswordRule],
    "password-fault-{}": [*(rule.value for rule in PasswordRule), "character"],
    "name-fault-{}": [fault.value for fault in NameFault],
    "mobile-fault-{}": [fault.value for fault in MobileFault],
    "email-fault-{}": [fault.value for fault in EmailFault],
    "digits-fault-{}": [fault.value for fault in DigitsFault],
    "bill-why-{}": [BillState.BEING_PAID.value, BillState.NOT_HERE.value],
    "backend-{}": ["starting", "reachable", "unreachable", "closed"],
    "doctor-{}": ["fix", "healthy", "unhealthy"],
    "issued-{}": [issued.value for issued in IssuedHow],
    "line-{}": [kind.value for kind in LineKind],
    "lookup-{}": ["nothing-owed", "partly-answered", "could-not-ask", "refused"],
    "plate-fault-{}": [fault.value for fault in PlateFault],
    "starting-{}": ["begins", *(stage.value for stage in StartingStage)],
    "starting-{}-share": [StartingStage.CITY.value],
    "unreached-{}": [reason.value for reason in Unreached],
    "rate-{}": [*(rate["id"] for rate in RATES["rate"]), NATIONAL_RATE],
    "source-{}": [source.value for source in Source],
    "stage-{}": [stage.value for stage in Stage],
    "one-{}": [stage.value for stage in Stage],
    "state-{}": [*(state.value for state in BillState if state is not BillState.OPEN), "due-today", "days-left"],
    "trial-{}": [vehicle.shows for vehicle in TRIAL_VEHICLES],
    "vehicle-{}-short": [vehicle.value for vehicle in VehicleType],
}
"""Messages that the code puts together from a value: one for each value that there can be."""


@pytest.mark.parametrize("family", FAMILIES)
def test_every_value_that_a_screen_may_have_to_say_has_words(family: str) -> None:
    assert {family.format(value) for value in FAMILIES[family]} - messages(DEFAULT_LANGUAGE).keys() == set()


def test_every_family_of_messages_has_members() -> None:
    _, patterns = mentioned()
    subjects = {id.partition("-")[0] for id in messages(DEFAULT_LANGUAGE)}
    lonely = [
        pattern.pattern
        for pattern in patterns
        if pattern.pattern.split("\\-")[0] in subjects
        and ID.match(pattern.pattern.replace("\\-", "-").replace("[a-z0-9-]+", "x"))
        and not any(pattern.fullmatch(id) for id in messages(DEFAULT_LANGUAGE))
    ]
    assert lonely == []


def test_no_message_is_left_over() -> None:
    texts, patterns = mentioned()
    by_doctor = set(examined()) | {"doctor-fix", "doctor-healthy", "doctor-unhealthy"}
    unused = [
        id
        for id in messages(DEFAULT_LANGUAGE)
        if id not in texts
        and not id.startswith("splash-")  # the splash shows its whole file
        and id not in by_doctor
        and not any(pattern.fullmatch(id) for pattern in patterns if not id.startswith("doctor-"))
    ]
    assert unused == []


BESIDE_A_PRINTER = {"doctor.ftl", "fleet.ftl", "phone.ftl", "printer.ftl", "printing.ftl"}
"""What commands say of a printer, pages beside one, and phones of those that their owners have."""


@pytest.mark.parametrize(
    ("language", "speaks", "elsewhere"),
    [("zh-TW", "印", ("自己的印表機",)), ("en", "print", ("at home", "no paper was printed"))],
)
def test_no_page_speaks_of_printing_at_the_machine_as_long_as_it_has_no_printer(
    language: str, speaks: str, elsewhere: tuple[str, ...]
) -> None:
    texts = {
        line
        for path in (ROOT / "assets" / "locale" / language).glob("*.ftl")
        if path.name not in BESIDE_A_PRINTER
        for line in path.read_text(encoding="utf-8").splitlines()
        if speaks in line.partition("=")[2].lower()
    }
    assert {line for line in texts if not any(where in line for where in elsewhere)} == set()


def test_what_is_said_of_a_printer_is_said_only_by_commands() -> None:
    of_printers = {id for id in messages(DEFAULT_LANGUAGE) if id.startswith("printer-")}
    assert of_printers
    assert {where for id, where, _ in asked() if id in of_printers and not where.startswith("kiosk/commands/")} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_holds_what_a_terminal_would_obey_or_a_font_may_lack(language: str) -> None:
    for path in sorted((ROOT / "assets" / "locale" / language).glob("*.ftl")):
        text = path.read_text(encoding="utf-8")
        odd = {c for c in text if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or ord(c) > 0xFFFF}
        odd |= {c for c in text if c in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufe0f"}
        assert odd == set(), path
