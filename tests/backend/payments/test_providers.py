"""The list of providers: a row that cannot be used takes only itself away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kiosk.backend.payments import providers
from kiosk.backend.payments.providers import ProviderFileError

GOOD = '[[provider]]\ncode = "jkopay"\nname = "街口支付"\nkind = "wallet"\nfee = 0\navailable = true\n'


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], list[str]]]:
    """Return what is offered of the rows of a file."""
    monkeypatch.setattr(providers, "assets", lambda: tmp_path)

    def forget() -> None:
        providers._entries.cache_clear()
        providers.load.cache_clear()

    def offered(text: str) -> list[str]:
        forget()
        (tmp_path / "providers.toml").write_text(text, encoding="utf-8")
        return list(providers.load(demo=False).by_code)

    yield offered
    forget()


@pytest.mark.parametrize(
    "change",
    [('"街口支付"', '"街口\\n支付"'), ("fee = 0", "fee = -1"), ('"wallet"', '"cheque"'), ("fee = 0", "fees = 0")],
)
def test_a_faulty_row_is_left_out_and_logged(listed: Callable[[str], list[str]], change: tuple[str, str]) -> None:
    with capture_logs() as logged:
        assert listed(GOOD.replace("jkopay", "canary").replace(*change) + GOOD) == ["jkopay"]
    assert [(line["event"], line["row"]) for line in logged] == [("provider-left-out", 1)]
    assert "canary" not in str(logged)


def test_a_file_without_one_usable_row_is_refused(listed: Callable[[str], list[str]]) -> None:
    with pytest.raises(ProviderFileError):
        listed(GOOD.replace("fee = 0", "fee = -1"))


def test_a_payment_of_a_provider_that_has_left_the_list_names_its_code(listed: Callable[[str], list[str]]) -> None:
    assert listed(GOOD) == ["jkopay"]
    there = providers.load(demo=False)
    assert (there.name("jkopay"), there.name("gone")) == ("街口支付", "gone")
    assert there.name_en("gone") is None
