"""Markup made in Python escapes as Django's own does."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from jiwar.ground.base.markup import joined, markup


@given(st.text() | st.integers() | st.none())
def test_a_value_is_escaped_as_djangos_format_html_does(value: object) -> None:
    assert markup("<b>%s</b>", value) == format_html("<b>{}</b>", value)


@given(st.text())
def test_markup_is_left_alone_and_escaped_once(text: str) -> None:
    once = markup("%s", text)
    assert markup("<i>%s</i>", once) == f"<i>{once}</i>"
    assert joined([once, once]) == once + once


def test_what_is_joined_without_being_markup_is_escaped() -> None:
    assert joined(["<script>", SafeString("<b>")]) == "&lt;script&gt;<b>"  # type: ignore[list-item]


def test_a_percent_sign_in_a_value_is_no_place() -> None:
    assert markup("%s", "100 %s") == "100 %s"
