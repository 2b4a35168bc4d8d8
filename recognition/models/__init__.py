"""The records of recognition: decisions and what they did; criteria, self-assessments, teams, scores and conclusions; what is
chosen and proposed from the recognised, and their life after it."""

from recognition.models.appraisal import (
    AppraisalTeam,
    Conclusion,
    Minutes,
    MinutesLine,
    ScoreLine,
    ScoreSheet,
    SelfAnswer,
    SelfAssessment,
    TeamMember,
)
from recognition.models.awards import Award
from recognition.models.criteria import CriteriaSet, Criterion
from recognition.models.decisions import Decision
from recognition.models.digests import DigestSent
from recognition.models.exemplary import Exemplary, Proposal
from recognition.models.life_after import Replication, YearlyCheck
from recognition.models.lines import DecisionLine
from recognition.models.recognitions import Recognition
from recognition.models.scans import DecisionScan

__all__ = [
    "AppraisalTeam",
    "Award",
    "Conclusion",
    "CriteriaSet",
    "Criterion",
    "Decision",
    "DecisionLine",
    "DecisionScan",
    "DigestSent",
    "Exemplary",
    "Minutes",
    "MinutesLine",
    "Proposal",
    "Recognition",
    "Replication",
    "ScoreLine",
    "ScoreSheet",
    "SelfAnswer",
    "SelfAssessment",
    "TeamMember",
    "YearlyCheck",
]
