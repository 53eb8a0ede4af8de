"""A flat button is quiet, and its twin in a menu is on exactly when it is."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gdsim.views.flat_button import FlatButton


def switch(qtbot: QtBot) -> FlatButton:
    button = FlatButton("log", "Counts in powers.", name="Logarithmic scale", is_switch=True)
    qtbot.addWidget(button)
    return button


def test_it_is_reached_by_tab_only_and_says_its_name(qtbot: QtBot) -> None:
    button = switch(qtbot)
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus
    assert (button.text(), button.accessibleName()) == ("log", "Logarithmic scale")
    plain = FlatButton("Forget", "Takes the points away.")
    qtbot.addWidget(plain)
    assert plain.accessibleName() == "Forget"
    assert not plain.isCheckable()


def test_the_twin_follows_the_switch_and_leads_it_and_each_change_is_told_once(
    qtbot: QtBot,
) -> None:
    button = switch(qtbot)
    button.setChecked(True)
    twin, told = button.twin(), list[bool]()
    button.toggled.connect(told.append)
    assert twin.isChecked()
    assert twin.text() == "Logarithmic scale"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not twin.isChecked()
    twin.trigger()
    assert button.isChecked()
    assert told == [False, True]
