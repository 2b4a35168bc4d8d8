"""A form that shows what its deed refused."""

from django import forms

from audit.errors import DomainError


class Refusable(forms.Form):
    def take_refusals(self, refused: DomainError) -> None:
        """Puts what the deed refused at its fields, or on top where it has none."""
        for error in getattr(refused, "errors", [refused]):
            self.add_error(error.field if error.field in self.fields else None, error.sentence)
