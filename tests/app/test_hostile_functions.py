"""Odd functions and files in the window: a plain sentence or a picture, never a traceback."""

from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.app.main_window import MainWindow
from gdsim.scenario import balls, codec
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.spec import CompanionSpec, FunctionSpec, Scenario
from tests.app.conftest import OpenWindow, view_of
from tests.session.conftest import settle


class Typist:
    """Types functions into the panel and notes what the window says."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.session, self._qtbot = window, window.session, qtbot
        self.notices: list[str] = []
        self.session.notice.connect(self.notices.append)

    @property
    def field(self) -> Any:
        return view_of(self.window, "function").field

    def type(self, text: str) -> None:
        field = self.field
        field.setFocus()
        field.selectAll()
        field.insert(text)
        field.setModified(True)
        QTest.keyClick(field, Qt.Key.Key_Return)
        settle(self._qtbot, self.session)
        QTest.qWait(20)

    def starts(self) -> list[float]:
        scenario = self.session.scenario
        starts = [scenario.start, *(c.start for c in scenario.companions)]
        return [start.parameters["x"] for start in starts if start.parameters]


@pytest.fixture
def typist(open_window: OpenWindow, qtbot: QtBot) -> Typist:
    return Typist(open_window("two_wells"), qtbot)


@pytest.mark.parametrize("text", ["1e308", "-1e308", "1e308*x^2", "1e300 x^3", "5", "0", "x^1e308"])
def test_functions_too_large_to_draw_or_level_are_shown(typist: Typist, text: str) -> None:
    typist.type(text)
    typist.session.runner.step(2)
    QTest.qWait(30)
    assert typist.session.scenario.objective.expression == text  # type: ignore[union-attr]


def test_a_function_of_two_variables_and_back_keeps_three_balls(typist: Typist) -> None:
    for text in ("x^2 + y^2", "x^2", "x y", "x^2"):
        typist.type(text)
        assert len(balls.places(typist.session.scenario)) == 3
    assert typist.session.scenario.objective.expression == "x^2"  # type: ignore[union-attr]


def test_balls_where_a_typed_function_has_no_value_are_put_where_it_has_one(
    typist: Typist,
) -> None:
    typist.type("ln x")
    assert typist.session.scenario.objective.expression == "ln x"  # type: ignore[union-attr]
    starts = typist.starts()
    assert min(starts) > 0.0
    assert len(set(starts)) == 3
    assert starts[1:] == [2.2, 0.4]  # these could stay
    assert typist.notices == ["Balls where this function has no value were put where it has one."]
    typist.session.undo_stack.undo()
    assert typist.starts() == [-0.05, 2.2, 0.4]


def test_a_function_without_any_value_is_refused_and_stays_to_be_mended(typist: Typist) -> None:
    typist.type("sqrt(-1-x^2)")
    assert typist.session.scenario.objective.name == "two_wells"  # type: ignore[union-attr]
    assert typist.notices == [
        "The function has no value for x from −2.5 to 2.5; write another one."
    ]
    assert typist.field.text() == "sqrt(-1-x^2)"
    typist.field.clearFocus()  # which hands on what was typed, but not twice
    assert len(typist.notices) == 1
    typist.field.setFocus()
    QTest.keyClick(typist.field, Qt.Key.Key_Escape)
    assert typist.field.text() == "x^4 - 3x^2 + x"


def test_a_formula_of_100_000_characters_is_refused_for_its_length(typist: Typist) -> None:
    typist.type("x+" * 50_000)
    assert "write one of at most 1,000" in typist.field.mistake.sentence


def test_losses_below_0_have_no_logarithmic_axis_but_a_gap(typist: Typist) -> None:
    curves = view_of(typist.window, "curves").loss_plot
    assert not curves.log_button.isEnabled()
    curves.setFocus()
    QTest.keyClicks(curves, "l")
    assert not curves.frame.is_log
    QTest.keyClicks(curves, "g")
    assert curves.frame.is_log
    QTest.keyClicks(curves, "g")
    assert not curves.frame.is_log
    typist.type("x^2")
    assert curves.log_button.isEnabled()


# Files


def two_wells(**changed: Any) -> Scenario:
    return replace(read(builtin_path("two_wells")).scenario, **changed)


def of_bowl(companion: CompanionSpec) -> CompanionSpec:
    return replace(companion, objective=FunctionSpec(name="bowl"))


def test_balls_with_one_mark_in_a_file_get_marks_of_their_own() -> None:
    scenario = two_wells()
    same = tuple(replace(c, mark=0) for c in scenario.companions)
    text = codec.encode(codec.Document(replace(scenario, companions=same)))
    found = codec.decode(text, "a file").scenario
    assert len({found.mark, *(c.mark for c in found.companions)}) == 3


def test_a_ball_of_another_function_is_not_drawn_on_this_one(typist: Typist) -> None:
    scenario = two_wells()
    first, second = scenario.companions
    typist.session.open(codec.Document(replace(scenario, companions=(of_bowl(first), second))))
    QTest.qWait(50)
    assert [row.mark for row in view_of(typist.window, "balls").model.rows] == [0, 2]
