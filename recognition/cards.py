"""What recognition shows on a model's page: the steps open to the person, and the steps it went."""

from django.urls import reverse

from models_registry.cards import Card, declare_card
from recognition.workflow import label_of_step, steps_open_to


def steps_card(user, registration) -> Card | None:
    """What may be done now, by whom it is waited for, and each step taken with both its days."""
    # The page has read them, with who took each.
    taken = sorted(registration.stage_changes.all(), key=lambda row: -row.pk)
    open_steps = steps_open_to(user, registration)
    if not taken and not open_steps:
        return None
    context = {
        "steps": [
            {"label": step.label, "url": reverse("recognition:step", args=[registration.pk, step.key]), "asks": bool(step.note)}
            for step in open_steps
        ],
        "taken": [
            {
                "label": label_of_step(row.step),
                "on": row.happened_on,
                "entered": row.entered_at,
                "by": row.by.display_name if row.by else "",
                "stage": row.get_to_stage_display(),
                "note": row.note,
            }
            for row in taken
        ],
        "desk": registration.desk,
        "is_late": registration.is_late,
    }
    return Card("recognition/_steps_card.html", context, above=True, order=10)


declare_card(steps_card)
