"""Formulas: typeset as SVG that Qt paints, in labels that never hold up the window."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from latex2mathml.exceptions import NoAvailableTokensError
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gdsim.scenario.quantities import short
from gdsim.views.formula import FormulaLabel, latex_number, latex_to_svg, plain_latex
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.typesetting import LIBRARY, LOADER, typeset

FRACTION = r"\frac{\partial L}{\partial w_{3}} = \textcolor{gradient}{{-}0.2129}"
PLAIN = "∂L/∂w3 = −0.2129"


@pytest.fixture
def label(qtbot: Any) -> Iterator[FormulaLabel]:
    label = FormulaLabel(LIGHT)
    qtbot.addWidget(label)
    label.show()
    yield label
    QGuiApplication.clipboard().clear()


def show(qtbot: Any, label: FormulaLabel, latex: str = FRACTION, plain: str = PLAIN) -> None:
    label.set_formula(latex, plain)
    qtbot.waitUntil(lambda: label.is_drawn)
    label.resize(label.sizeHint())


def colors(label: FormulaLabel) -> set[str]:
    image = label.grab().toImage()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in places}


def inked(image: QImage) -> list[int]:
    """The columns with something in the text's colour."""
    return [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).lightness() < 200 for y in range(image.height()))
    ]


def test_the_svg_has_the_colour_and_no_metadata() -> None:
    svg = latex_to_svg("x_1", 16.0, "#123456").decode()
    assert "#123456" in svg
    assert "currentColor" not in svg
    assert "<metadata" not in svg
    assert "<symbol" not in svg  # Qt would draw only the top of each letter


def test_qt_reads_the_svg_with_its_size() -> None:
    small, large = (
        QSvgRenderer(QByteArray(latex_to_svg("x+y", pixels, "#000000"))).viewBoxF()
        for pixels in (16.0, 32.0)
    )
    assert small.width() > 20
    assert large.width() == pytest.approx(2 * small.width() - 2, abs=1)  # the margin stays


def test_the_same_formula_is_typeset_once() -> None:
    typeset.cache_clear()
    for color in ("#000000", "#FFFFFF"):
        latex_to_svg("a + 1", 16.0, color)
    assert typeset.cache_info().misses == 1


@pytest.mark.parametrize("latex", [r"\frac{1}{", ""])
def test_a_broken_formula_is_a_fault(latex: str) -> None:
    with pytest.raises(NoAvailableTokensError):
        latex_to_svg(latex, 16.0, "#000000")


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        (short(-0.2129), "{-}0.2129"),
        (short(1.2e-5, 2), r"1.2\times 10^{-5}"),
        ("+0.5", "{+}0.5"),
        ("312,400", "312{,}400"),
        (short(float("nan")), r"\text{undefined}"),
        (short(float("inf")), r"\text{infinite}"),
        ("$312,400", r"\text{$312,400}"),
    ],
)
def test_a_number_is_written_as_latex(text: str, latex: str) -> None:
    assert latex_number(text) == latex
    assert latex_to_svg(latex, 16.0, "#000000")


def test_colours_are_left_out_of_what_is_copied() -> None:
    assert plain_latex(r"a\textcolor{loss}{b}") == "a{b}"


def test_a_label_paints_its_formula_in_the_theme(qtbot: Any, label: FormulaLabel) -> None:
    show(qtbot, label)
    assert label.sizeHint().width() > 100
    assert {LIGHT.text.lower(), LIGHT.gradient.lower()} <= colors(label)
    label.restyle(DARK)
    assert {DARK.text.lower(), DARK.gradient.lower()} <= colors(label)
    assert LIGHT.text.lower() not in colors(label)


def test_every_letter_is_painted_whole(qtbot: Any, label: FormulaLabel) -> None:
    show(qtbot, label, "LLL", "LLL")
    image = label.grab().toImage().scaled(300, 100)
    rows = [
        y
        for y in range(image.height())
        if any(image.pixelColor(x, y) != QColor(LIGHT.card) for x in range(image.width()))
    ]
    assert len(rows) > 50  # of 100: with Qt's own symbols it would be the feet alone


def test_a_label_grows_in_projector_mode(qtbot: Any, label: FormulaLabel) -> None:
    show(qtbot, label)
    before = label.sizeHint()
    label.restyle(LIGHT._replace(scale=1.5))
    qtbot.waitUntil(lambda: label.is_drawn)
    assert label.sizeHint().width() == pytest.approx(1.5 * before.width(), rel=0.03)


def test_a_narrow_label_shrinks_its_formula(qtbot: Any, label: FormulaLabel) -> None:
    show(qtbot, label)
    label.clearFocus()  # no ring
    label.resize(label.sizeHint().width() * 2 // 3, label.height())
    image = label.grab().toImage()
    columns = inked(image)
    assert len(columns) > 20
    assert columns[-1] < image.width() - 2
    assert label.minimumSizeHint().width() < label.sizeHint().width()


def test_the_plain_text_stands_there_until_the_library_is_loaded(
    qtbot: Any, label: FormulaLabel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(LIBRARY), "is_ready", property(lambda _library: False))
    label.set_formula(FRACTION, PLAIN)
    assert label.sizeHint().width() >= label.fontMetrics().horizontalAdvance(PLAIN)
    label.resize(200, 30)
    qtbot.wait(50)
    assert not label.is_drawn
    muted = LIGHT.muted.lower()
    assert muted in colors(label)
    monkeypatch.undo()
    qtbot.waitUntil(lambda: label.is_drawn)
    assert muted not in colors(label)


def test_setting_many_formulas_does_not_hold_up_the_caller(qtbot: Any) -> None:
    labels = [FormulaLabel(LIGHT) for _i in range(12)]
    for label in labels:
        qtbot.addWidget(label)
    begin = time.perf_counter()
    for i, label in enumerate(labels):
        label.set_formula(rf"\sum_{{i}} x_{{{i}}} \frac{{1}}{{{i + 100}}}", str(i))
    assert time.perf_counter() - begin < 0.02
    assert not any(label.is_drawn for label in labels)
    turns = 0
    while not all(label.is_drawn for label in labels):
        before = sum(label.is_drawn for label in labels)
        QApplication.processEvents()
        turns += sum(label.is_drawn for label in labels) > before
    assert turns > 3  # not all in one turn


def test_a_label_that_is_gone_is_forgotten(qtbot: Any) -> None:
    parent = FormulaLabel(LIGHT)
    qtbot.addWidget(parent)
    gone = FormulaLabel(LIGHT, parent=parent)
    gone.set_formula("g + 7", "g + 7")
    gone.deleteLater()
    parent.set_formula("h + 7", "h + 7")
    qtbot.waitUntil(lambda: parent.is_drawn)


def test_screen_readers_get_the_plain_text_at_once(label: FormulaLabel) -> None:
    label.set_formula("q+1", "q plus 1")
    assert label.accessibleName() == "q plus 1"
    label.set_formula("q+1", "q and 1")
    assert label.accessibleName() == "q and 1"


def test_copying_gives_the_plain_text(qtbot: Any, label: FormulaLabel) -> None:
    show(qtbot, label)
    label.setFocus()
    QTest.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == PLAIN


def test_the_menu_copies_both_forms(qtbot: Any, label: FormulaLabel) -> None:
    show(qtbot, label)
    assert label.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu
    for action, text in zip(label.actions(), (PLAIN, plain_latex(FRACTION)), strict=True):
        action.trigger()
        assert QGuiApplication.clipboard().text() == text


def test_an_empty_formula_takes_no_room(qtbot: Any, label: FormulaLabel) -> None:
    show(qtbot, label)
    label.set_formula("", "")
    qtbot.waitUntil(lambda: label.is_drawn)
    assert label.sizeHint().height() <= 2 * LIGHT.px(4)


def test_the_library_is_loaded_beside_the_window(
    qtbot: Any, label: FormulaLabel, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    library = type(LIBRARY)()
    monkeypatch.setattr(
        library, "_warm_up", lambda: seen.append(threading.current_thread().name), raising=True
    )
    assert not library.is_ready
    assert not library.is_ready  # and no second thread
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [LOADER]
