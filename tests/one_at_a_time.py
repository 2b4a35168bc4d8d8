"""Requests of a browser test one after the other, where they cannot be otherwise."""

import threading

_turn = threading.RLock()


class OneAtATimeMiddleware:
    """SQLite in memory is one connection for all threads of the process, and two requests inside each other's transaction are
    a fault of the test and not of the product, which has a connection for each thread."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with _turn:
            return self.get_response(request)
