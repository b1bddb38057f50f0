"""What gives a plate away in a text that holds random ids too, in the midst of which any three letters can stand."""

from __future__ import annotations

import re


def given_away(text: str, plate: str) -> list[str]:
    """Return where a text has a plate (`BKZ-5937`), joined or not, or either half of it standing by itself.

    A half within a longer run of letters and digits, as in the support code S-9QE9BKZ, is chance.
    """
    half = "|".join(re.escape(one) for one in plate.split("-"))
    joined = re.escape(plate.replace("-", ""))
    return re.findall(rf"{joined}|(?<![0-9A-Za-z.])(?:{half})(?![0-9A-Za-z])", text)
