"""Whom a token stands for, and the colleagues and teams of that agency, by whose ids cases are given."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from jiwar.doors.api.shapes import Named
from jiwar.ground.access.asking import demand, who_asks
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import colleagues, teams_of
from jiwar.ground.access.scopes import Scope, TokenPurpose
from jiwar.ground.access.tokens import Bearer

router = Router(tags=["agency"])


class TokenShape(Schema):
    """The token that was shown: for whom, for what, how far, until when."""

    user: Named
    purpose: TokenPurpose
    scopes: list[Scope]
    ends_at: datetime


@router.get("/me", response={200: TokenShape}, url_name="api-me")
def me(request: HttpRequest) -> Any:
    """Whom this token stands for."""
    bearer: Bearer = request.bearer  # type: ignore[attr-defined]  # the door put it there
    who = bearer.who
    return {
        "user": {"id": who.user_id, "name_en": who.name_en, "name_ar": who.name_ar},
        "purpose": bearer.purpose,
        "scopes": sorted(bearer.scopes),
        "ends_at": bearer.ends_at,
    }


@router.get("/colleagues", response={200: list[Named]}, url_name="api-colleagues")
def people_here(request: HttpRequest) -> Any:
    """The colleagues to whom a case can be given."""
    who = who_asks(request)
    demand(who, Permission.CASE_ASSIGN)
    return colleagues(who)


@router.get("/teams", response={200: list[Named]}, url_name="api-teams")
def teams(request: HttpRequest) -> Any:
    """The teams in which a case can wait."""
    who = who_asks(request)
    demand(who, Permission.CASE_OPEN)
    return teams_of(who)
