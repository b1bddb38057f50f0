"""`kiosk gateway check`: whether a payment platform speaks the contract. It places orders, and says so first."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kiosk.commands.exits import Exit
from kiosk.commands.findings import can_write
from kiosk.commands.gateway_secrets import secret_of
from kiosk.commands.output import console, one_line, print_json
from kiosk.commands.speech import tell, texts
from kiosk.domain.web_address import parts_of
from kiosk.i18n import Message, Texts, say

if TYPE_CHECKING:
    from kiosk.backend.gateways.platform.conformance.findings import Finding, Mark
    from kiosk.backend.gateways.platform.conformance.heard import Listener

SCHEMA = "kiosk.gateway-check/1"
"""Named in the JSON object. Keys and checks may be added under this name, never changed or taken away."""


_LONGEST_RESULT_URL = 120
"""Characters: the path of a provider's messages is added to it, and an order takes 200."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be tried, and how."""

    url: str
    gateway: str
    """Whose secret."""
    provider: str
    listen: str
    result_url: str
    wait: float
    """Seconds."""
    yes: bool
    """Whether orders may be placed on another machine."""


def check(asked: Asked, *, as_json: bool, language: str | None) -> int:
    """Try a platform and report; return 1 if a rule is not kept. Raise `SettingsError` and `SecretError`."""
    from kiosk.settings import BackendSettings
    from kiosk.settings.office import SHORTEST_SECRET, is_loopback

    words = texts(language)
    secret = secret_of(BackendSettings(), asked.gateway)
    try:
        server = parts_of(asked.url)
    except ValueError:
        return _refused(words, say("gateway-check-address"))
    if not _can_be_written(asked.result_url):
        return _refused(words, say("gateway-check-result", most=_LONGEST_RESULT_URL))
    near = is_loopback(asked.url)
    if not near and server.scheme != "https":
        return _refused(words, say("gateway-check-address"))
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,23}", asked.provider):
        return _refused(words, say("gateway-check-provider"))
    if len(secret) < SHORTEST_SECRET:
        return _refused(words, say("gateway-check-secret", name=one_line(asked.gateway), bytes=SHORTEST_SECRET))
    where = one_line(server.netloc)
    if not near and not asked.yes:
        return _refused(words, say("gateway-check-yes", where=where))
    tell(words, say("gateway-check-orders", where=where))
    return _tried(words, asked, secret, near=near, as_json=as_json)


def _can_be_written(result_url: str) -> bool:
    """Say whether an order can name this address; with none, it names where the messages are heard."""
    if not result_url:
        return True
    try:
        parts_of(result_url)
    except ValueError:
        return False
    return len(result_url) <= _LONGEST_RESULT_URL


def _tried(words: Texts, asked: Asked, secret: bytes, *, near: bool, as_json: bool) -> int:
    from kiosk.backend.gateways.platform.conformance.line import Line, UnreachableError
    from kiosk.backend.gateways.platform.conformance.sequence import Sequence as Rules
    from kiosk.clock import SystemClock

    try:
        listener = _listener(asked, near=near)
    except (OSError, ValueError, OverflowError):
        return _refused(words, say("gateway-check-listen", where=one_line(asked.listen)))
    line = Line(asked.url, secret, SystemClock())
    reached_at = asked.result_url or (listener.url if listener is not None else "https://kiosk.invalid")
    rules = Rules(line, provider=asked.provider, result_url=reached_at, listener=listener, wait=asked.wait)
    try:
        findings = list(rules.run())
    except UnreachableError:
        tell(words, say("gateway-check-unreached", where=one_line(urlsplit(asked.url).netloc)))
        return Exit.FAILED
    finally:
        line.close()
        if listener is not None:
            listener.close()
    kept = not any(finding.mark == "failed" for finding in findings)
    if as_json:
        print_json(_as_json(words, findings, rules.left, kept=kept, slowest=line.slowest))
    else:
        _show(words, findings)
    if rules.left:
        tell(words, say("gateway-check-left", orders=one_line(", ".join(rules.left))))
    failed = sum(finding.mark == "failed" for finding in findings)
    tell(words, say("gateway-check-kept") if kept else say("gateway-check-not-kept", count=failed))
    return Exit.DONE if kept else Exit.FAILED


def _listener(asked: Asked, *, near: bool) -> Listener | None:
    """Return a place for messages, None where the platform could not reach it; raise `OSError` and `ValueError`."""
    from kiosk.backend.gateways.platform.conformance.heard import Listener
    from kiosk.clock import SystemClock

    if not asked.listen and not near:
        return None
    host, _, port = (asked.listen or "127.0.0.1:0").rpartition(":")
    return Listener(SystemClock(), host, int(port))


def _refused(words: Texts, why: Message) -> int:
    tell(words, why)
    return Exit.USAGE


def _reason(words: Texts, finding: Finding) -> str:
    if finding.fault is None:
        return ""
    details = {name: value if isinstance(value, int) else one_line(value) for name, value in finding.details.items()}
    if "check" in details:
        details["check"] = words(say(f"gateway-rule-{details['check']}"))
    return words(say(f"gateway-fault-{finding.fault.value}", **details))


def _as_json(
    words: Texts, findings: Sequence[Finding], left: list[str], *, kept: bool, slowest: float
) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "kept": kept,
        "checks": [
            {
                "id": finding.check.value,
                "mark": finding.mark.value,
                "rule": words(say(f"gateway-rule-{finding.check.value}")),
                "fault": finding.fault and finding.fault.value,
                "reason": _reason(words, finding) or None,
            }
            for finding in findings
        ],
        "slowest_seconds": round(slowest, 3),
        "orders_left": left,
    }


def _show(words: Texts, findings: Sequence[Finding]) -> None:
    from rich.table import Table
    from rich.text import Text

    drawn = console()
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    table.add_column(overflow="fold", ratio=1)
    for finding in findings:
        sign, style = _sign(finding.mark)
        # Text, not str: what the server said is data and never markup.
        rule = Text(words(say(f"gateway-rule-{finding.check.value}")))
        table.add_row(Text(sign, style=style), rule, Text(_reason(words, finding)))
    drawn.print(table)


def _sign(mark: Mark) -> tuple[str, str]:
    sign, plain, style = {"ok": ("✓", "+", "green"), "failed": ("✗", "x", "bold red"), "skipped": ("–", "-", "yellow")}[
        mark.value
    ]
    return (sign if can_write(sign, sys.stdout.encoding) else plain), style
