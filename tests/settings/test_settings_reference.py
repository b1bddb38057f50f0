"""`kiosk settings` tells what holds and what could be set; the committed reference is the current one."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from kiosk.languages import LANGUAGES
from kiosk.settings import BackendSettings, GatewaySettings, IdentitySettings, KioskSettings, SettingsError
from kiosk.settings.reference import documented, example
from tests.commands.conftest import Run, kiosk, tree_made_once  # noqa: F401  fixtures
from tests.source import ROOT

COMMITTED = ROOT / "docs" / "operating" / "settings.toml"


def test_the_committed_reference_is_current() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == example(), "write it anew: kiosk settings --example > " + str(
        COMMITTED
    )


def test_every_setting_is_described() -> None:
    assert [documented(model) for model in (KioskSettings, BackendSettings, IdentitySettings, GatewaySettings)] == [
        []
    ] * 4


def test_the_reference_sets_nothing_and_each_of_its_lines_can_be_taken_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(example(), encoding="utf-8")
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {"kiosk": {}, "backend": {}}
    defaults = BackendSettings(), KioskSettings()
    file.write_text(every_line_taken(), encoding="utf-8")
    taken = BackendSettings()
    assert [provider.code for provider in taken.identity_providers] == ["google"]
    assert [gateway.kind for gateway in taken.gateways] == ["line-pay"]
    assert [paid.city for paid in taken.cities_paid] == ["NWT"]
    assert taken.model_copy(update={"identity_providers": (), "gateways": (), "cities_paid": ()}) == defaults[0]
    assert KioskSettings() == defaults[1]
    for cls in (BackendSettings, KioskSettings):
        assert all(f"{cls.variable(name)}" in example() for name in cls.model_fields)


def test_a_language_that_can_be_set_is_one_that_there_is() -> None:
    for language in ("", *LANGUAGES):
        assert KioskSettings(language=language).language == language
    with pytest.raises(SettingsError, match=f"choose from {', '.join(LANGUAGES)}"):
        KioskSettings(language="tlh")


def test_what_holds_is_shown_with_what_sets_it_and_without_secrets(
    kiosk: Run,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "kiosk.toml").write_text(
        '[backend]\noffice = "松山"\nprovider_secret = "canary"\n[kiosk]\nlanguage = "en"\n', encoding="utf-8"
    )
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", "postgresql://me:canary@db/kiosk")
    reported = kiosk("settings")
    assert reported.code == 0
    assert f'office = "松山"  # {tmp_path}/kiosk.toml: [backend] office' in reported.out
    assert 'database_url = "(set)"  # KIOSK_BACKEND_DATABASE_URL' in reported.out
    assert "threads = 4\n" in reported.out
    report = json.loads(kiosk("settings", "--json").out)
    assert report["schema"] == "kiosk.settings/1"
    assert report["backend"]["office"] == {"value": "松山", "from": f"{tmp_path}/kiosk.toml: [backend] office"}
    assert report["backend"]["threads"] == {"value": 4, "from": None}
    assert report["kiosk"]["language"]["value"] == "en"
    assert "canary" not in reported.out + json.dumps(report)


def test_every_setting_that_can_be_set_can_be_shown(
    kiosk: Run,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    confirms = '[[backend.cities_paid]]\ncity = "TYN"\nway = "confirms"\nurl = "https://city.example.tw"\n'
    (tmp_path / "kiosk.toml").write_text(
        every_line_taken().replace('client_secret = ""', 'client_secret = "canary"') + confirms + 'secret = "canary"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("KIOSK_BACKEND_TRUSTED_PROXIES", '["127.0.0.1", "2001:db8::/32"]')
    monkeypatch.setenv("KIOSK_BACKEND_GATEWAY_SECRETS", '{"line-pay": "canary"}')
    plain, report = kiosk("settings"), kiosk("settings", "--json")
    assert (plain.code, report.code, kiosk("settings", "--example").code) == (0, 0, 0)
    shown = json.loads(report.out)["backend"]
    assert {name: shown[name]["value"] for name in shown if isinstance(shown[name]["value"], list)} == {
        "gateway_secrets": ["line-pay"],
        "text_gateways": [],
        "identity_providers": ["google"],
        "gateways": ["line-pay"],
        "cities_paid": ["NWT", "TYN"],
        "trusted_proxies": ["127.0.0.1/32", "2001:db8::/32"],
    }
    assert 'trusted_proxies = ["127.0.0.1/32", "2001:db8::/32"]' in plain.out
    assert "canary" not in plain.out + report.out


def test_the_reference_is_printed(kiosk: Run) -> None:  # noqa: F811
    assert kiosk("settings", "--example").out == example()


def every_line_taken() -> str:
    """Return the reference with each of its settings set."""
    return re.sub(r"(?m)^#(?=[\[a-z])", "", example())
