"""The proof of files, in small: its judge finds what is planted, passes what is clean, misses no cleaner that naps."""

import pytest

from jiwar.ground.files.cleaning import FileKind, clean
from proofs.files.__main__ import LEAST, controls, tried
from proofs.files.judging import faults
from tests.ground.files import making

HOSTILE = list(making.hostile())


def test_nothing_that_is_kept_does_harm() -> None:
    """In this process: the other one is the proof's."""
    found, harm = tried(HOSTILE, clean)
    assert harm == []
    assert sum(found.values()) == len(HOSTILE) >= LEAST
    assert {what.partition(":")[0] for what in found} == {"refused", "kept, made harmless"}


def test_the_judge_catches_what_is_handed_on_uncleaned() -> None:
    caught = controls(HOSTILE)
    assert all(caught.values()), caught
    assert caught["files not cleaned"] >= LEAST
    assert len(caught) == 1 + len(FileKind)


@pytest.mark.parametrize("kind", sorted(making.harmless()))
def test_the_judge_passes_what_is_clean_and_no_byte_more(kind: str) -> None:
    content = clean(making.harmless()[kind]).content
    assert faults(kind, content) == []
    for more in (content + b"x", content + making.SCRIPT, b"x" + content, content[:-3]):
        assert faults(kind, more), more[-20:]


def test_the_judge_reads_names_that_are_written_otherwise() -> None:
    content = clean(making.saved(making.pdf())).content
    assert "name /JavaScript" in faults("pdf", content.replace(b"/Type /Catalog", b"/J#61vaScript 1 /Type /Catalog"))
