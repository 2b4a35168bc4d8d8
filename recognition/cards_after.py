"""What a model's page shows of the time after recognition: chosen, proposed, checked, replicated."""

from accounts.scoping import may_change
from models_registry.cards import Card, declare_card
from recognition.family import family_of
from recognition.offices import may_choose


def life_after_card(user, registration) -> Card | None:
    """The card of a recognised registration; the yearly checks and the tree are those of its model."""
    if not registration.recognised_level or not registration.is_counted:
        return None
    chosen = list(registration.exemplary.order_by("happened_on", "id"))
    proposed = list(registration.proposals.with_awards().order_by("happened_on", "id"))
    checks = list(registration.model.yearly_checks.visible_to(user).standing().order_by("-year"))
    root = family_of(user, registration.model)
    clerk = may_change(user, registration)
    standing = {row.level for row in chosen if row.ended_on is None}
    context = {
        "chosen": chosen,
        "proposed": proposed,
        "checks": checks,
        "tree": root if root.children else None,
        "may_choose": may_choose(user) and not standing,
        "may_propose": may_choose(user) and bool(standing),
        "may_check": clerk,
        "may_replicate": clerk,
        "registration": registration,
    }
    return Card("recognition/_life_after_card.html", context, order=20)


declare_card(life_after_card)
