"""A scroll area takes the keys that scroll it, and no others."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gdsim.views.upright_scroll import UprightScroll

Key = Qt.Key


class Listener(QWidget):
    """Hears the keys that its scroll area leaves."""

    def __init__(self, *, takes_keys: bool) -> None:
        super().__init__()
        self.keys: list[int] = []
        self.area = UprightScroll(takes_keys=takes_keys)
        inside = QWidget()
        inside.setFixedSize(100, 2000)
        self.area.setWidget(inside)
        QVBoxLayout(self).addWidget(self.area)

    def keyPressEvent(self, event: object) -> None:
        self.keys.append(event.key())  # type: ignore[attr-defined]


@pytest.mark.parametrize("takes_keys", [True, False])
def test_left_and_right_stay_the_windows(qtbot: QtBot, *, takes_keys: bool) -> None:
    listener = Listener(takes_keys=takes_keys)
    qtbot.addWidget(listener)
    for key in (Key.Key_Left, Key.Key_Right):
        qtbot.keyClick(listener.area, key)
    assert listener.keys == [Key.Key_Left, Key.Key_Right]


@pytest.mark.parametrize("takes_keys", [True, False])
def test_page_down_scrolls_only_where_it_is_meant_to(qtbot: QtBot, *, takes_keys: bool) -> None:
    listener = Listener(takes_keys=takes_keys)
    qtbot.addWidget(listener)
    listener.resize(200, 200)
    listener.show()
    qtbot.waitExposed(listener)
    qtbot.keyClick(listener.area, Key.Key_PageDown)
    assert (listener.area.verticalScrollBar().value() > 0) is takes_keys
    assert (Key.Key_PageDown in listener.keys) is not takes_keys
