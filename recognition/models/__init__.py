"""Decisions and what they did: the papers and their lists, recognitions, awards, signed scans."""

from recognition.models.awards import Award
from recognition.models.decisions import Decision
from recognition.models.lines import DecisionLine
from recognition.models.recognitions import Recognition
from recognition.models.scans import DecisionScan

__all__ = ["Award", "Decision", "DecisionLine", "DecisionScan", "Recognition"]
