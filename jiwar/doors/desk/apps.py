"""Registers the room with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "jiwar.doors.desk"
    label = "desk"
