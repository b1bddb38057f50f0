"""The alert rules for Prometheus: every figure that they look at exists, and each says what to do."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # no annotations of its own
from prometheus_client import Metric

# Everything that counts anything: its figures are there once it has been loaded.
import kiosk.backend.assembly  # noqa: F401
from kiosk.backend.domain.text_message import TextState
from kiosk.backend.http.figures import monitored
from kiosk.backend.metrics import DATABASE_ERRORS, MAIL_TROUBLE, PAYMENTS, REGISTRY, TEXT_TROUBLE
from kiosk.backend.store.database import Database
from kiosk.domain.payment import PaymentState
from tests.backend.memory_gateway import MemoryGateway
from tests.backend.payment_stage import PROVIDER, make_stage
from tests.clock import ManualClock
from tests.deploy.programs import DEPLOY

FILE = DEPLOY / "prometheus-alerts.yml"
RULES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["groups"][0]["rules"]


def figures() -> dict[str, Metric]:
    """Return what can be asked for, by the names that Prometheus stores."""
    ends = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "info": ("_info",)}
    return {metric.name + end: metric for metric in REGISTRY.collect() for end in ends.get(metric.type, ("",))}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_an_alert_looks_at_figures_that_exist_and_says_what_to_do(rule: dict[str, Any]) -> None:
    known = {"up", *figures()}
    named = set(re.findall(r"\b(?:up|(?:kiosk|process)_\w+)\b", re.sub(r'"[^"]*"', '""', rule["expr"])))
    assert named
    assert named <= known
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"].endswith(".")
    assert len(rule["annotations"]["action"]) > 8


LABELS = {
    "kiosk_payments_total": {"provider", "state"},
    "kiosk_database_errors_total": {"meaning"},
    "kiosk_provider_messages_rejected_total": {"provider", "why"},
    "kiosk_http_requests_total": {"method", "route", "status"},
    "kiosk_http_request_seconds_bucket": {"route", "le"},
    "kiosk_text_trouble_total": {"gateway", "trouble"},
    "kiosk_texts_total": {"kind", "end"},
    "kiosk_mail_trouble_total": {"trouble"},
    "kiosk_work_refused_total": {"lane"},
    "kiosk_terminals": {"trouble"},
}


def test_an_alert_chooses_by_labels_and_values_that_there_are() -> None:
    chosen = [
        (name, label, value)
        for rule in RULES
        for name, inside in re.findall(r"(\w+)\{([^}]*)\}", rule["expr"])
        for label, value in re.findall(r'(\w+)=~?"([^"]*)"', inside)
        if label != "job"
    ]
    for name, label, _ in chosen:
        assert label in LABELS[name]
    states = {state for name, label, value in chosen if label == "state" for state in value.split("|")}
    assert states <= {state.value for state in PaymentState}
    assert {value for _, label, value in chosen if label == "end"} <= {state.value for state in TextState}


def promtool(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("promtool is not on this machine")
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


def test_prometheus_itself_understands_the_rules() -> None:
    done = promtool("check", "rules", str(FILE))
    assert done.returncode == 0, done.stdout + done.stderr


def payments(state: str, values: str) -> dict[str, str]:
    return {"series": f'kiosk_payments_total{{instance="one",provider="jkopay",state="{state}"}}', "values": values}


ANOMALY = {"series": 'kiosk_payment_anomalies_total{instance="one",kind="money-late"}', "values": "_x9 1x180"}


@pytest.mark.parametrize(
    ("alert", "minute", "fires", "series"),
    [
        ("KioskNobodyPays", 120, True, [payments("waiting", "0+1x180")]),
        ("KioskNobodyPays", 120, True, [payments("waiting", "0+1x180"), payments("paid", "0x180")]),
        ("KioskNobodyPays", 120, False, [payments("waiting", "0+1x180"), payments("paid", "0+1x180")]),
        ("KioskProviderFails", 40, True, [payments("failed", "0+1x180")]),
        ("KioskProviderFails", 40, True, [payments("failed", "0+2x180"), payments("paid", "0+1x180")]),
        ("KioskProviderFails", 40, False, [payments("failed", "0+1x180"), payments("paid", "0+2x180")]),
        ("KioskPaymentAnomaly", 8, False, [ANOMALY]),
        ("KioskPaymentAnomaly", 12, True, [ANOMALY]),
        ("KioskPaymentAnomaly", 90, False, [ANOMALY]),
        ("KioskRefundsWait", 30, False, [{"series": 'kiosk_refunds_overdue{instance="one"}', "values": "1x180"}]),
        ("KioskRefundsWait", 90, True, [{"series": 'kiosk_refunds_overdue{instance="one"}', "values": "1x180"}]),
        ("KioskWorkerStands", 2, True, [{"series": 'kiosk_worker_working{instance="one"}', "values": "0x180"}]),
    ],
)
def test_an_alert_fires_in_the_case_that_it_is_for(
    tmp_path: Path, alert: str, minute: int, fires: bool, series: list[dict[str, str]]
) -> None:
    asked = f'count(ALERTS{{alertname="{alert}",alertstate="firing"}}) or vector(0)'
    expected = [{"value": int(fires)}]
    case = {
        "interval": "1m",
        "input_series": series,
        "promql_expr_test": [{"expr": asked, "eval_time": f"{minute}m", "exp_samples": expected}],
    }
    file = tmp_path / "case.yml"
    file.write_text(yaml.safe_dump({"rule_files": [str(FILE)], "evaluation_interval": "1m", "tests": [case]}))
    done = promtool("test", "rules", str(file))
    assert done.returncode == 0, done.stdout + done.stderr


BEGUN = (DATABASE_ERRORS, MAIL_TROUBLE, PAYMENTS, TEXT_TROUBLE)


def test_what_alerts_compare_is_there_from_the_start(sqlite_url: str, clock: ManualClock) -> None:
    """A series that appears with its first event has not increased: the alert would miss that one."""
    context = make_stage(Database(sqlite_url), clock).context
    context = replace(context, ports=replace(context.ports, gateways=(MemoryGateway(),)))
    for counter in BEGUN:
        counter.clear()
    monitored(context, lambda: True)
    begun = {(sample.name, *sample.labels.values()) for metric in REGISTRY.collect() for sample in metric.samples}
    assert {("kiosk_payments_total", PROVIDER, state.value) for state in PaymentState} <= begun
    assert {
        ("kiosk_database_errors_total", "full"),
        ("kiosk_database_errors_total", "no-connection"),
        ("kiosk_database_errors_total", "fault"),
        ("kiosk_mail_trouble_total", "account"),
        ("kiosk_text_trouble_total", MemoryGateway().name, "account"),
    } <= begun
    context.database.close()


def test_an_alert_at_the_first_event_asks_for_what_is_there_from_the_start_or_for_what_appears() -> None:
    first = {
        name: rule["expr"]
        for rule in RULES
        for name in re.findall(r"increase\((\w+)(?:\{[^}]*\})?\[\w+\]\) > 0", rule["expr"])
    }
    assert {"kiosk_database_errors_total", "kiosk_payment_anomalies_total"} <= first.keys()
    known = {f"{next(iter(counter.describe())).name}_total" for counter in BEGUN}
    for name, expression in first.items():
        without_labels = len(figures()[name].samples) == 2  # the number, and since when
        assert without_labels or name in known or f"unless {name} offset" in expression, name
