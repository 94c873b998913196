"""Tables out of files: what is understood, what is refused, and that no file harms who opens it."""

import struct
import sys
import time
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiwar.lib.formats import apart, delimited, workbooks
from jiwar.lib.formats.reading import read
from jiwar.lib.formats.tables import Limits, Unreadable
from tests.lib.formats.files import csv_of, workbook, xlsx_of

WRITTEN = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")))
ARABIC = "الاسم,العمر\nليلى,٣٠\nسامي,41\n"


def why(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as no:
        read(data, limits or Limits())
    return no.value.why


class TestDelimited:
    @pytest.mark.parametrize(
        ("encoding", "said", "is_guess"),
        [
            ("utf-8", "utf-8", False),
            ("utf-8-sig", "utf-8-sig", False),
            ("utf-16", "utf-16", False),
            ("cp1256", "cp1256", True),
        ],
    )
    def test_the_encoding_is_told_and_a_guess_is_said_to_be_one(self, encoding: str, said: str, is_guess: bool) -> None:
        text = ARABIC.replace("٣٠", "30") if encoding == "cp1256" else ARABIC  # it has no Arabic digits
        table = read(text.encode(encoding))
        assert (table.encoding, table.is_guess) == (said, is_guess)
        assert table.sheets[0].rows[1][0] == "ليلى"

    def test_french_of_an_old_program_is_no_arabic(self) -> None:
        table = read("nom,lieu\nHélène,Orléans\n".encode("cp1252"))
        assert (table.encoding, table.sheets[0].rows[1]) == ("cp1252", ("Hélène", "Orléans"))

    @pytest.mark.parametrize("delimiter", delimited.DELIMITERS)
    def test_the_delimiter_is_found(self, delimiter: str) -> None:
        text = f"a{delimiter}b{delimiter}c\n1{delimiter}2{delimiter}3\n"
        assert read(text.encode()).sheets[0].rows == (("a", "b", "c"), ("1", "2", "3"))

    def test_one_column_is_a_table_too(self) -> None:
        assert read(b"name\nSami\n").sheets[0].rows == (("name",), ("Sami",))

    @settings(deadline=None)
    @given(
        st.lists(
            st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))), min_size=2, max_size=4),
            min_size=1,
        )
    )
    def test_what_is_written_comes_back(self, rows: list[list[str]]) -> None:
        sent = [["first", "second", "third", "fourth"], *rows]
        assert [list(row) for row in read(delimited.written(sent)).sheets[0].rows] == sent

    @settings(deadline=None)
    @given(st.sampled_from("=+-@\t\r"), st.text())
    def test_nothing_written_is_computed(self, first: str, rest: str) -> None:
        marked = delimited.marked(first + rest)
        assert marked.startswith("'") or marked.lstrip("+-").replace(" ", "").replace(".", "").isdecimal()
        assert delimited.unmarked(marked) == first + rest

    def test_a_signed_number_stays_a_number(self) -> None:
        assert [delimited.marked(text) for text in ("+962 79 000 0000", "-3.5", "-2+3", "+A1")] == [
            "+962 79 000 0000", "-3.5", "'-2+3", "'+A1",
        ]  # fmt: skip

    @pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00", b"%PDF-1.7\x00\x01", bytes(range(256))])
    def test_what_is_no_table_is_refused(self, data: bytes) -> None:
        assert why(data) == "not_a_table"

    def test_a_cell_without_end_is_refused(self) -> None:
        assert why(b'a,b\n"' + b"x" * 200_000) == "cell_too_long"

    def test_too_many_cells_are_refused(self) -> None:
        assert why(b"a,b,c\n" * 10, Limits(cells=20)) == "too_many_cells"


class TestWorkbooks:
    def test_values_keep_their_types(self) -> None:
        table = read(
            workbooks.written([["a", 1, 2.5, True, date(2026, 1, 31), None, "=1+1"]], name="S", right_to_left=True)
        )
        assert table.sheets[0].rows == (("a", 1, 2.5, True, date(2026, 1, 31), None, "=1+1"),)
        assert not table.sheets[0].computed

    def test_formulas_are_pointed_at(self) -> None:
        table = read(workbook('<row r="2"><c r="B2"><f>1+1</f><v>2</v></c><c r="C2"><v>3</v></c></row>'))
        assert table.sheets[0].computed == {(1, 1)}

    def test_old_and_locked_workbooks_are_told_apart_from_broken_ones(self) -> None:
        assert why(workbooks.OLD + b"whatever") == "locked"
        assert why(xlsx_of()[:-50]) == "damaged"
        assert why(workbooks.MAGIC + b"nothing") == "damaged"

    def test_a_zip_that_is_no_workbook_is_refused(self) -> None:
        assert why(workbook("").replace(b"xl/worksheets", b"xl/somewhere!")) in ("not_a_table", "damaged")

    @pytest.mark.parametrize(
        "cells",
        [
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            '<row r="999999999"><c r="ZZZ999999999"><v>1</v></c></row>',
            "<x:row r='5'/>".replace("'", '"') + '<row r="900000000"/>',
        ],
    )
    def test_cells_far_apart_are_not_filled_in_between(self, cells: str) -> None:
        assert why(workbook(cells)) == "too_many_cells"

    def test_a_small_file_that_unpacks_into_a_huge_one_is_refused_at_once(self) -> None:
        bomb = workbook("", {"xl/media/image1.bin": b"\0" * 130_000_000})
        assert len(bomb) < 200_000
        began = time.process_time()
        assert why(bomb) == "unpacks_too_big"
        assert time.process_time() - began < 20  # not a measure of speed: a bomb would run for minutes

    def test_the_directory_is_not_believed(self) -> None:
        """A part whose directory says that it is small unpacks into what it is."""
        honest = workbook("", {"xl/sharedStrings.xml": b"<sst>" + b"\0" * 130_000_000})
        size, lie = struct.pack("<L", 130_000_005), struct.pack("<L", 5)
        assert honest.count(size) >= 1
        assert why(honest.replace(size, lie)) == "unpacks_too_big"

    def test_one_long_text_shown_in_many_cells_is_refused(self) -> None:
        strings = "<sst><si><t>" + "x" * 30_000_000 + "</t></si></sst>"
        cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 1_000))
        assert why(workbook(cells, {"xl/sharedStrings.xml": strings})) == "unpacks_too_big"

    def test_damaged_compression_is_refused(self) -> None:
        data = bytearray(xlsx_of())
        data[60:120] = zlib.compress(b"noise" * 20)[:60].ljust(60, b"\1")
        assert why(bytes(data)) == "damaged"


class TestLimits:
    @pytest.mark.parametrize("data", [b"", b"  \n "])
    def test_an_empty_file_is_told_so(self, data: bytes) -> None:
        assert why(data) == "empty"

    def test_a_file_too_big_is_not_looked_at(self) -> None:
        with pytest.raises(Unreadable) as no:
            apart.read(b"a" * 100_000_000)
        assert (no.value.why, no.value.most) == ("too_big", Limits().size)


class TestApart:
    def test_nothing_of_the_deployment_is_told_to_the_other_process(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """A file that takes it over would read the keys in its environment."""
        other = tmp_path / "other"
        told = "json.dumps({'why': 'empty', 'most': 'JIWAR_WALL_KEY' in os.environ})"
        other.write_text(f"#!{sys.executable}\nimport json, os\nprint({told})\n", encoding="utf-8")
        other.chmod(0o700)
        monkeypatch.setenv("JIWAR_WALL_KEY", "canary")
        monkeypatch.setattr(sys, "executable", str(other))
        with pytest.raises(Unreadable) as no:
            apart.read(b"one,two\n")
        assert (no.value.why, no.value.most) == ("empty", False)

    @pytest.mark.parametrize("data", [csv_of(), xlsx_of(), xlsx_of([["a", 1, 2.5, False, date(2026, 1, 31), None]])])
    def test_what_is_read_apart_is_what_is_read_here(self, data: bytes) -> None:
        assert apart.read(data) == read(data)

    def test_a_refusal_comes_back_as_one(self) -> None:
        with pytest.raises(Unreadable) as no:
            apart.read(workbooks.OLD + b"x", Limits(size=50))
        assert no.value.why == "locked"

    def test_who_needs_more_than_is_given_is_stopped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(apart, "MEMORY", 40_000_000)
        with pytest.raises(Unreadable) as no:
            apart.read(b"one,two,three\n" * 300_000)
        assert no.value.why == "too_much"
