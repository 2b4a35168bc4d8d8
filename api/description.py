"""The description of the API and its page, both for people who are signed in and both served from here."""

from django.contrib.auth.decorators import login_required
from django.urls import reverse_lazy
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.views import APIView

schema = SpectacularAPIView.as_view(permission_classes=[IsAuthenticated])
# A person opens this page in a browser: she is sent to sign in, not told so in JSON.
page = login_required(
    SpectacularSwaggerSplitView.as_view(
        permission_classes=[IsAuthenticated],
        url=reverse_lazy("api:schema"),
        template_name="api/docs.html",
        title="Dân vận khéo",
    )
)


class NoSuchAddress(APIView):
    """Any other address under the API: not found, in the API's own shape."""

    schema = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise NotFound

    def get(self, request, *args, **kwargs):
        raise NotFound
