"""Jiwar: humanitarian protection case management, in English and Arabic."""
