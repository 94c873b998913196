"""The tests run as those who serve: what would make them lie is tested here."""

import socket

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import FieldFetchBlocked
from django.db import connection, connections
from django.utils import timezone

from tests import databases


@pytest.mark.django_db
def test_tests_connect_as_the_application_on_a_clone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, current_database(), current_setting('is_superuser')")
        user, name, is_super = cursor.fetchone()
    assert (user, is_super) == ("jiwar_app", "off")
    assert name.startswith("jiwar_test_")


def leave_something() -> None:
    Session.objects.create(session_key="left", session_data="", expire_date=timezone.now())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_what_a_committed_test_leaves_is_gone(run: int) -> None:
    assert not Session.objects.exists()
    leave_something()


@pytest.mark.django_db(transaction=True)
def test_what_migrations_filled_stays() -> None:
    leave_something()
    assert "public.django_session" in databases.filled_tables()
    databases.empty(databases.filled_tables())
    assert ContentType.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from django_migrations")
        assert cursor.fetchone()[0] > 10


@pytest.mark.django_db
def test_both_connections_of_the_application_may_be_used_and_the_owners_may_not() -> None:
    for alias in ("default", "second"):
        with connections[alias].cursor() as cursor:
            cursor.execute("select 1")
    with pytest.raises(AssertionError, match="not allowed"):
        connections["owner"].cursor()


@pytest.mark.django_db
def test_a_query_behind_an_attribute_is_an_error() -> None:
    partly = ContentType.objects.only("app_label").first()
    assert partly is not None
    with pytest.raises(FieldFetchBlocked):
        _ = partly.model


def test_the_network_is_shut() -> None:
    with socket.socket() as outward, pytest.raises(ConnectionRefusedError, match="tried to reach"):
        outward.connect(("192.0.2.1", 80))
