"""Registers the room with Django."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "jiwar.ground.staff"
