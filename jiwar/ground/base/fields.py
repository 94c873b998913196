"""Columns that fill themselves from our clock. To migrations they are Django's own, so that these import nothing."""

from typing import Any, cast

from django.db import models

from jiwar.ground.base import clock

type Deconstructed = tuple[str, str, list[Any], dict[str, Any]]


class MomentField(models.DateTimeField):  # type: ignore[type-arg]  # Django cannot be subscripted when it runs
    """A moment; now, unless given."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", clock.now)
        super().__init__(**options)

    def deconstruct(self) -> Deconstructed:
        return _plain(super().deconstruct(), "django.db.models.DateTimeField")


class TodayField(models.DateField):  # type: ignore[type-arg]
    """A day; today in Amman, unless given."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", clock.today)
        super().__init__(**options)

    def deconstruct(self) -> Deconstructed:
        return _plain(super().deconstruct(), "django.db.models.DateField")


def _plain(parts: tuple[Any, ...], path: str) -> Deconstructed:
    name, _, args, options = parts
    return cast("str", name), path, list(args), {key: value for key, value in options.items() if key != "default"}
