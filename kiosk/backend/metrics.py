"""What this program counts, in a registry of its own: the library's default one shows versions to every client."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector

from kiosk import __version__

REGISTRY = CollectorRegistry(auto_describe=True)
ProcessCollector(registry=REGISTRY)  # memory, processor time, open files, since when

BUILD = Info("kiosk_build", "Which version this is", registry=REGISTRY)
BUILD.info({"version": __version__})

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
FAILURES_DROPPED = Counter(
    "kiosk_failures_not_kept", "Failures whose support code only the log knows: there were too many", registry=REGISTRY
)
STREAMS = Gauge("kiosk_payment_streams", "Open streams of payment events", registry=REGISTRY)
OUTBOX_DUE = Gauge("kiosk_outbox_due", "Work in the outbox whose time has come", registry=REGISTRY)
OUTBOX_AGE = Gauge("kiosk_outbox_oldest_seconds", "How long the oldest of it has been waiting", registry=REGISTRY)
REFUNDS_OVERDUE = Gauge(
    "kiosk_refunds_overdue", "Refunds, of a part too, that have been due for over an hour", registry=REGISTRY
)
TEXTS = Counter("kiosk_texts", "Text messages that came to an end, by kind and how", ["kind", "end"], registry=REGISTRY)
TEXT_TROUBLE = Counter(
    "kiosk_text_trouble",
    "Messages that a gateway did not take; `account` needs an operator",
    ["gateway", "trouble"],
    registry=REGISTRY,
)
TEXT_RECEIPTS = Counter(
    "kiosk_text_receipts", "Receipts of messages by gateways", ["gateway", "end"], registry=REGISTRY
)
TEXT_CREDIT = Gauge(
    "kiosk_text_credit", "Messages that a gateway's account still holds", ["gateway"], registry=REGISTRY
)
MAILS = Counter("kiosk_mails", "E-mails that came to an end, by kind and how", ["kind", "end"], registry=REGISTRY)
MAIL_TROUBLE = Counter(
    "kiosk_mail_trouble",
    "E-mails that the server did not take; `account` needs an operator",
    ["trouble"],
    registry=REGISTRY,
)
CODES_UNDER_WAY = Gauge(
    "kiosk_text_codes_under_way",
    "Codes that a gateway has been handed and not answered for",
    ["gateway"],
    registry=REGISTRY,
)
CODES_PASSED_ON = Counter(
    "kiosk_text_codes_passed_on",
    "Codes that went to the next gateway, since this one had as many under way as it is given",
    ["gateway"],
    registry=REGISTRY,
)
GATEWAY_CALLS = Gauge(
    "kiosk_gateway_calls", "Calls that a payment gateway has not answered yet", ["gateway"], registry=REGISTRY
)
GATEWAY_FULL = Counter(
    "kiosk_gateway_full",
    "Calls that were put off, since the gateway had as many under way as it is given",
    ["gateway"],
    registry=REGISTRY,
)
TERMINALS = Gauge(
    "kiosk_terminals",
    "Terminals that may use the backend, by the worst that is wrong with each; `well` where nothing is",
    ["trouble"],
    registry=REGISTRY,
)
WRONG_CODES = Counter("kiosk_codes_wrong", "Wrong one-time codes", ["purpose"], registry=REGISTRY)
PAYMENTS = Counter("kiosk_payments", "Payments that came to a state", ["provider", "state"], registry=REGISTRY)
DATABASE_ERRORS = Counter(
    "kiosk_database_errors",
    "Units of work and look-ups that the database did not do, by what that means",
    ["meaning"],
    registry=REGISTRY,
)
CONNECTIONS = Gauge("kiosk_database_connections", "Connections in use, by pool", ["pool"], registry=REGISTRY)
CONNECTION_LIMIT = Gauge("kiosk_database_connection_limit", "The most that a pool has", ["pool"], registry=REGISTRY)
THREADS = Gauge("kiosk_work_threads", "Threads for requests, by lane", ["lane"], registry=REGISTRY)
THREADS_USED = Gauge("kiosk_work_threads_used", "Threads at work, by lane", ["lane"], registry=REGISTRY)
WAITING = Gauge("kiosk_work_waiting", "Requests that wait for a thread, by lane", ["lane"], registry=REGISTRY)
REFUSED = Counter(
    "kiosk_work_refused", "Requests for which no thread got free in time, by lane", ["lane"], registry=REGISTRY
)
WORKER_THREADS = Gauge("kiosk_worker_threads", "Threads for the outbox, by kind of work", ["work"], registry=REGISTRY)
WORKER_THREADS_USED = Gauge(
    "kiosk_worker_threads_used", "Threads that work on the outbox, by kind of work", ["work"], registry=REGISTRY
)
WORKER_WORKING = Gauge(
    "kiosk_worker_working",
    "1 as long as the outbox is polled; 0 once it has not been for half a minute",
    registry=REGISTRY,
)
DAILY_DONE = Gauge(
    "kiosk_daily_job_done_timestamp_seconds",
    "When the jobs of the day were last done by this process; 0 if not yet",
    registry=REGISTRY,
)
