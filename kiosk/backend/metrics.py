"""What this program counts, in a registry of its own: the library's default one tells versions to whoever asks."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry(auto_describe=True)

REQUESTS = Counter(
    "kiosk_http_requests", "Requests by route template", ["method", "route", "status"], registry=REGISTRY
)
SECONDS = Histogram(
    "kiosk_http_request_seconds",
    "Time to the end of the answer, by route template",
    ["route"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
STREAMS = Gauge("kiosk_payment_streams", "Open streams of payment events", registry=REGISTRY)
OUTBOX_DUE = Gauge("kiosk_outbox_due", "Work in the outbox whose time has come", registry=REGISTRY)
OUTBOX_AGE = Gauge("kiosk_outbox_oldest_seconds", "How long the oldest of it has been waiting", registry=REGISTRY)
TEXTS = Counter("kiosk_texts", "Text messages that came to an end, by kind and how", ["kind", "end"], registry=REGISTRY)
TEXT_TROUBLE = Counter(
    "kiosk_text_trouble",
    "Messages that a gateway did not take; `account` needs an operator",
    ["gateway", "trouble"],
    registry=REGISTRY,
)
TEXT_RECEIPTS = Counter("kiosk_text_receipts", "What gateways told of messages", ["gateway", "end"], registry=REGISTRY)
TEXT_CREDIT = Gauge(
    "kiosk_text_credit", "Messages that a gateway's account still holds", ["gateway"], registry=REGISTRY
)
WRONG_CODES = Counter("kiosk_codes_wrong", "Wrong one-time codes", ["purpose"], registry=REGISTRY)
