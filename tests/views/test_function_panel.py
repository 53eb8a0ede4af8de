"""The function: chosen from a box or typed, with its derivative, bounds, constants and minima."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.engine.functions import FUNCTIONS, Minimum
from gdsim.views.functions import function_words as words
from gdsim.views.functions.equations import PRIME, Written
from gdsim.views.functions.function_panel import FunctionPanel
from gdsim.views.icon_button import IconButton
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import DARK, LIGHT
from tests.views.balls_case import make_subject
from tests.views.conftest import make_shown

GESTURES = (
    "function_edited",
    "expression_edited",
    "bounds_edited",
    "constant_dragged",
    "constant_edited",
)
Said = list[tuple[Any, ...]]


@pytest.fixture
def panel(qtbot: QtBot) -> FunctionPanel:
    panel = FunctionPanel(LIGHT)
    qtbot.addWidget(panel)
    panel.resize(360, 420)
    panel.show()
    panel.set_subject(make_subject())
    qtbot.waitExposed(panel)
    return panel


def heard(panel: FunctionPanel) -> Said:
    said: Said = []
    for name in GESTURES:
        getattr(panel, name).connect(lambda *args, name=name: said.append((name, *args)))
    return said


def type_over(panel: FunctionPanel, text: str) -> None:
    panel.field.setFocus()
    panel.field.selectAll()
    QTest.keyClicks(panel.field, text)


def items(panel: FunctionPanel) -> list[str]:
    return [panel.chooser.itemText(i) for i in range(panel.chooser.count())]


def test_the_function_is_named_and_written_out_with_its_derivative(panel: FunctionPanel) -> None:
    assert panel.chooser.currentText() == "Two wells"
    assert panel.field.text() == "x^4 - 3x^2 + x"
    assert panel.equations.texts() == ["f(x) = x⁴ − 3·x² + x", f"f{PRIME}(x) = 4·x³ − 6·x + 1"]
    assert panel.caption == "of x"
    said = panel.minima.text().replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Lowest at x = −1.301, a second minimum at x = 1.131."
    assert panel.teaches.text() == FUNCTIONS["two_wells"].teaches


def test_of_two_variables_both_derivatives_and_both_bounds_are_shown(panel: FunctionPanel) -> None:
    panel.set_subject(make_subject("matyas"))
    assert [text.split(" = ")[0] for text in panel.equations.texts()] == [
        "f(x, y)",
        "∂f/∂x",
        "∂f/∂y",
    ]
    assert [pair.isVisible() for pair in panel.bounds.pairs] == [True, True]
    assert panel.caption == "of x and y"
    panel.set_subject(make_subject())
    assert [pair.isVisible() for pair in panel.bounds.pairs] == [True, False]


def test_functions_of_as_many_variables_stand_first(panel: FunctionPanel) -> None:
    titles = items(panel)
    assert titles.index("Bowl") < titles.index("Of two variables") < titles.index("Saddle")
    panel.set_subject(make_subject("saddle"))
    titles = items(panel)
    assert titles.index("Saddle") < titles.index("Of one variable") < titles.index("Bowl")
    assert panel.chooser.currentText() == "Saddle"


def test_the_heading_between_the_two_kinds_cannot_be_chosen(panel: FunctionPanel) -> None:
    chooser = panel.chooser
    index = chooser.model().index(chooser.findText("Of two variables"), 0)
    assert not chooser.model().flags(index) & Qt.ItemFlag.ItemIsEnabled


def test_another_function_is_chosen_by_keys(panel: FunctionPanel) -> None:
    said = heard(panel)
    panel.chooser.setFocus()
    QTest.keyClick(panel.chooser, Qt.Key.Key_Down)
    assert said == [("function_edited", "many_wells")]


def test_one_of_the_other_kind_is_chosen_by_its_letter(panel: FunctionPanel) -> None:
    said = heard(panel)
    panel.chooser.setFocus()
    QTest.keyClicks(panel.chooser, "h")
    assert said == [("function_edited", "himmelblau")]


def test_the_wheel_over_the_box_changes_nothing(panel: FunctionPanel) -> None:
    said = heard(panel)
    place = QPointF(panel.chooser.rect().center())
    turned = QPoint(0, -120)
    event = QWheelEvent(
        place,
        panel.chooser.mapToGlobal(place),
        QPoint(),
        turned,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QCoreApplication.sendEvent(panel.chooser, event)
    assert said == []
    assert panel.chooser.currentText() == "Two wells"


def test_a_typed_function_stands_above_the_built_in_ones(panel: FunctionPanel) -> None:
    panel.set_subject(make_subject(None, "x^2 + sin x"))
    assert panel.chooser.currentText() == "Your own formula"
    assert panel.teaches.isHidden()
    panel.set_subject(make_subject("bowl"))
    assert "Your own formula" not in items(panel)


@pytest.mark.parametrize("change", ["same", "other", "network", "restyle"])
def test_showing_is_no_gesture(panel: FunctionPanel, change: str) -> None:
    said = heard(panel)
    {
        "same": lambda: panel.set_subject(make_subject()),
        "other": lambda: panel.set_subject(make_subject("stretched_bowl")),
        "network": lambda: panel.set_subject(make_shown().subject),
        "restyle": lambda: panel.restyle(DARK._replace(scale=1.5)),
    }[change]()
    assert said == []


def test_what_is_typed_is_written_out_while_it_is_typed(panel: FunctionPanel) -> None:
    said = heard(panel)
    type_over(panel, "2x^3 - sin x")
    assert panel.equations.texts() == ["f(x) = 2·x³ − sin(x)", f"f{PRIME}(x) = 6·x² − cos(x)"]
    assert said == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_enter_or_leaving_hands_a_formula_on_once(panel: FunctionPanel, key: Qt.Key) -> None:
    said = heard(panel)
    type_over(panel, "|x| + x^2")
    QTest.keyClick(panel.field, key)
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert said == [("expression_edited", "|x| + x^2")]


def test_the_formula_in_force_is_not_handed_on(panel: FunctionPanel) -> None:
    said = heard(panel)
    type_over(panel, "x^4 - 3x^2 + x")
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert said == []


def test_esc_brings_the_formula_back(panel: FunctionPanel) -> None:
    said = heard(panel)
    type_over(panel, "x^2")
    QTest.keyClick(panel.field, Qt.Key.Key_Escape)
    assert panel.field.text() == "x^4 - 3x^2 + x"
    assert panel.equations.texts()[0] == "f(x) = x⁴ − 3·x² + x"
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert said == []


def test_a_mistake_is_shown_at_its_place_with_the_cure(panel: FunctionPanel, qtbot: QtBot) -> None:
    said = heard(panel)
    type_over(panel, "x^2 + foo(x)")
    qtbot.waitUntil(panel.message.isVisible)
    assert panel.message.text() == 'There is no "foo". Did you mean "floor"?'
    assert panel.caret.isVisible()
    left, right = panel.caret.reach
    metrics = panel.field.fontMetrics()
    begin = panel.field.x_of(0)
    assert left - begin == pytest.approx(metrics.horizontalAdvance("x^2 + "), abs=2)
    assert right - left == pytest.approx(metrics.horizontalAdvance("foo"), abs=2)
    assert not panel.equations.isVisible()
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert said == []
    assert panel.field.text() == "x^2 + foo(x)"
    assert panel.field.accessibleDescription() == panel.message.text()


def test_enter_says_at_once_what_is_wrong_and_mending_it_takes_that_back(
    panel: FunctionPanel,
) -> None:
    said = heard(panel)
    type_over(panel, "(x + 1")
    assert not panel.message.isVisible()
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert panel.message.text() == 'This "(" is not closed; add a ")".'
    QTest.keyClicks(panel.field, ")")
    assert not panel.message.isVisible()
    assert panel.equations.isVisible()
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert said == [("expression_edited", "(x + 1)")]


def test_a_mistake_stays_when_the_field_is_left_or_the_run_is_edited(panel: FunctionPanel) -> None:
    type_over(panel, "x +")
    panel.bounds.pairs[0].fields[0].setFocus()
    assert panel.field.text() == "x +"
    assert panel.message.isVisible()
    panel.field.setFocus()
    panel.set_subject(make_subject(rate=0.1))
    assert panel.field.text() == "x +"
    panel.set_subject(make_subject("bowl"))
    panel.chooser.setFocus()
    panel.set_subject(make_subject("steep_bowl"))
    assert panel.field.text() == "8x^2"
    assert not panel.message.isVisible()


def test_typing_goes_on_while_the_subject_is_told_again(panel: FunctionPanel) -> None:
    type_over(panel, "x^2 + 1")
    panel.set_subject(make_subject(rate=0.2))
    assert panel.field.text() == "x^2 + 1"
    assert panel.equations.texts()[0] == "f(x) = x² + 1"


@pytest.mark.parametrize(
    "text",
    ["__import__('os')", "9**9**9**9", "(" * 300, "x.__class__", "lambda: 1", "1/0", "x" * 400],
)
def test_hostile_text_is_refused_or_shown_and_nothing_breaks(
    panel: FunctionPanel, text: str
) -> None:
    panel.field.setFocus()
    panel.field.selectAll()
    panel.field.insert(text)
    panel.field.textEdited.emit(text)
    panel.field.setModified(True)
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert panel.field.text() == text


def test_bounds_are_typed(panel: FunctionPanel) -> None:
    said = heard(panel)
    low = panel.bounds.pairs[0].fields[0]
    assert low.text() == "−2.5"
    low.setFocus()
    low.selectAll()
    QTest.keyClicks(low, "-4")
    QTest.keyClick(low, Qt.Key.Key_Return)
    assert said == [("bounds_edited", {"x": (-4.0, 2.5)})]


def test_bounds_the_wrong_way_round_stay_with_a_message_until_both_fit(
    panel: FunctionPanel,
) -> None:
    said = heard(panel)
    low, high = panel.bounds.pairs[0].fields
    for field, text in ((low, "3"), (high, "5")):
        assert said == []
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        if field is low:
            assert panel.message.text() == "x must go from a lower number to a higher one."
            panel.set_subject(make_subject(rate=0.1))
            assert low.text() == "3"
    assert said == [("bounds_edited", {"x": (3.0, 5.0)})]
    assert not panel.message.isVisible()


def test_arrows_move_an_end_by_a_tenth(panel: FunctionPanel) -> None:
    panel.set_subject(make_subject("himmelblau"))
    said = heard(panel)
    high = panel.bounds.pairs[1].fields[1]
    high.setFocus()
    QTest.keyClick(high, Qt.Key.Key_Up)
    assert said == [("bounds_edited", {"y": (-5.0, 6.0)})]


def test_a_constant_is_dragged_and_typed(panel: FunctionPanel) -> None:
    panel.set_subject(make_subject("stretched_bowl"))
    said = heard(panel)
    (row,) = panel.constants
    assert row.field.text() == "20"
    assert panel.field.text() == "(x^2 + 20*y^2)/2"
    slider = row.slider
    middle = slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(4, middle))
    QTest.mouseMove(slider, QPoint(slider.width() - 1, middle))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 1, middle))
    assert said[0] == ("constant_dragged", "k", 1.0)
    assert said[-2:] == [("constant_dragged", "k", 200.0), ("constant_edited", "k", 200.0)]
    row.field.setFocus()
    row.field.selectAll()
    QTest.keyClicks(row.field, "50")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert said[-1] == ("constant_edited", "k", 50.0)


def test_a_constant_beyond_its_ends_is_refused_in_words(panel: FunctionPanel) -> None:
    panel.set_subject(make_subject("stretched_bowl"))
    said = heard(panel)
    field = panel.constants[0].field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "1000")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert said == []
    assert panel.message.text() == "k goes from 1 to 200."


def test_a_constant_in_a_hand_stays_there_while_the_function_follows(panel: FunctionPanel) -> None:
    panel.set_subject(make_subject("stretched_bowl"))
    row = panel.constants[0]
    panel.set_subject(make_subject("stretched_bowl", constants={"k": 100.0}))
    assert panel.constants[0] is row
    assert row.field.text() == "100"
    assert panel.field.text() == "(x^2 + 100*y^2)/2"
    panel.set_subject(make_subject("sphere"))
    assert panel.constants == []


def test_where_a_network_is_open_the_panel_says_what_it_is_for(
    panel: FunctionPanel, qtbot: QtBot
) -> None:
    panel.set_subject(make_shown().subject)
    said = heard(panel)
    assert not panel.field.isVisible()
    qtbot.mouseClick(panel.nothing.curve_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.nothing.valleys_button, Qt.MouseButton.LeftButton)
    assert said == [("function_edited", "two_wells"), ("function_edited", "himmelblau")]
    assert {name for _gesture, name in said} <= set(FUNCTIONS)
    panel.set_subject(make_subject())
    assert panel.field.isVisible()
    assert not panel.nothing.isVisible()


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("name", [*FUNCTIONS, None])
def test_nothing_is_cut_at_the_narrowest_width(
    panel: FunctionPanel, qtbot: QtBot, name: str | None, scale: float
) -> None:
    panel.resize(340, 300)
    panel.restyle(LIGHT._replace(scale=scale))
    panel.set_subject(make_subject(name) if name else make_shown().subject)
    area = panel._area  # noqa: SLF001 - what is cut is what does not fit into it
    for line in (panel.equations.function, *panel.equations.slopes):
        line.typeset()
    qtbot.wait(30)
    body, room = area.widget(), area.viewport().width()
    assert body is not None
    assert body.minimumSizeHint().width() <= room
    labels, buttons = panel.findChildren(TextLabel), panel.findChildren(IconButton)
    parts: list[TextLabel | IconButton] = [*labels, *buttons]
    for part in parts:
        if part.isVisible():
            assert part.mapTo(area.viewport(), QPoint(part.width(), 0)).x() <= room, part.text()
    for label in labels:
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width(), label.text()


def test_a_long_formula_is_broken_into_lines(panel: FunctionPanel, qtbot: QtBot) -> None:
    panel.set_subject(make_subject("beale"))
    line = panel.equations.function
    qtbot.waitUntil(lambda: "aligned" in line.latex and line.is_drawn, timeout=8000)
    assert line.plain.startswith("f(x, y) = (1.5 − x + x·y)²")
    assert line.sizeHint().width() <= 1.2 * line.width()


def test_a_simpler_derivative_that_comes_later_takes_its_place(panel: FunctionPanel) -> None:
    panel.equations.show_simplified({"x": Written(r"2 x\left(2 x^2-3\right)+1", "2x(2x²−3)+1")})
    assert panel.equations.texts()[1] == f"f{PRIME}(x) = 2x(2x²−3)+1"


@pytest.mark.parametrize(
    ("places", "text"),
    [
        ([], "No lowest place within these bounds."),
        ([(0.0, True)], "Lowest at x = 0."),
        ([(1.0, True), (2.0, True)], "Lowest at x = 1 and x = 2."),
        (
            [(1.0, True), (2.5, False), (3.0, False)],
            "Lowest at x = 1, other minima at x = 2.5 and x = 3.",
        ),
        ([(float(i), i == 0) for i in range(9)], "Lowest at x = 0, 8 other minima."),
        ([(float(i), True) for i in range(4)], "Lowest at 4 places, such as x = 0."),
    ],
)
def test_minima_are_said_in_words(places: list[tuple[float, bool]], text: str) -> None:
    minima = [Minimum((x,), 0.0, is_global) for x, is_global in places]
    said = words.minima_sentence(minima, ("x",)).replace("\N{NO-BREAK SPACE}", " ")
    assert said == text


def test_what_is_shown_is_told_to_screen_readers(panel: FunctionPanel) -> None:
    assert f"f{PRIME}(x) = 4·x³ − 6·x + 1" in panel.accessibleDescription()
    assert panel.field.accessibleName() == "Formula of the function"
