"""Pages and answers of the API travel at a seventh of their size: an office's line is slow, a map of 63 provinces is not small.

The middleware's random padding is what keeps a secret of the page from being guessed by its compressed size (BREACH); the
one secret in our pages, the form token, is masked anew on each as well."""

from django.middleware.gzip import GZipMiddleware

_TEXTS = ("text/html", "application/json", "application/vnd.oai.openapi")


class CompressedPagesMiddleware(GZipMiddleware):
    def process_response(self, request, response):
        # Workbooks, papers and pictures are compressed in themselves; whoever takes one away sees how much is to come.
        if response.streaming or not response.headers.get("Content-Type", "").startswith(_TEXTS):
            return response
        return super().process_response(request, response)
