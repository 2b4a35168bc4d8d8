"""An address that only a button may open, typed or opened again from the browser's history: said, not a white page."""

from django.http import HttpResponse
from django.template.loader import render_to_string


class WrongMethodMiddleware:
    """The framework answers 405 with nothing in it, and has no page of its own for it as for 404."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if answer.status_code != 405 or answer.streaming or answer.content:
            return answer
        told = HttpResponse(render_to_string("405.html", request=request), status=405)
        told["Allow"] = answer["Allow"]
        return told
