"""One line for each figure: its name, its median, its 95th percentile, and the goal."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager


def median(times: Sequence[float]) -> float:
    return statistics.median(times)


def p95(times: Sequence[float]) -> float:
    """Return the time that 19 of 20 do not pass."""
    ordered = sorted(times)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


def tell_ratio(name: str, times: Sequence[float], yardstick: Sequence[float], goal: str) -> None:
    """Print how long something took, as a share of the yardstick's median in the same run."""
    one = median(yardstick)
    _tell(name, f"median {median(times) / one:.2f}×", f"p95 {p95(times) / one:.2f}×", goal, f"1× = {one * 1000:.1f} ms")


def tell_time(name: str, times: Sequence[float], goal: str, beside: str = "") -> None:
    """Print how long something took, in milliseconds."""
    _tell(name, f"median {median(times) * 1000:.1f} ms", f"p95 {p95(times) * 1000:.1f} ms", goal, beside)


def tell_value(name: str, value: str, goal: str, beside: str = "") -> None:
    _tell(name, value, "", goal, beside)


def _tell(name: str, value: str, tail: str, goal: str, beside: str) -> None:
    print(f"\n{name:<52} {value:<18} {tail:<18} goal {goal:<28} {beside}".rstrip(), end="", flush=True)


@contextmanager
def without_collector() -> Iterator[None]:
    """Keep our own garbage collector from being measured."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def in_turn(rounds: int, *measures: Callable[[], float]) -> list[list[float]]:
    """Measure each thing once a round, so that a busy moment of the machine hits them all alike."""
    taken: list[list[float]] = [[] for _ in measures]
    with without_collector():
        for measure in measures:
            measure()  # bytecode and file caches
        for _ in range(rounds):
            for index, measure in enumerate(measures):
                taken[index].append(measure())
    return taken
