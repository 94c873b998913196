"""Serve as the application, migrate as the owner, never the other way round."""

from typing import Any

from django.db.models import Model


class Router:
    """Django's database router: `owner` is for migrations and the operator's commands alone."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return "default"

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool | None:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return db == "owner"
