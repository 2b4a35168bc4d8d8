"""Addresses of resolutions and other documents, their targets, figures, reports and questions."""

from django.urls import path

from resolutions import (
    views,
    views_assigning,
    views_documents,
    views_figures,
    views_files,
    views_periods,
    views_reports,
    views_results,
    views_setting,
    views_targets,
)

app_name = "resolutions"
urlpatterns = [
    path("", views.documents, name="list"),
    path("moi/", views_documents.create, name="create"),
    path("lich/", views_periods.calendar, name="calendar"),
    path("ky/", views_periods.periods, name="periods"),
    path("ky/moi/", views_periods.open_, name="open_period"),
    path("ky/<int:pk>/", views_periods.move, name="move_cut_off"),
    path("bao-cao/", views_reports.owed, name="owed"),
    path("bao-cao/<int:pk>/", views_reports.report, name="report"),
    path("bao-cao/<int:pk>/duyet/", views_reports.accept_report, name="accept"),
    path("bao-cao/<int:pk>/tra-lai/", views_reports.return_report, name="return"),
    path("bao-cao/<int:pk>/mo-lai/", views_reports.reopen_report, name="reopen"),
    path("cho-duyet/", views_reports.to_accept, name="to_accept"),
    path("minh-chung/<int:pk>/", views_files.evidence_file, name="evidence"),
    path("ban-chup/<int:pk>/", views_files.scan_file, name="scan_file"),
    path("giai-trinh/", views_figures.explanations, name="explanations"),
    path("giai-trinh/<int:pk>/", views_figures.explain, name="explain"),
    path("so-lieu/<int:pk>/", views_figures.figure, name="figure"),
    path("so-lieu/<int:pk>/hoi/", views_figures.ask, name="ask"),
    path("so-lieu/<int:pk>/thoi-giao/", views_assigning.stop, name="stop"),
    path("so-lieu/<int:pk>/ky/<int:period>/", views_reports.write_report, name="write_report"),
    path("chi-tieu/<int:pk>/", views_targets.target, name="target"),
    path("chi-tieu/<int:pk>/sua/", views_setting.revise, name="revise"),
    path("chi-tieu/<int:pk>/giao/", views_assigning.by_rule, name="assign"),
    path("chi-tieu/<int:pk>/giao-danh-sach/", views_assigning.by_list, name="assign_list"),
    path("chi-tieu/<int:pk>/ke-tuc/", views_setting.hand_on, name="hand_on"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/ket-qua/", views_results.results, name="results"),
    path("<int:pk>/so-lieu/", views_targets.figures, name="figures"),
    path("<int:pk>/sua/", views_documents.amend, name="amend"),
    path("<int:pk>/nhom/", views_documents.group, name="group"),
    path("<int:pk>/quan-he/", views_documents.link, name="link"),
    path("<int:pk>/so-van-ban/", views_documents.issued, name="issued"),
    path("<int:pk>/ban-chup/", views_documents.scan, name="scan"),
    path("<int:pk>/chi-tieu/", views_setting.define, name="define"),
]
