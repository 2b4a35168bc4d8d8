"""The badge of a stage in pages."""

from django import template

from models_registry.stage_shown import stage_badge

register = template.Library()
register.filter("stage_badge", stage_badge)
