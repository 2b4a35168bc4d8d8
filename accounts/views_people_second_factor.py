"""Taking away the second factor of somebody who lost it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import second_factor
from accounts.forms_second_factor import ResetForm
from accounts.people import may_keep_account, people_in_sight
from accounts.refusing import why_not_keep_account
from accounts.views_people import for_keepers
from audit.errors import DomainError


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(people_in_sight(request.user), pk=min(pk, 2**62))
    if not may_keep_account(request.user, held):
        raise PermissionDenied(why_not_keep_account(request.user, held))
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            second_factor.reset(by=request.user, user=held, **form.cleaned_data)
            messages.success(request, _("Đã đặt lại xác thực hai bước của người này."))
            return redirect("people:person", pk)
        except DomainError as refused:
            form.add_error(refused.field or None, refused.sentence)
    crumbs = [
        {"label": _("Người dùng"), "url": reverse("people:list")},
        {"label": held.display_name, "url": reverse("people:person", args=[pk])},
    ]
    context = {"form": form, "person": held, "crumbs": crumbs, "context_bar": None}
    return render(request, "accounts/reset_second_factor.html", context)
