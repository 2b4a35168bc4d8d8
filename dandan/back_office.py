"""The back office's site: one door to sign in, and requests that no database can answer turned away."""

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from accounts.refusing import system_only


class BackOffice(AdminSite):
    site_header = site_title = _("Dân vận khéo · Quản trị")
    index_title = _("Quản trị")

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """People sign in at the product's own page, with its bounds; whoever is signed in and here has no right to be."""
        if request.user.is_authenticated:
            raise PermissionDenied(system_only())
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(self, request, extra_context=None):
        """One's own password is changed at the product's page, which counts wrong tries and writes the log."""
        return redirect("password_change")

    def admin_view(self, view, cacheable=False):
        def answered(request, *args, **kwargs):
            # PostgreSQL raises on a NUL byte, and a changelist makes a filter of whatever its address holds.
            if any("\0" in text for values in request.GET.lists() for text in (values[0], *values[1])):
                raise BadRequest
            return view(request, *args, **kwargs)

        return super().admin_view(answered, cacheable)
