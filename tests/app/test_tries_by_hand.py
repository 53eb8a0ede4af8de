"""You first, through the wiring: buttons and dragged numbers reach the tries, and come back."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.app.gestures import Gestures
from gdsim.app.wiring import wire
from gdsim.scenario import library
from gdsim.session.session import Session
from gdsim.views.theme import LIGHT
from gdsim.views.tries.tries_panel import TriesPanel
from tests.session.conftest import settle

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    session = Session(library.read(library.builtin_path("houses")))
    settle(qtbot, session)
    yield session
    session.close()


def test_a_whole_game_from_the_first_drag_to_descents_last_epoch(
    qtbot: QtBot, session: Session
) -> None:
    gestures, panel = Gestures(session), TriesPanel(LIGHT)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.corner())
    panel.resize(560, 380)
    panel.show()
    wiring = wire(session, gestures, [(panel, 0)])
    gestures.tries.tries_changed.connect(panel.show_tries)
    start = session.subject.experiment.start.theta
    QTest.mouseClick(panel.begin_button, LEFT)
    settle(qtbot, session)
    gestures.on_parameter_dragged(2, 0.8)
    gestures.on_parameter_dragged(2, 1.1)
    gestures.on_parameter_dropped(2, 1.1)
    settle(qtbot, session)
    gestures.on_parameter_dropped(8, 1.5)
    settle(qtbot, session)
    assert panel.caption == "2 tries"
    session.runner.set_speed(None)
    QTest.mouseClick(panel.descent_button, LEFT)
    qtbot.waitUntil(lambda: session.selection.epoch == 25 and not session.runner.is_moving)
    settle(qtbot, session)
    assert np.array_equal(session.subject.experiment.start.theta, start)
    assert "Descent: 0.45 after 25 epochs" in panel.sentence.first
    QTest.mouseClick(panel.best_button, LEFT)
    settle(qtbot, session)
    best = gestures.tries.contest.best
    assert best is not None
    assert np.array_equal(session.subject.experiment.start.theta, best.theta)
    assert panel.caption == "2 tries"
    QTest.mouseClick(panel.again_button, LEFT)
    settle(qtbot, session)
    assert np.array_equal(session.subject.experiment.start.theta, start)
    assert panel.caption == "every change at epoch 0 is a try"
    wiring.close()
