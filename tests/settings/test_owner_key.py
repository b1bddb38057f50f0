"""What is sealed stays readable whatever is agreed on with a platform, now or later."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.backend.configuration import ServeOptions, configured
from kiosk.backend.start_errors import StartError
from kiosk.backend.terms import terms_of

OLD, NEW = "a" * 32, "b" * 32


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Set up an office on one machine, with a platform that nothing is agreed on with so far."""
    monkeypatch.setenv("KIOSK_BACKEND_PUBLIC_URL", "https://parking.example.tw")
    return monkeypatch


def agree(office: pytest.MonkeyPatch, secret: str) -> None:
    office.setenv("KIOSK_BACKEND_PROVIDER_URL", "https://pay.example.tw")
    office.setenv("KIOSK_BACKEND_PROVIDER_SECRET", secret)


def keys(url: str, *, demo: bool = False) -> tuple[bytes, bytes]:
    terms = terms_of(configured(ServeOptions(database_url=url, demo=demo), {}))
    return terms.seal_key, terms.code_key


def address(folder: Path) -> str:
    return f"sqlite:///{folder}/kiosk.sqlite3"


def serve_once(folder: Path) -> None:
    """Leave a database behind, as an office does that runs already."""
    (folder / "kiosk.sqlite3").touch()


def test_each_use_of_one_secret_has_a_key_of_its_own(office: pytest.MonkeyPatch, tmp_path: Path) -> None:
    agree(office, OLD)
    office.setenv("KIOSK_BACKEND_OWNER_SECRET", OLD)
    terms = terms_of(configured(ServeOptions(database_url=address(tmp_path)), {}))
    made = {terms.form_key, terms.code_key, terms.seal_key}
    assert len(made) == 3
    assert {len(key) for key in made} == {32}
    assert OLD.encode() not in made


def test_a_machines_first_platform_leaves_what_its_key_file_seals(office: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = keys(address(tmp_path))
    serve_once(tmp_path)
    agree(office, OLD)
    assert keys(address(tmp_path)) == before
    assert (tmp_path / "kiosk.key").exists()


@pytest.mark.parametrize("owner_secret", ["", "o" * 32], ids=["with a key file", "with owner_secret"])
def test_a_new_secret_of_the_platform_seals_no_differently(
    owner_secret: str, office: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office.setenv("KIOSK_BACKEND_OWNER_SECRET", owner_secret)
    agree(office, OLD)
    before = keys(address(tmp_path))
    serve_once(tmp_path)
    agree(office, NEW)
    assert keys(address(tmp_path)) == before
    assert (tmp_path / "kiosk.key").exists() is not bool(owner_secret)


def test_what_was_sealed_with_the_platforms_secret_stays_readable_and_then_so_with_owner_secret(
    office: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    serve_once(tmp_path)
    agree(office, OLD)
    before = keys(address(tmp_path))
    assert not (tmp_path / "kiosk.key").exists()
    assert keys(address(tmp_path)) == before
    # What the page on incidents has one do first.
    office.setenv("KIOSK_BACKEND_OWNER_SECRET", OLD)
    agree(office, NEW)
    assert keys(address(tmp_path)) == before


def test_on_a_database_server_the_platforms_secret_is_not_enough(office: pytest.MonkeyPatch) -> None:
    agree(office, OLD)
    with pytest.raises(StartError, match=r"owner_secret: not set: .*the present provider_secret") as refused:
        keys("postgresql://127.0.0.1:1/kiosk")
    assert OLD not in str(refused.value)
    office.setenv("KIOSK_BACKEND_OWNER_SECRET", NEW)
    keys("postgresql://127.0.0.1:1/kiosk")


def test_the_demo_makes_no_key_file(office: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keys(address(tmp_path), demo=True)
    assert list(tmp_path.glob("*.key")) == []
