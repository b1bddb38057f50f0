"""Which company a one-time code is handed to, so that a slow one does not keep every thread that sends codes."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar

from kiosk.backend.metrics import CODES_PASSED_ON, CODES_UNDER_WAY

CODES_AT_ONCE = 2
"""Codes that one company is handed at a time by this process, as long as another one works; the worker has as many
threads for each."""


class Company(Protocol):
    """Who sends codes."""

    @property
    def name(self) -> str:
        """As it stands in figures."""
        ...


C = TypeVar("C", bound=Company)


class UnderWay:
    """The codes that each company has been handed and has not answered for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handed: Counter[str] = Counter()

    @contextmanager
    def at(self, companies: Sequence[C], resting: Collection[str]) -> Iterator[C]:
        """Yield the company that the next code is to be handed to, of these in their order; it counts meanwhile.

        The first that has fewer than `CODES_AT_ONCE`, and does not rest from a failure; where there is none such, the
        first of all.
        """
        with self._lock:
            working = (company for company in companies if company.name not in resting)
            chosen = next((one for one in working if self._handed[one.name] < CODES_AT_ONCE), companies[0])
            self._handed[chosen.name] += 1
        if chosen is not companies[0]:
            CODES_PASSED_ON.labels(companies[0].name).inc()
        CODES_UNDER_WAY.labels(chosen.name).inc()
        try:
            yield chosen
        finally:
            CODES_UNDER_WAY.labels(chosen.name).dec()
            with self._lock:
                self._handed[chosen.name] -= 1
