"""Roll-ups: the one engine's question and answer, as JSON."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from api.asking import unknown_names
from api.rates import ApiRate, RollupRate
from api.units import UnitReference
from audit.errors import DomainErrors
from rollups.answer import Figure, Line, Rollup, Share
from rollups.dimensions import dimensions
from rollups.engine import rollup
from rollups.measures import catalogue
from rollups.question import CLOCKS, Question, read_question
from units.choices import Tier

OWN_NAMES = ("measure", "tier", "within", "split", "year", "year_from", "year_to", "geography", *CLOCKS)


def as_json(answer: Rollup) -> dict:
    """The answer in the shape every client reads. A rate's cells keep both parts beside the value."""
    return {
        "question": _question(answer.question),
        "columns": [{"key": c.key, "label": str(c.label)} for c in answer.columns],
        "rows": [{"unit": {"key": row.unit.key, "name": row.name}, **_line(row)} for row in answer.rows],
        "held_above": _line(answer.held_above),
        "not_allocated": _line(answer.not_allocated),
        "total": _line(answer.total),
    }


def _question(question: Question) -> dict:
    within = question.within
    return {
        "measure": question.measure,
        "tier": question.tier,
        "within": {"key": within.key, "name": within.name} if within else None,
        "split": question.split or None,
        "year_from": question.year_from,
        "year_to": question.year_to,
        "geography": question.on.isoformat(),
        "narrowed": dict(question.narrowed),
        **{name: day.isoformat() if (day := getattr(question, name)) else None for name in CLOCKS},
    }


def _line(line: Line) -> dict:
    return {"cells": {key: _figure(n) for key, n in line.cells.items()}, "total": _figure(line.total)}


def _figure(n: Figure):
    if isinstance(n, Share):
        return {"numerator": n.numerator, "denominator": n.denominator, "value": n.value}
    return n


_CELLS = {"cells": serializers.DictField(), "total": serializers.JSONField()}
_LINE = inline_serializer("RollupLine", _CELLS)
_SHAPE = inline_serializer(
    "RollupAnswer",
    {
        "question": serializers.DictField(),
        "columns": inline_serializer(
            "RollupColumn", {"key": serializers.CharField(), "label": serializers.CharField()}, many=True
        ),
        "rows": inline_serializer("RollupRow", {"unit": UnitReference(), **_CELLS}, many=True),
        "held_above": _LINE,
        "not_allocated": _LINE,
        "total": _LINE,
    },
)


def _parameters() -> list[OpenApiParameter]:
    fixed = {
        "measure": list(catalogue()),
        "tier": Tier.values,
        "split": list(dimensions()),
    } | {key: [k for k, _ in d.choices if k] for key, d in dimensions().items() if d.choices}
    years = dict.fromkeys(("year", "year_from", "year_to"), int)
    return [
        *(OpenApiParameter(name, str, enum=values) for name, values in fixed.items()),
        *(OpenApiParameter(name, kind) for name, kind in years.items()),
        OpenApiParameter("within", str, description="old-04"),
        OpenApiParameter("geography", str, description="2024-12-31"),
        OpenApiParameter("as_of", str, description=_("Tính đến ngày này theo ngày diễn ra, ví dụ 2025-06-30")),
        OpenApiParameter("known_by", str, description=_("Chỉ tính những gì đã nhập đến hết ngày này")),
    ]


class Rollups(APIView):
    throttle_classes = [ApiRate, RollupRate]

    @extend_schema(summary="Tổng hợp số liệu", parameters=_parameters(), responses=_SHAPE)
    def get(self, request):
        """Đếm theo đơn vị, trong một địa giới, chia theo một chiều; hôm nay hoặc tính đến một ngày đã qua."""
        unknown = unknown_names(request.query_params, {*OWN_NAMES, *dimensions(), "format"})
        if unknown:
            raise DomainErrors(unknown)
        question = read_question(request.query_params, today=timezone.localdate())
        return Response(as_json(rollup(question, viewer=request.user)))
