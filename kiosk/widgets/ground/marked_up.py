"""The office's Markdown as lines of a terminal: headings, paragraphs, lists, emphasis. Pure: it knows no screen.

Raw HTML stands as it was typed; a link stands as its words with the address behind them. Lines are broken by cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.cells import cell_len

from kiosk.widgets.ground.wrapping import wrapped

_STEP = 3
"""Cells of indent: a bullet or a number of one digit, and a blank."""
_LEAST = 8
"""Cells that a line has at least, however deep a list is nested."""


class PieceStyle(Enum):
    """How a piece of text is painted."""

    PLAIN = auto()
    STRONG = auto()
    EMPHASIS = auto()
    HEADING = auto()
    QUIET = auto()
    """Bullets, quotations, rules."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one style."""

    text: str
    style: PieceStyle = PieceStyle.PLAIN


Line = tuple[Piece, ...]

_EMPHASIS = {"strong_open": PieceStyle.STRONG, "em_open": PieceStyle.EMPHASIS}


@dataclass(slots=True)
class _Block:
    """A run of text that is broken into lines together."""

    pieces: list[Piece]
    indent: int
    label: str = ""
    """What stands at the end of the first line's indent: a bullet, a number."""
    close: bool = False
    """Whether it stands right below the block before, without an empty line: the entries of a list."""


@dataclass(slots=True)
class _List:
    """A list that is being read."""

    number: int | None
    """Of the next entry; None for bullets."""
    indent: int
    label: str = ""
    """Of the entry that has just begun, until its first block has it."""


def lines(source: str, width: int) -> list[Line]:
    """Return Markdown as lines of at most `width` cells; what cannot be broken, such as a link, may be longer."""
    found: list[Line] = []
    for block in _Reader().blocks(MarkdownIt("commonmark", {"html": False}).parse(source)):
        if found and not block.close:
            found.append(())
        found += _laid(block, width)
    return found


class _Reader:
    """Makes blocks of a document's tokens."""

    def __init__(self) -> None:
        self._lists: list[_List] = []
        self._quotes = 0
        self._style = PieceStyle.PLAIN
        self._tight = False
        self._began = False
        """Whether an entry of the outermost list has been read, so that the next may stand close to it."""

    def blocks(self, tokens: Sequence[Token]) -> Iterator[_Block]:
        for token in tokens:
            if token.type == "inline":
                yield self._block(
                    list(_pieces(token.children or (), PieceStyle.QUIET if self._quotes else self._style))
                )
            elif token.type in {"fence", "code_block"}:
                yield self._block([Piece(token.content.rstrip("\n"))])
            elif token.type == "hr":
                yield self._block([Piece("─" * 8, PieceStyle.QUIET)])
            else:
                self._enter_or_leave(token)

    def _block(self, pieces: list[Piece]) -> _Block:
        here = self._lists[-1] if self._lists else None
        label, close = ("", False) if here is None else (here.label, self._tight and self._began)
        if here is not None:
            here.label, self._began = "", True
        return _Block(pieces, (here.indent if here else 0) + _STEP * self._quotes, label, close=close)

    def _enter_or_leave(self, token: Token) -> None:
        kind = token.type
        if kind in {"bullet_list_open", "ordered_list_open"}:
            number = int(token.attrs.get("start", 1)) if kind == "ordered_list_open" else None
            self._began = self._began and bool(self._lists)
            self._lists.append(_List(number, _STEP * (len(self._lists) + 1)))
        elif kind in {"bullet_list_close", "ordered_list_close"}:
            self._lists.pop()
        elif kind == "list_item_open":
            self._lists[-1].label = self._label(self._lists[-1])
        elif kind in {"blockquote_open", "blockquote_close"}:
            self._quotes += token.nesting
        elif kind in {"heading_open", "heading_close"}:
            self._style = PieceStyle.HEADING if kind == "heading_open" else PieceStyle.PLAIN
        elif kind == "paragraph_open":
            self._tight = token.hidden

    @staticmethod
    def _label(of: _List) -> str:
        if of.number is None:
            return "・ "
        of.number += 1
        return f"{of.number - 1}. "


def _pieces(tokens: Sequence[Token], ground: PieceStyle) -> Iterator[Piece]:
    style, address, shown = [ground], "", ""
    for index, token in enumerate(tokens):
        if token.type in _EMPHASIS:
            style.append(ground if ground is PieceStyle.HEADING else _EMPHASIS[token.type])
        elif token.type in {"strong_close", "em_close"}:
            style.pop()
        elif token.type == "link_open":
            address, shown = str(token.attrs.get("href", "")), ""
        elif token.type == "link_close":
            if address != shown:
                yield Piece(f"（{address}）", style[-1])
        else:
            text = _break(tokens, index) if token.type in {"softbreak", "hardbreak"} else token.content
            shown += text
            yield Piece(text, style[-1])


def _break(tokens: Sequence[Token], index: int) -> str:
    """Return what the end of a line in the source becomes: a blank between Latin words, nothing within Chinese."""
    if tokens[index].type == "hardbreak":
        return "\n"
    return " " if (tokens[index - 1].content[-1:] + tokens[index + 1].content[:1]).isascii() else ""


def _laid(block: _Block, width: int) -> Iterator[Line]:
    """Yield the lines of a block, each with its indent, the first with its bullet or number."""
    text = "".join(piece.text for piece in block.pieces)
    head = " " * max(0, block.indent - cell_len(block.label)) + block.label
    indent, at = max(block.indent, cell_len(head)), 0
    for line in wrapped(text, max(_LEAST, width - indent)):
        # Lines are parts of the text, in their order, with nothing but blanks between them.
        at = text.index(line, at)
        yield (*((Piece(head, PieceStyle.QUIET),) if head else ()), *_part(block.pieces, at, at + len(line)))
        at += len(line)
        head = " " * indent


def _part(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    """Yield what stands between two places of the pieces' whole text."""
    at = 0
    for piece in pieces:
        cut = piece.text[max(0, start - at) : max(0, end - at)]
        if cut:
            yield Piece(cut, piece.style)
        at += len(piece.text)
