"""Tables: what people have is read, all else is refused in one sentence with line and cure."""

from __future__ import annotations

import csv
import io
import os
import time
from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdsim.scenario import tables
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.tables import Table, numbers, parse_csv, read_csv

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = "x,y\n1,2.5\n-3,4e2\n"


def saved(folder: Path, content: bytes) -> Path:
    path = folder / "größe 1.csv"
    path.write_bytes(content)
    return path


def refusal(text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        parse_csv(text, "f.csv")
    return str(caught.value)


def misuse(text: str, name: str) -> str:
    table = parse_csv(text, "f.csv")
    with pytest.raises(ScenarioError) as caught:
        numbers(table, name)
    return str(caught.value)


def assert_plain(table: Table) -> None:
    assert table.names == ("x", "y")
    assert table.n_rows == 2
    assert numbers(table, "x").tolist() == [1, -3]
    assert numbers(table, "y").tolist() == [2.5, 400]


# What people have


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"]
)
def test_the_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    table = read_csv(saved(tmp_path, (mark + "Größe\n1\n").encode(encoding)))
    assert table.names == ("Größe",)


def test_windows_quotes_and_bytes_that_windows_lacks_are_read(tmp_path: Path) -> None:
    assert read_csv(saved(tmp_path, b"\x80 \x93a\x94\n1\n")).names == ("€ “a”",)
    assert read_csv(saved(tmp_path, b"a\xfc\x81\n1\n")).names == ("aü\x81",)


def test_a_utf_8_mark_before_latin_1_is_dropped(tmp_path: Path) -> None:
    assert read_csv(saved(tmp_path, b"\xef\xbb\xbfGr\xf6\xdfe\n1\n")).names == ("Größe",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_is_read(delimiter: str, end: str) -> None:
    assert_plain(parse_csv(PLAIN.replace(",", delimiter).replace("\n", end), "f"))


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_decimal_comma_is_read_beside_other_delimiters(delimiter: str) -> None:
    assert_plain(parse_csv(f"x{delimiter}y\n1{delimiter}2,5\n-3,0{delimiter}4e2\n", "f"))


def test_one_column_needs_no_delimiter() -> None:
    assert numbers(parse_csv("x\n1\n2.5\n", "f"), "x").tolist() == [1, 2.5]
    assert numbers(parse_csv("x\n1,5\n2,25\n3\n", "f"), "x").tolist() == [1.5, 2.25, 3]
    assert numbers(parse_csv('"x"\n"1,5"\n', "f"), "x").tolist() == [1.5]


def test_a_delimiter_inside_quotes_is_not_one() -> None:
    table = parse_csv('"a,b,c";"d,e,f"\n"1,2,3";4\n', "f")
    assert table.names == ("a,b,c", "d,e,f")
    assert table.columns[0] == ("1,2,3",)


def test_commas_in_sentences_do_not_win_over_semicolons() -> None:
    table = parse_csv("price, USD;size\n1,5;2\n2,5;3\n", "f")
    assert table.names == ("price, USD", "size")
    assert numbers(table, "price, USD").tolist() == [1.5, 2.5]


def test_the_separator_line_of_spreadsheets_is_obeyed_and_counted() -> None:
    assert_plain(parse_csv("sep=;\r\nx;y\r\n1;2.5\r\n-3;4e2\r\n", "f"))
    assert "f.csv, line 3: the count of cells is 1" in refusal("sep=;\nx;y\n1\n")


def test_surrounding_spaces_are_dropped() -> None:
    assert_plain(parse_csv(' x , "y"\n1 ,\t2.5 \n "-3" ,\u00a04e2\n', "f"))
    assert parse_csv(" a b ;c\n d e ;1\n", "f").columns[0] == ("d e",)


@pytest.mark.parametrize("tail", ["\n\n", "   \n", ",\n,\n", ' , \n"",""\n\n', ""])
def test_blank_lines_and_bare_delimiters_at_the_end_are_dropped(tail: str) -> None:
    assert_plain(parse_csv(PLAIN + tail, "f"))


def test_blank_lines_before_and_between_rows_are_dropped() -> None:
    assert_plain(parse_csv("\n,\n \nx,y\n\n1,2.5\n  \n-3,4e2\n", "f"))


def test_quoted_newlines_belong_to_the_cell() -> None:
    table = parse_csv('name,x\n"two\nlines",1\n"a ""b""",2\n', "f")
    assert table.columns[0] == ("two\nlines", 'a "b"')
    assert numbers(table, "x").tolist() == [1, 2]


def test_all_plain_number_literals_are_numbers() -> None:
    cells = ["1", "+1", "-1", "1.", ".5", "-.5e-3", "1E5", "007", "1e300", "-1e-400"]
    column = numbers(parse_csv("x\n" + "\n".join(cells), "f"), "x")
    assert column.tolist() == [float(cell) for cell in cells]


def test_columns_cannot_be_written_to() -> None:
    column = numbers(parse_csv(PLAIN, "f"), "x")
    with pytest.raises(ValueError, match="read-only"):
        column[0] = 5


@pytest.mark.parametrize(
    "gap", ["", "NA", "N/A", "n/a", "nan", "NaN", "-nan", "null", "NULL", "?", "-"]
)
def test_a_gap_keeps_the_column_and_is_refused_only_when_used(gap: str) -> None:
    text = f"x,y\n1,2\n5,{gap}\n3,{gap}\n4,6\n"
    table = parse_csv(text, "f.csv")
    assert numbers(table, "x").tolist() == [1, 5, 3, 4]
    np.testing.assert_array_equal(table.columns[1], [2, np.nan, np.nan, 6])
    assert misuse(text, "y") == (
        'f.csv, line 3: column "y" has a gap; fill it in, delete the row, or choose another column.'
    )


def test_an_empty_cell_in_the_only_column_is_a_gap() -> None:
    assert "line 3" in misuse('x\n1\n""\n2\n', "x")


def test_a_text_column_is_kept_and_refused_only_when_used() -> None:
    text = 'town,x\n"a\nb",1\n12,2\n,3\n'
    assert parse_csv(text, "f").columns[0] == ("a\nb", "12", "")
    assert misuse(text, "town") == (
        'f.csv, line 2: "a\\nb" in column "town" is not a number; '
        "write numbers like 1234.5, or choose another column."
    )


@pytest.mark.parametrize(
    "cell",
    ["1_000", "١٢", "\uff11", "0x10", "1e", "--1", "1 2", "5%", "$3", "1j", "True", "1e5f", "e"],
)
def test_what_only_looks_like_a_number_is_text(cell: str) -> None:
    assert f'line 3: "{cell}" in column "x" is not a number' in misuse(f"x\n1\n{cell}\n", "x")


@pytest.mark.parametrize("cell", ["1,234,567", "1.234,5", "1,234.5"])
def test_thousands_separators_are_not_guessed(cell: str) -> None:
    assert "is not a number" in misuse(f"x;y\n{cell};1\n", "x")
    assert "is not a number" in misuse(f'x,y\n"{cell}",1\n', "x")


def test_points_in_one_column_and_commas_in_another_are_refused() -> None:
    assert refusal("a;b\n1.234;0,5\n") == (
        'f.csv has decimal points in column "a" and commas in column "b"; '
        "write all numbers with points and without thousands separators."
    )


def test_an_unknown_column_is_refused_with_the_nearest() -> None:
    assert misuse("bedrooms,price\n1,2\n", "Bedroms") == (
        'f.csv has no column "Bedroms", only bedrooms, price. Did you mean "bedrooms"?'
    )


def test_a_table_made_by_hand_names_rows_instead_of_lines() -> None:
    table = Table(("x",), (np.array([1.0, np.nan]),), 2)
    with pytest.raises(ScenarioError, match="The table, row 2: "):
        numbers(table, "x")


# Bad input


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n", "  \n\t\n", ",,\n,\n", '""'])
def test_an_empty_file_is_refused(text: str) -> None:
    assert refusal(text) == "f.csv is empty; choose a file with column names and rows."


@pytest.mark.parametrize("text", ["x,y", "x,y\n", "x\n\n", "x;y\n;\n"])
def test_a_header_alone_is_refused(text: str) -> None:
    assert refusal(text) == "f.csv has column names but no rows; add rows of numbers."


@pytest.mark.parametrize("text", ["1,2\n3,4\n", "1,5;2\n1;2\n", "1,,NA\n1,2,3\n", "7\n8\n"])
def test_a_file_without_names_is_refused(text: str) -> None:
    assert refusal(text) == (
        "f.csv, line 1: numbers instead of column names; put a row of names above them."
    )


@pytest.mark.parametrize("row", ["1", "1,2,3", "1,5,2,5", '"1,2"'])
def test_a_ragged_row_is_refused_with_its_line_as_an_editor_counts(row: str) -> None:
    n = len(next(csv.reader([row])))
    assert refusal(f'x,y\n"a\nb\r\nc",1\n\n{row}\n3,4\n') == (
        f"f.csv, line 6: the count of cells is {n}, but 2 in the first row; "
        "check the delimiters and quotes of that line."
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_title_above_the_names_is_refused_as_ragged(delimiter: str) -> None:
    text = "Prices of 2024\nx,y\n1,2\n".replace(",", delimiter)
    assert refusal(text).startswith("f.csv, line 2: the count of cells is 2, but 1 in")


def test_two_columns_of_one_name_are_refused() -> None:
    assert refusal('x,y," x "\n1,2,3\n') == (
        'f.csv, line 1: two columns are named "x"; rename one of them.'
    )


def test_a_column_without_a_name_is_refused() -> None:
    assert refusal("\nx, ,y\n1,2,3\n") == (
        "f.csv, line 2: column 2 has no name; give it one, or delete the column."
    )


@pytest.mark.parametrize(
    "cell", ["inf", "-INF", "Infinity", "1e999", "-1e999", "1.1e300", "1e308", "9" * 400]
)
def test_numbers_beyond_1e300_are_refused(cell: str) -> None:
    message = refusal(f"x,y\n1,2\n1,{cell}\n1,{cell}\n")
    assert message.startswith(f"f.csv, line 3: {cell[:50]}")
    assert message.endswith(
        ' in column "y" is not a number up to 1e300; correct it or delete the row.'
    )


@pytest.mark.parametrize(
    "content",
    [b"x,y\n1,\x002\n", b"x,y\n1,2\n"[:6] + bytes(100), b"x,y\n1\x07,2", b"x\n\x1e\n", b"a\n\x1f"],
)
def test_binary_content_is_refused_with_its_line(tmp_path: Path, content: bytes) -> None:
    path = saved(tmp_path, content)
    with pytest.raises(ScenarioError) as caught:
        read_csv(path)
    assert str(caught.value) == (
        f"{path}, line 2: this is not text; save the table as CSV (UTF-8) and open that."
    )


def test_utf_16_without_its_mark_or_cut_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="line 1: this is not text"):
        read_csv(saved(tmp_path, PLAIN.encode("utf-16-le")))
    with pytest.raises(ScenarioError, match="UTF-16 text but is damaged; save it again"):
        read_csv(saved(tmp_path, PLAIN.encode("utf-16")[:-1]))


@pytest.mark.parametrize("size", [3, 200_000])
def test_a_quote_that_is_never_closed_is_refused_where_it_opens(size: int) -> None:
    text = 'x,name\n1,"a\nb"\n2,"open\n' + "3,c\n" * size
    message = refusal(text)
    assert message.startswith("f.csv, line 4: a cell is longer than 131072 characters or its quote")
    assert message.endswith("close the quote or shorten the cell.")


def test_a_huge_cell_is_refused() -> None:
    assert refusal("x,name\n1,a\n2," + "b" * 200_000).startswith("f.csv, line 3: a cell is longer")


def test_too_many_rows_columns_or_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    message = "f.csv has more than 1000000 rows or 1000 columns; take a part of it."
    assert refusal(",".join(f"c{i}" for i in range(1001)) + "\n") == message
    assert refusal("x\n" + "\n" * 3_000_000) == message
    monkeypatch.setattr(tables, "MAX_ROWS", 5)
    assert parse_csv("x\n" + "1\n" * 5, "f").n_rows == 5
    assert refusal("x\n" + "1\n" * 6).startswith("f.csv has more than 5 rows")


def test_a_file_of_more_than_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = saved(tmp_path, b"x\n1\n")
    os.truncate(path, 200_000_001)
    with pytest.raises(ScenarioError, match="is larger than 200 MB; take a smaller file"):
        read_csv(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"There is no file .*; check its name and folder"):
        read_csv(tmp_path / "none.csv")
    with pytest.raises(ScenarioError, match="is a folder; choose a file"):
        read_csv(tmp_path)


csv_characters = st.text(alphabet='x1,;|\t"\n\r. -e', max_size=40)


@given(st.one_of(st.text(), csv_characters))
def test_any_text_is_read_or_refused_in_one_printable_line(text: str) -> None:
    sentence = ""
    try:
        table = parse_csv(text, "f")
    except ScenarioError as error:
        sentence = str(error)
    else:
        assert table.n_rows > 0
        assert all(len(column) == table.n_rows for column in table.columns)
    assert sentence.isprintable()


# Round trips

QUOTINGS: list[Literal[0, 1]] = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL]
DIALECTS = [(",", "."), (";", "."), ("\t", "."), ("|", "."), (";", ","), ("\t", ","), ("|", ",")]
finite = st.floats(min_value=-1e300, max_value=1e300)


@given(
    rows=st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(finite, min_size=width, max_size=width), min_size=1)
    ),
    dialect=st.sampled_from(DIALECTS),
    quoting=st.sampled_from(QUOTINGS),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_numbers_come_back_exactly(
    rows: list[list[float]], dialect: tuple[str, str], quoting: Literal[0, 1], end: str
) -> None:
    delimiter, mark = dialect
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerow([f"c{i}" for i in range(len(rows[0]))])
    writer.writerows([repr(value).replace(".", mark) for value in row] for row in rows)
    table = parse_csv(text.getvalue(), "f")
    columns = [numbers(table, name).tolist() for name in table.names]
    assert list(zip(*columns, strict=True)) == [tuple(row) for row in rows]


words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(words, words), min_size=1), st.sampled_from(",;\t|"))
def test_quoted_texts_come_back_exactly(rows: list[tuple[str, str]], delimiter: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(["n", "a", "b"])
    writer.writerows([str(i), "t" + a, "t\n" + b] for i, (a, b) in enumerate(rows))
    table = parse_csv(text.getvalue(), "f")
    assert table.columns[1] == tuple("t" + a for a, _b in rows)
    assert table.columns[2] == tuple("t\n" + b for _a, b in rows)


def test_a_hundred_thousand_rows_take_little_time() -> None:
    text = "a,b,c,d,e\n" + "1.5,-2.25,3e4,0.000125,123456\n" * 100_000
    start = time.perf_counter()
    assert parse_csv(text, "f").n_rows == 100_000
    assert time.perf_counter() - start < 5  # about 0.6 s; a shared machine may be slow
