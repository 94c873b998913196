"""Tests about the house itself: its budgets, its storeys, its shape, its wall and its doors.

Every rule here has a control beside it: a breach planted on purpose, which the rule must find.
"""
