"""Registers the room with Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "jiwar.doors.exchange"
    label = "exchange"
