"""What the frame round every page shows."""


def frame(request) -> dict:
    return {}
