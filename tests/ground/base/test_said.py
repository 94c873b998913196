"""Plain words in a template are looked up in a shorter way than Django's, and say the same."""

import pytest
from django.template import Context, Engine
from django.utils.translation import override


@pytest.mark.parametrize(
    "said",
    [
        '{% translate "My work" %}', "{% translate 'My work'|upper %}", '{% translate "100% <b>" %}',
        '{% translate "My work" as work %}[{{ work }}]', "{% translate work %}", '{% translate "My work" noop %}',
    ],
)  # fmt: skip
def test_a_template_says_what_it_says_with_djangos_own_tags(said: str) -> None:
    for language in ("ar", "en"):
        with override(language):
            ours, theirs = (
                Engine(libraries={"i18n": library}).from_string(f"{{% load i18n %}}{said}")
                for library in ("jiwar.ground.base.templatetags.jiwar_words", "django.templatetags.i18n")
            )
            given_words = {"work": "Work <b>"}
            assert ours.render(Context(given_words)) == theirs.render(Context(given_words))
