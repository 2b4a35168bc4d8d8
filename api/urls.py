from django.urls import include, path, re_path
from rest_framework.routers import DefaultRouter

from api import description
from api.after_recognition import Awards, Conclusions, ExemplaryModels, Proposals, YearlyChecks
from api.decisions import Decisions
from api.documents import Assignments, Documents, Targets
from api.mobilization_models import MobilizationModels
from api.progress import ProgressOfTargets
from api.progress_reports import ProgressReports
from api.registrations import Registrations
from api.rollups import Rollups
from api.sign_in import GiveTokenBack, TakeToken
from api.units import Units

app_name = "api"


class Router(DefaultRouter):
    """The first address names every list, and the roll-ups and progress beside them."""

    def get_api_root_view(self, api_urls=None):
        names = {prefix: f"{basename}-list" for prefix, _viewset, basename in self.registry}
        return self.APIRootView.as_view(api_root_dict=names | {"rollups": "rollups", "progress": "progress"})


router = Router()
router.include_format_suffixes = False
router.register("units", Units, basename="unit")
router.register("models", MobilizationModels, basename="model")
router.register("registrations", Registrations, basename="registration")
router.register("decisions", Decisions, basename="decision")
router.register("conclusions", Conclusions, basename="conclusion")
router.register("exemplary", ExemplaryModels, basename="exemplary")
router.register("proposals", Proposals, basename="proposal")
router.register("awards", Awards, basename="award")
router.register("yearly-checks", YearlyChecks, basename="check")
router.register("documents", Documents, basename="document")
router.register("targets", Targets, basename="target")
router.register("assignments", Assignments, basename="assignment")
router.register("progress-reports", ProgressReports, basename="report")

urlpatterns = [
    path("v1/rollups/", Rollups.as_view(), name="rollups"),
    path("v1/progress/", ProgressOfTargets.as_view(), name="progress"),
    path("v1/auth/token/", TakeToken.as_view(), name="token"),
    path("v1/auth/logout/", GiveTokenBack.as_view(), name="logout"),
    path("v1/", include(router.urls)),
    path("schema/", description.schema, name="schema"),
    path("docs/", description.page, name="docs"),
    re_path(r"^.*/$", description.NoSuchAddress.as_view()),
]
