"""The worksheet as PDF: pages that a viewer opens, nothing of the answers on the sheet."""

import re
import zlib

import pytest

from gdsim.scenario.worksheet import Worksheet
from gdsim.views.table.worksheet_pdf import pdf_bytes


def made(n_rows: int, note: str = "") -> Worksheet:
    rows = tuple((f"w{i}", "+0.5", "−0.21", "0.05", None) for i in range(n_rows))
    key = tuple((*row[:4], "+0.5105") for row in rows)
    return Worksheet(
        "Häuser & <Preise>",
        "From epoch 5 to epoch 6",
        (("start", "normal, seed 1"), ("set by hand", "w1 = 0.5, " * 30)),
        "new = current − learning rate × gradient",
        ("Work out each missing new value.",),
        ("parameter", "current", "gradient", "learning rate", "new"),
        rows,
        key,
        tuple("0.5 − 0.05 × (−0.21)" for _row in rows),
        note,
    )


def content(data: bytes) -> bytes:
    """Return the drawing commands of all pages, unpacked."""
    found = b""
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            found += zlib.decompress(stream)
        except zlib.error:
            continue
    return found


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("is_key", [False, True])
def test_a_pdf_of_a4_pages_comes_out(is_key: bool) -> None:
    data = pdf_bytes(made(10), is_key=is_key)
    assert data.startswith(b"%PDF-1.")
    assert data.rstrip().endswith(b"%%EOF")
    box = re.search(rb"/MediaBox \[([\d. ]+)\]", data)
    assert box is not None
    assert [round(float(side)) for side in box[1].split()] == [0, 0, 595, 842]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("n_rows", "n_pages"), [(10, 1), (60, 4)])
def test_rows_that_do_not_fit_go_on_on_the_next_page(n_rows: int, n_pages: int) -> None:
    data = pdf_bytes(made(n_rows, "5 more parameters are left out."), is_key=False)
    assert len(re.findall(rb"/Type /Page\b(?!s)", data)) == n_pages


@pytest.mark.usefixtures("qapp")
def test_the_sheet_draws_less_text_and_the_key_no_empty_boxes() -> None:
    sheet, key = (content(pdf_bytes(made(10), is_key=is_key)) for is_key in (False, True))
    # Curves of the rounded boxes: only the sheet has them.
    assert len(re.findall(rb" c\n", sheet)) > len(re.findall(rb" c\n", key))
    assert key.count(b"Tj") + key.count(b"TJ") > sheet.count(b"Tj") + sheet.count(b"TJ")
