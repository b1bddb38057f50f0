"""What `--costs` tells."""

from __future__ import annotations

from tests.costs import DEAREST, reported


def test_costs_are_reported_by_folder_and_for_the_dearest_tests_dearest_first() -> None:
    spent = {f"tests/domain/test_money.py::test_{number}": 0.1 for number in range(DEAREST)}
    spent |= {"tests/journeys/desk/test_cases.py::test_long[touch]": 3.0, "tests/test_words.py::test_short": 0.2}
    lines = [line.split(maxsplit=1) for line in reported(spent)]
    assert lines[0] == ["5.7", f"{DEAREST + 2} tests"]
    assert lines[1:4] == [["3.0", "1 tests/journeys"], ["2.5", "25 tests/domain"], ["0.2", "1 tests/test_words.py"]]
    assert [name for _, name in lines[4:6]] == list(spent)[-2:]
    assert len(lines[4:]) == DEAREST
