"""How a deed refuses."""


class DomainError(Exception):
    """A rule of the register was broken. The sentence, in the office's words, says what and what to do.

    `field` names the form field it concerns, "" where it concerns the whole.
    """

    def __init__(self, sentence: str, *, field: str = ""):
        super().__init__(str(sentence))
        self.sentence = str(sentence)
        self.field = field


class DomainErrors(DomainError):
    """Several refusals at once, so that a person mends them in one go."""

    def __init__(self, errors: list[DomainError]):
        super().__init__(" ".join(e.sentence for e in errors), field=errors[0].field)
        self.errors = errors
