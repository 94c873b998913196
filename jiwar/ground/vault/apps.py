"""Registers the room with Django."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "jiwar.ground.vault"
