"""Figures for the operators, in a registry of their own."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """Requests by route, and what waits in the outbox."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "kiosk_http_requests", "Requests answered.", ("method", "route", "status"), registry=self._registry
        )
        self.seconds = Histogram("kiosk_http_request_seconds", "Time to answer.", ("route",), registry=self._registry)
        self.outbox = Gauge("kiosk_outbox_waiting", "Outbound work not done yet.", registry=self._registry)

    def text(self) -> bytes:
        return generate_latest(self._registry)
