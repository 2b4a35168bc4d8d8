"""Resolutions, their targets, who must reach them, and what was reported."""

from resolutions.models.assignments import Assignment, InheritanceNotice
from resolutions.models.documents import Document, DocumentLink, DocumentScan, IssuedCount, TaskGroup
from resolutions.models.reports import Evidence, Explanation, ProgressReport, ReportChange, ReportingPeriod
from resolutions.models.targets import RoadMapStep, Target, TargetVersion

__all__ = [
    "Assignment",
    "Document",
    "DocumentLink",
    "DocumentScan",
    "Evidence",
    "Explanation",
    "InheritanceNotice",
    "IssuedCount",
    "ProgressReport",
    "ReportChange",
    "ReportingPeriod",
    "RoadMapStep",
    "Target",
    "TargetVersion",
    "TaskGroup",
]
