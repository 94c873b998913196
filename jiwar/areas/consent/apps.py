"""Registers the room with Django."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "jiwar.areas.consent"
