"""Reading what the office publishes, without signing in, on the real app against the real backend."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from kiosk.backend.office.tables import articles
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.live_backend import LiveBackend


async def follows(kiosk: Kiosk, link: str) -> None:
    """Touch a link of the welcome page."""
    await kiosk.sees("WelcomePage")
    await kiosk.touches("#links", link)


def chinese(text: str) -> bool:
    """Say whether there is Chinese on the page, below the header and above the footer."""
    return any("\u4e00" <= character <= "\u9fff" for line in text.splitlines()[1:-1] for character in line)


@pytest.mark.long
async def test_an_article_is_read_in_the_visitors_language_and_the_list_stays_where_it_was(
    backend: LiveBackend,
) -> None:
    async with kiosk_at(backend) as kiosk:
        await follows(kiosk, "question")
        await kiosk.sees("ArticlesPage", "答客問")
        await kiosk.press("down", "enter")
        await kiosk.sees("ArticlePage", "答客問")
        await kiosk.press("f2")
        await kiosk.until(lambda: kiosk.page == "ArticlePage" and not chinese(kiosk.text()), "the article in English")
        await kiosk.choose("#read")
        await kiosk.sees("ArticlesPage", "Notices and help")
        assert kiosk.app.screen.query_one("#headlines").cursor == 1  # type: ignore[attr-defined]
        await kiosk.press("escape")
        await kiosk.sees("WelcomePage")


@pytest.mark.long
async def test_an_article_that_was_withdrawn_meanwhile_is_said_to_be_and_the_list_is_asked_for_anew(
    backend: LiveBackend,
) -> None:
    async with kiosk_at(backend) as kiosk:
        await follows(kiosk, "channel")
        await kiosk.sees("ArticlesPage", "繳費管道 5")
        backend.database.run(
            lambda connection: connection.execute(update(articles).values(withdrawn_at=backend.clock.now()))
        )
        await kiosk.press("enter")
        await kiosk.sees("TroublePage", "已經下架")
        await kiosk.choose("#step-look-again")
        await kiosk.sees("ArticlesPage", "繳費管道 0", "目前沒有內容")
