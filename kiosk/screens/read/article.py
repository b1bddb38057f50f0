"""One article, to read."""

from __future__ import annotations

from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding

from kiosk.contract.content import Article
from kiosk.i18n import Message, say
from kiosk.screens.frame.written_page import WrittenPage
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.article_text import ArticleText
from kiosk.widgets.ground.words import Words, app_of
from kiosk.wording.date_words import day_of

Answer = TypeVar("Answer")


class ReadingPage(WrittenPage[Answer]):
    """A title and a text, with large steps up and down for visitors who have only a finger."""

    AUTO_FOCUS = "#text"
    CSS_PATH = "article.tcss"
    idle_limit = 180.0  # reading is no idleness: a long article takes minutes

    def __init__(self, article: Article) -> None:
        super().__init__()
        self._article = article

    def heading(self) -> Message:
        return say("article-title", title=self._article.title)

    def compose_page(self) -> ComposeResult:
        if self._article.language != app_of(self).texts.language:
            yield Words("article-not-translated", id="not-translated")
        yield ArticleText(self._article.body, id="text")

    def secondary_actions(self) -> list[Action]:
        return [Action("article-up", id="up"), Action("article-down", id="down")]

    @on(ArticleText.Scrolled)
    def _offer_steps(self, event: ArticleText.Scrolled) -> None:
        """Offer a step only where it leads somewhere; a text that is whole on the screen needs none."""
        self.query_one("#up", Action).disabled = event.at_start
        self.query_one("#down", Action).disabled = event.at_end
        for step in self.query("#up, #down"):
            step.visible = not (event.at_start and event.at_end)

    @on(Action.Pressed, "#up")
    def _up(self) -> None:
        self.query_one(ArticleText).action_by_page(-1)

    @on(Action.Pressed, "#down")
    def _down(self) -> None:
        self.query_one(ArticleText).action_by_page(1)


class ArticlePage(ReadingPage[None]):
    """One article, its column and its day."""

    BINDINGS = [Binding("enter", "back", show=False)]

    def explanation(self) -> Message:
        return say(
            "article-from", column=say(f"articles-{self._article.kind.value}"), day=day_of(self._article.published_at)
        )

    def primary_action(self) -> Action:
        return Action("article-read", "primary", id="read")

    @on(Action.Pressed, "#read")
    def _read(self) -> None:
        self.action_back()
