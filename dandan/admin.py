"""The back office put together: roll-ups where an app may not know the engine."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.models import Group
from knox.models import get_token_model

from accounts.admin import AssignmentAdmin, PersonAdmin
from accounts.models import Assignment, User
from models_registry.admin import RegisterSummary
from rollups.summary_admin import SummaryAdmin
from units.admin import OrganisationAdmin, UnitAdmin
from units.models import Organisation, Unit

# Roles stand in assignments, a token is taken at the API by its owner, a second factor is its owner's to keep, and what
# the province's sign-in is stands in the settings.
_OF_OTHERS = (Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken)
for unused in (Group, get_token_model(), *_OF_OTHERS):
    if admin.site.is_registered(unused):
        admin.site.unregister(unused)


class UnitSummary(RegisterSummary):
    summary_measures = ("active_communes", "registered", "models", "recognised", "participants", "money")


class CountedUnitAdmin(UnitSummary, UnitAdmin):
    pass


class CountedOrganisationAdmin(UnitSummary, OrganisationAdmin):
    pass


class PeopleSummary(SummaryAdmin):
    """People by unit and role; every number leads to the assignments behind it."""

    summary_measures = ("people", "assignments")
    summary_splits = ("role",)
    summary_list = "admin:accounts_assignment_changelist"

    def records_address(self, measure, asked):
        known = {"within": "within", "role": "role__exact", "year": "year"}
        return super().records_address(measure, {known[name]: asked[name] for name in known if name in asked})


class CountedPersonAdmin(PeopleSummary, PersonAdmin):
    pass


class CountedAssignmentAdmin(PeopleSummary, AssignmentAdmin):
    pass


_COUNTED = {
    Unit: CountedUnitAdmin,
    Organisation: CountedOrganisationAdmin,
    User: CountedPersonAdmin,
    Assignment: CountedAssignmentAdmin,
}
for model, counted in _COUNTED.items():
    admin.site.unregister(model)
    admin.site.register(model, counted)
