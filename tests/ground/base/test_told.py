"""Numbers inside text keep their order in both directions; nothing else of the text changes."""

import pytest

from jiwar.ground.base.templatetags.jiwar_text import bdi, told


@pytest.mark.parametrize("number", ["079 000 0000", "+962 7 9000 0000", "06-500-0000", "7 9000"])
def test_groups_of_digits_stay_in_their_order(number: str) -> None:
    assert f'<bdi dir="ltr">{number}</bdi>' in told(f"اتصلوا على {number} بعد السادسة")
    assert f'<bdi dir="ltr">{number}</bdi>' in bdi(number)


@pytest.mark.parametrize("text", ["بعد السادسة", "غرفة 12", "C-7K3MQP", "12"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert told(text) == text


def test_what_was_written_is_escaped() -> None:
    assert told("<b>1 2</b> & 'x'") == '&lt;b&gt;<bdi dir="ltr">1 2</bdi>&lt;/b&gt; &amp; &#x27;x&#x27;'
