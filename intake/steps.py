"""The four steps as the pages show them."""

from django.utils.translation import gettext as _


def steps(here: int) -> list[dict]:
    """`here` from 0: Tệp, Cột, Xem trước, Kết quả; the last one done once it is reached."""
    labels = (_("Tệp"), _("Cột"), _("Xem trước"), _("Kết quả"))
    last = len(labels) - 1
    return [
        {
            "label": label,
            "state": "done" if at < here or at == here == last else "here" if at == here else "next",
        }
        for at, label in enumerate(labels)
    ]
