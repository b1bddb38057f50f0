"""The look-up in all cities as a picture for the README: `uv run python -m tests.commands.recorded`.

What the command prints, line by line as it comes, in the demo: an answer of no real city stands in it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tests.source import ROOT

PICTURE = ROOT / "assets" / "pictures" / "all-cities.svg"
COMMAND = ("lookup", "BKZ-5938", "--type", "car", "--all-cities", "--demo", "--language", "en")
_COLUMNS = 120


def main() -> None:
    """Run the command and write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            (sys.executable, "-m", "kiosk", *COMMAND),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,  # two of the demo's cities cannot be asked, and the exit code says so
            env={**os.environ, "KIOSK_DATA_DIR": folder, "PYTHONUNBUFFERED": "1"},
        )
    PICTURE.write_text(drawn(ran.stdout, ran.returncode), encoding="utf-8")


def drawn(printed: str, code: int) -> str:
    """Return what was printed as a picture of a terminal, with the command before it and its exit code after it."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=_COLUMNS, file=nowhere, highlight=False)
        console.print(Text(f"$ kiosk {' '.join(COMMAND)}", "bold"))
        console.print(Text("\n".join(line.rstrip() for line in printed.splitlines())))
        console.print(Text(f"$ echo $?\n{code}"))
        svg = console.export_svg(title="kiosk lookup --all-cities --demo", unique_id="cities")
    # Its letters are those of its viewer: a picture fetches nothing from elsewhere.
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    main()
