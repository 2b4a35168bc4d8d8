"""What a model's page shows of the time after recognition: chosen, proposed, checked, replicated."""

from datetime import date

from django.utils import timezone

from accounts.scoping import may_change
from models_registry.cards import Card, declare_card
from recognition.family import family_of
from recognition.offices import why_not_choose


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
    on = min(timezone.localdate(), date(registration.year, 12, 31))
    hers = not why_not_choose(user, registration=registration, level=registration.recognised_level, on=on)
    context = {
        "chosen": chosen,
        "proposed": proposed,
        "checks": checks,
        "tree": root if root.children else None,
        "may_choose": hers and not standing,
        "may_propose": hers and bool(standing),
        "may_check": clerk,
        "may_replicate": clerk,
        "registration": registration,
    }
    return Card("recognition/_life_after_card.html", context, order=20)


declare_card(life_after_card)
