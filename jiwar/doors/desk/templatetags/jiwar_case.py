"""How a case is drawn in a list: the step of its risk."""

from django import template

register = template.Library()

STEPS = {"low": 1, "medium": 2, "high": 3, "urgent": 4}


@register.filter
def risk_step(risk: str) -> int:
    """1 to 4: which shape, colour and weight; 0 where nobody has assessed it."""
    return STEPS.get(risk, 0)
