"""The line and its closed form on a real session: gestures become edits that undo takes back."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.app.gestures import Gestures
from gdsim.app.wiring import wire
from gdsim.scenario import library
from gdsim.session.session import Session
from gdsim.views.line.closed_form_panel import ClosedFormPanel
from gdsim.views.line.line_hand import Handle
from gdsim.views.line.line_panel import LinePanel
from gdsim.views.plotting.hand import REST_MS
from gdsim.views.theme import LIGHT
from tests.session.conftest import settle

LEFT = Qt.MouseButton.LeftButton
Open = tuple[Session, LinePanel, ClosedFormPanel]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    session = Session(library.read(library.builtin_path("slope_and_intercept")))
    settle(qtbot, session)
    line, form = LinePanel(LIGHT), ClosedFormPanel(LIGHT)
    for panel in (line, form):
        for widget in (panel, panel.corner()):
            qtbot.addWidget(widget)
        panel.resize(610, 560)
        panel.show()
    wiring = wire(session, Gestures(session), [(line, 0), (form, 1)])
    yield session, line, form
    wiring.close()
    session.close()


def start_of(session: Session) -> dict[str, float]:
    return dict(session.scenario.start.parameters or {})


def test_a_drag_is_previewed_live_and_is_one_undo_step(qtbot: QtBot, opened: Open) -> None:
    session, line, _form = opened
    ring = line.plot.handles.rings[Handle.TURN].pos().toPoint()
    view = line.plot.viewport()
    before = line.caption
    QTest.mousePress(view, LEFT, pos=ring)
    for by in (20, 40, 60):
        QTest.mouseMove(view, ring - QPoint(0, by))
        QTest.qWait(5)
    qtbot.waitUntil(lambda: line.caption != before, timeout=3000)
    assert start_of(session)["w1"] == 0.0
    QTest.mouseRelease(view, LEFT, pos=ring - QPoint(0, 60))
    settle(qtbot, session)
    assert start_of(session)["w1"] > 0.0
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    settle(qtbot, session)
    assert start_of(session)["w1"] == 0.0
    shown = line.plot.hand.line
    assert shown is not None
    assert shown.slope == 0.0


def test_keys_go_on_after_a_drop(qtbot: QtBot, opened: Open) -> None:
    session, line, _form = opened
    QTest.keyClick(line.plot, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: session.undo_stack.count() == 1, timeout=4 * REST_MS)
    settle(qtbot, session)
    first = start_of(session)["w1"]
    assert line.plot.hand.held is Handle.TURN
    QTest.keyClick(line.plot, Qt.Key.Key_Up)
    QTest.keyClick(line.plot, Qt.Key.Key_Return)
    settle(qtbot, session)
    assert start_of(session)["w1"] == pytest.approx(2.0 * first, rel=0.3)


def test_typing_both_numbers_reaches_the_closed_form(qtbot: QtBot, opened: Open) -> None:
    session, line, form = opened
    fields: list[tuple[Any, str]] = [
        (line.equation.slope, "7237.114285714286"),
        (line.equation.intercept, "40486.26666666667"),
    ]
    for field, text in fields:
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        settle(qtbot, session)
    assert session.snapshot is not None
    assert session.snapshot.loss == pytest.approx(session.subject.best_loss)
    qtbot.waitUntil(lambda: form.table.rows[0].cells[0] == "7237", timeout=3000)
    assert line.caption.startswith("R² 0.605")


def test_the_button_changes_the_units_and_undo_brings_them_back(qtbot: QtBot, opened: Open) -> None:
    session, line, form = opened
    form.units_button.click()
    settle(qtbot, session)
    spec: Any = session.scenario.objective
    assert spec.dataset.standardize
    assert form.units_button.text() == "Use raw columns"
    assert line.plot.model is not None
    assert line.plot.model.pivot == 3.5
    session.undo_stack.undo()
    settle(qtbot, session)
    assert form.units_button.text() == "Standardize"
