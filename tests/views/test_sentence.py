"""The two lines under a table: what is too long is written smaller before it is cut."""

from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from gdsim.views.sentence import Sentence
from gdsim.views.theme import LIGHT


def test_a_long_sentence_is_written_smaller_before_it_is_cut(qtbot: QtBot) -> None:
    sentence = Sentence(LIGHT)
    qtbot.addWidget(sentence)
    text = "bedrooms 4: 42,000.00 − 81,853.68 = −39,853.68; (−39,853.68)² ≈ 1,588,315,810"
    usual = sentence.font_for("short", 1.0, 400.0)
    whole = QFontMetricsF(usual).horizontalAdvance(text)
    assert sentence.font_for(text, 1.0, whole + 1.0).pixelSize() == usual.pixelSize()
    smaller = sentence.font_for(text, 1.0, 0.9 * whole)
    assert QFontMetricsF(smaller).horizontalAdvance(text) <= 0.9 * whole
    least = sentence.font_for(text, 1.0, 10.0)
    assert least.pixelSize() == LIGHT.font(0.8).pixelSize()
