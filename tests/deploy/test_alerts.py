"""The alert rules for Prometheus: every figure that they look at exists, and each says what to do."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # no annotations of its own
from prometheus_client import Metric

# Everything that counts anything: its figures are there once it has been loaded.
import kiosk.backend.assembly  # noqa: F401
from kiosk.backend.domain.text_message import TextState
from kiosk.backend.metrics import REGISTRY
from kiosk.domain.payment import PaymentState
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


def test_prometheus_itself_understands_the_rules() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not on this machine")
    done = subprocess.run([promtool, "check", "rules", str(FILE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
