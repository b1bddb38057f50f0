"""A migration that has landed is never edited: databases that it has made would differ from those that it makes."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

from tests.source import PACKAGE

VERSIONS = PACKAGE / "backend" / "store" / "migrations" / "versions"
LANDED = Path(__file__).with_name("landed_migrations.toml")


def test_no_landed_migration_has_been_edited() -> None:
    landed: dict[str, str] = tomllib.loads(LANDED.read_text(encoding="utf-8"))
    found = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(VERSIONS.glob("m*.py"))}
    edited = [name for name, digest in landed.items() if found.get(name) != digest]
    assert edited == [], "change it back, and write the next migration for what is to be different"
    assert [name for name in found if name not in landed] == [], f"add its SHA-256 to {LANDED.name} when it lands"
