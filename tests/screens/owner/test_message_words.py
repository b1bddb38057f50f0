from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

import kiosk.backend
from kiosk.contract.owners import OwnerMessage
from kiosk.i18n import Texts
from kiosk.languages import LANGUAGES
from kiosk.screens.owner import message_words

BACKEND = Path(kiosk.backend.__file__).parent


def reported() -> set[str]:
    """Return every kind of message that the backend leaves for owners, from its own source."""
    kinds = {"owner_log.tell": 2, "owner_log.tell_all": 1}  # which argument of each is the kind
    calls = [
        node
        for path in BACKEND.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in kinds
    ]
    return {str(ast.literal_eval(call.args[kinds[ast.unparse(call.func)]])) for call in calls}


@pytest.mark.long
def test_every_message_that_the_backend_leaves_has_words_here() -> None:
    assert reported() == set(message_words.KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", message_words.KINDS)
def test_words_name_what_the_message_is_about_in_every_language(kind: str, language: str) -> None:
    arguments = {name: f"<{name}>" for name in message_words.KINDS[kind]}
    message = OwnerMessage(id="0" * 32, kind=kind, at=datetime.now(UTC), read=False, arguments=arguments)
    texts = Texts(language)
    said = texts(message_words.title(message)) + texts(message_words.body(message))
    assert all(value in said for name, value in arguments.items() if name != "area")


@pytest.mark.parametrize("arguments", [{}, {"plate": "BKZ-5937"}])
def test_a_message_that_this_terminal_does_not_understand_is_shown_without_its_words(
    arguments: dict[str, str],
) -> None:
    message = OwnerMessage(id="0" * 32, kind="flood", at=datetime.now(UTC), read=False, arguments=arguments)
    assert "BKZ-5937" not in Texts("en")(message_words.body(message))
