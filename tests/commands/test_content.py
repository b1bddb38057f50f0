from __future__ import annotations

import json
from pathlib import Path

from kiosk.platform.machine.paths import assets
from tests.commands.conftest import Run

ARTICLE = """---
kind: notice
slug: works
language: zh-TW
title: 道路施工
published: 2026-11-02
pinned: true
---

明日施工。
"""


def test_files_are_taken_in_and_listed(kiosk: Run, tmp_path: Path, database_url: str) -> None:
    path = tmp_path / "works.md"
    path.write_text(ARTICLE, encoding="utf-8")
    at = ["--database-url", database_url]
    ran = kiosk("content", "import", str(path), str(assets() / "content" / "passes.toml"), *at)
    assert (ran.code, ran.out, "1 article, 1 pass." in ran.err) == (0, "", True)
    listed = json.loads(kiosk("content", "list", "--json", *at).out)
    assert [(one["slug"], one["language"], one["title"], one["pinned"]) for one in listed["articles"]] == [
        ("works", "zh-TW", "道路施工", True)
    ]
    assert [(one["code"], one["price"], one["places"]) for one in listed["passes"]] == [
        ("roadside-motorcycle", 300, None)
    ]
    path.write_text(ARTICLE.replace("pinned: true", "withdrawn: true"), encoding="utf-8")
    assert kiosk("content", "import", str(path), *at).code == 0
    article, sold = kiosk("content", "list", *at).out.splitlines()
    assert "withdrawn" in article
    assert "NT$300" in sold


def test_one_wrong_file_keeps_all_of_them_out(kiosk: Run, tmp_path: Path, database_url: str) -> None:
    right, wrong = tmp_path / "right.md", tmp_path / "wrong.md"
    right.write_text(ARTICLE, encoding="utf-8")
    wrong.write_text(ARTICLE.replace("zh-TW", "mandarin"), encoding="utf-8")
    at = ["--database-url", database_url]
    ran = kiosk("content", "import", str(right), str(wrong), *at)
    assert ran.code == 1
    assert ran.err.startswith("wrong.md: language: ")
    assert "Nothing was taken in" in ran.err
    wrong.write_text(ARTICLE.replace("works", "elsewhere").replace("zh-TW", "en"), encoding="utf-8")
    ran = kiosk("content", "import", str(right), str(wrong), *at)
    assert (ran.code, "notice elsewhere: language" in ran.err) == (1, True)
    assert kiosk("content", "list", *at).out == ""
    assert kiosk("content", "import", str(tmp_path / "none.md"), *at).code == 1
