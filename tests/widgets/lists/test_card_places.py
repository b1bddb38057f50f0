"""Where cards and headings stand in a list, and which page they are on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.widgets.lists.card_places import Places, Spot

PLACES = st.builds(
    Places,
    st.lists(st.integers(1, 40), max_size=4).map(tuple),
    body=st.integers(2, 4),
    heading=st.integers(0, 2),
)


def test_every_card_is_where_it_is_said_to_be_and_nothing_else_is_there() -> None:
    tried: list[int] = []

    @given(PLACES)
    def holds(places: Places) -> None:
        spots = [places.at(row) for row in range(-2, places.rows + 2)]
        lines = [spot for spot in spots if spot is not None and not spot.is_heading]
        assert lines == [Spot(card, line) for card in range(places.cards) for line in range(places.body)]
        for card in range(places.cards):
            assert places.at(places.top(card)) == Spot(card, 0)
        tried.append(places.cards)

    holds()
    assert sum(cards > 1 for cards in tried) > 10


@given(PLACES, st.integers(6, 30))
def test_every_card_stands_whole_on_exactly_one_page(places: Places, height: int) -> None:
    seen: list[int] = []
    for start in places.page_starts(height):
        lines = [places.seen(row, scrolled=start, height=height) for row in range(height)]
        whole = [spot.index for spot in lines if spot is not None and not spot.is_heading]
        cards = sorted(set(whole))
        assert all(whole.count(card) == places.body for card in cards)
        seen += cards
    assert seen == list(range(places.cards))
