"""Registers the room with Django."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "jiwar.ground.base"
