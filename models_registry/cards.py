"""What other apps put on a model's page, and on a campaign's. Each declares its cards when it starts; the pages know none of
them by name."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Card:
    """A part of the page: the template of one section, and what it prints. `above`: beside the ladder at the top, for
    what is to be done; else in the right-hand column. `order`: small ones come first."""

    template: str
    context: dict = field(default_factory=dict)
    above: bool = False
    order: int = 50


_makers: list[Callable] = []


def declare_card(make: Callable) -> None:
    """`make(user, registration)` answers a Card, or None where it has nothing to say to this person."""
    if make not in _makers:
        _makers.append(make)


def cards_for(user, registration) -> dict[str, list[Card]]:
    """The cards of the page, under "above" and "beside", in order."""
    made = sorted(filter(None, (make(user, registration) for make in _makers)), key=lambda card: card.order)
    return {"above": [c for c in made if c.above], "beside": [c for c in made if not c.above]}


_campaign_makers: list[Callable] = []


def declare_campaign_card(make: Callable) -> None:
    """`make(user, campaign)` answers a Card for the campaign's page, or None."""
    if make not in _campaign_makers:
        _campaign_makers.append(make)


def campaign_cards(user, campaign) -> list[Card]:
    return sorted(filter(None, (make(user, campaign) for make in _campaign_makers)), key=lambda card: card.order)
