"""Registers the room with Django."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "jiwar.ground.work"
