"""Decisions and what they did: the papers and their lists, recognitions, awards, signed scans; what is chosen and proposed
from the recognised; and their life after it."""

from recognition.models.awards import Award
from recognition.models.decisions import Decision
from recognition.models.digests import DigestSent
from recognition.models.exemplary import Exemplary, Proposal
from recognition.models.life_after import Replication, YearlyCheck
from recognition.models.lines import DecisionLine
from recognition.models.recognitions import Recognition
from recognition.models.scans import DecisionScan

__all__ = [
    "Award",
    "Decision",
    "DecisionLine",
    "DecisionScan",
    "DigestSent",
    "Exemplary",
    "Proposal",
    "Recognition",
    "Replication",
    "YearlyCheck",
]
