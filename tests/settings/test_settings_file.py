"""The settings file is read, or a line says which file, which key and what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.settings import BackendSettings, KioskSettings, SettingsError

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str | bytes) -> Path:
        path = tmp_path / "kiosk.toml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


def refused(cls: type[BackendSettings | KioskSettings] = BackendSettings) -> str:
    with pytest.raises(SettingsError) as caught:
        cls()
    return str(caught.value)


def test_both_tables_are_read_from_one_file(write: Write) -> None:
    write('[backend]\noffice = "松山"\nthreads = 7\n[kiosk]\nbackend = "https://parking.example.tw"\nlan = true\n')
    assert (BackendSettings().office, BackendSettings().threads) == ("松山", 7)
    assert (KioskSettings().backend, KioskSettings().lan) == ("https://parking.example.tw", True)


@pytest.mark.parametrize("content", ["", "# nothing\n", "[kiosk]\n", "[backend]\n"])
def test_a_table_that_is_absent_or_empty_means_the_defaults(write: Write, content: str) -> None:
    write(content)
    assert BackendSettings() == BackendSettings.model_construct()
    assert KioskSettings().demo is True


def test_a_file_that_notepad_saved_is_read(write: Write) -> None:
    write(b"\xef\xbb\xbf" + '[backend]\r\noffice = "松山"\r\n'.encode())
    assert BackendSettings().office == "松山"


def test_the_environment_wins_over_the_file(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write('[backend]\noffice = "in the file"\n')
    monkeypatch.setenv("KIOSK_BACKEND_OFFICE", "in the environment")
    assert BackendSettings().office == "in the environment"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[backend]\noffice = "松山"\n'.encode("big5"), "line 2: not UTF-8 (Big5 perhaps): save it in UTF-8"),
        ('[backend]\noffice = "松山"\n'.encode("utf-16"), "line 1: not UTF-8 (Big5 perhaps): save it in UTF-8"),
        ("[backend\n", "not TOML: Expected ']' at the end of a table declaration (at line 1, column 9)"),
        ("office = " + "[" * 100_000, "not TOML: too many brackets within each other"),
        ("#" * 1_000_001, "too large for settings"),
        ('[backendd]\noffice = "x"\n', "unknown table or key 'backendd'; did you mean backend?"),
        ('office = "x"\n', "unknown table or key 'office'"),
        ('backend = "x"\n', "backend is a table: write [backend] on a line of its own, its keys below"),
        ('[backend]\nofice = "x"\n', "[backend] ofice: unknown setting; did you mean office?"),
        pytest.param("[backend]\nthreads = " + "9" * 5000, "a number in it is too long", id="5000 digits"),
        ('[backend]\nmail_url = "smtps://mail.example.tw"\n', "[backend] mail_url: it needs mail_from"),
        ('[backend]\nmail_user = "canary"\n', "[backend] mail_user: it needs mail_password"),
        ('[backend]\nmail_password = "canary"\n', "[backend] mail_password: it needs mail_user"),
        ('[backend]\nmail_user = "帳canary"\nmail_password = "x"\n', "[backend] mail_user: SMTP signs in only with"),
        ('[backend]\nmail_user = "x"\nmail_password = "密canary"\n', "[backend] mail_password: SMTP signs in only"),
        ('[backend.gateway_secrets]\nnone = "canary"\n', "[backend] gateway_secrets: it names what is no gateway here"),
        ('[backend]\nthreads = "canary"\n', "[backend] threads: Input should be a valid integer"),
        ('[backend]\ntext_gateways = ["canary"]\n', "[backend] text_gateways[0]: Input should be 'mitake' or"),
        ('[[backend.identity_providers]]\ncode = "x"\ncanary = 1\n', "[backend] identity_providers[0].code: "),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_fault(write: Write, content: str | bytes, said: str) -> None:
    path = write(content)
    reported = refused()
    assert f"{path}: {said}" in reported
    assert "canary" not in reported.replace("identity_providers[0].canary", "")


def test_every_fault_has_its_line(write: Write) -> None:
    path = write('[backend]\nthreads = 0\noffice = "x"\npayment_lifetime = -1\n')
    lines = refused().splitlines()
    assert [line.split(":")[1] for line in lines] == [" [backend] payment_lifetime", " [backend] threads"]
    assert all(line.startswith(f"{path}: ") for line in lines)


def test_a_named_file_has_to_be_there_and_the_standard_one_has_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_CONFIG", str(tmp_path / "absent.toml"))
    assert refused() == f"{tmp_path}/absent.toml: there is no such file, and KIOSK_CONFIG names it"
    monkeypatch.delenv("KIOSK_CONFIG")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert BackendSettings().threads == 4


def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").unlink()
    (tmp_path / "kiosk.toml").mkdir()
    assert refused(KioskSettings) == f"{tmp_path}/kiosk.toml: this is a folder, not a file"


def test_a_file_that_may_not_be_read_is_said(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("[backend]\n")

    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    # The user root may read everything.
    monkeypatch.setattr(Path, "open", closed)
    assert refused() == f"{path}: cannot be read: Permission denied"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("KIOSK_BACKEND_OFICE", "; did you mean KIOSK_BACKEND_OFFICE?"),
        ("KIOSK_DATADIR", "; did you mean KIOSK_DATA_DIR?"),
        ("KIOSK_NONSENSE_AND_MORE", ""),
    ],
)
@pytest.mark.parametrize("cls", [BackendSettings, KioskSettings])
def test_a_misspelt_variable_is_no_silence(
    monkeypatch: pytest.MonkeyPatch, cls: type[BackendSettings | KioskSettings], name: str, said: str
) -> None:
    monkeypatch.setenv(name, "canary")
    assert refused(cls) == f"{name}: unknown setting in the environment{said}"


def test_a_variable_with_a_fault_is_named_instead_of_the_file(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("[backend]\nthreads = 5\n")
    monkeypatch.setenv("KIOSK_BACKEND_THREADS", "canary")
    assert refused().startswith("KIOSK_BACKEND_THREADS: Input should be a valid integer")


@pytest.mark.parametrize("value", ["mitake", '["mitake"', "canary"])
def test_a_list_in_a_variable_that_is_not_json_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_TEXT_GATEWAYS", value)
    assert refused() == "KIOSK_BACKEND_TEXT_GATEWAYS: not JSON, as a list in a variable has to be"


def test_the_home_folder_may_be_written_as_in_a_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk.platform.machine.paths import data_folder

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KIOSK_DATA_DIR", "~/parking")
    (tmp_path / "office.toml").write_text("[backend]\nthreads = 9\n")
    monkeypatch.setenv("KIOSK_CONFIG", "~/office.toml")
    assert data_folder() == tmp_path / "parking"
    assert BackendSettings().threads == 9
    assert not Path("~").exists()


@pytest.mark.parametrize("value", ["~nobody-of-this-name/x", None])
def test_a_folder_in_a_home_that_is_not_there_is_refused_and_never_named_so(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    from kiosk.platform.machine.paths import NoHomeError, config_file, data_folder, log_folder

    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "KIOSK_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    for name in ("KIOSK_DATA_DIR", "KIOSK_LOG_DIR"):
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)
    # A user whom the system's list does not know, as a service may be.
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000)
    for place in (data_folder, log_folder):
        with pytest.raises(NoHomeError, match="KIOSK_"):
            place()
    assert config_file() is None
    assert not Path("~").exists()
