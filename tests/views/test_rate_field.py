import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QStyle, QStyleOptionSlider
from pytestqt.qtbot import QtBot

from gdsim.views.slider import Slider
from gdsim.views.strip.rate_field import RateField, parse_rate, rate_text
from gdsim.views.theme import LIGHT

# What the screenless platform says of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def field(qtbot: QtBot) -> RateField:
    widget = RateField(LIGHT)
    qtbot.addWidget(widget)
    widget.set_rate(0.05)
    widget.resize(240, 46)
    widget.show()
    return widget


def heard(field: RateField) -> list[tuple[str, float]]:
    news: list[tuple[str, float]] = []
    field.rate_dragged.connect(lambda rate: news.append(("dragged", rate)))
    field.rate_dropped.connect(lambda rate: news.append(("dropped", rate)))
    return news


def type_rate(qtbot: QtBot, field: RateField, text: str) -> None:
    field.field.setFocus()
    field.field.selectAll()
    qtbot.keyClicks(field.field, text)
    qtbot.keyClick(field.field, Qt.Key.Key_Return)


def handle(slider: Slider) -> QPoint:
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    part = QStyle.SubControl.SC_SliderHandle
    control = QStyle.ComplexControl.CC_Slider
    return slider.style().subControlRect(control, option, part, slider).center()


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("0.05", 0.05),
        ("0,05", 0.05),
        (" .5 ", 0.5),
        ("5e-2", 0.05),
        ("1e−3", 0.001),
        ("12", 12.0),
        ("0", 0.0),
        ("-0", 0.0),
    ],
)
def test_a_rate_is_read_with_a_point_or_a_comma(text: str, rate: float) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize(
    "text", ["", "abc", "-1", "nan", "inf", "1e999", "1_000", "1,000.5", "\u0661", "1" * 50, "0x1"]
)
def test_what_is_no_rate_gets_a_few_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].{5,40}$"):
        parse_rate(text)


@pytest.mark.parametrize("rate", [0.0, 1e-5, 0.05, 1 / 3, 10.0, 123456.0, 1e-9, 1e30])
def test_the_text_of_a_rate_is_that_rate_exactly(rate: float) -> None:
    assert parse_rate(rate_text(rate)) == rate


def test_a_small_rate_is_written_as_people_write_it() -> None:
    assert rate_text(1e-5) == "0.00001"


def test_a_typed_number_is_set_by_enter(qtbot: QtBot, field: RateField) -> None:
    news = heard(field)
    type_rate(qtbot, field, "0,2")
    assert news == [("dropped", 0.2)]
    assert field.field.text() == "0.2"


def test_the_same_number_again_changes_nothing(qtbot: QtBot, field: RateField) -> None:
    news = heard(field)
    type_rate(qtbot, field, "0.050")
    assert news == []
    assert field.field.text() == "0.05"


def test_wrong_input_gets_a_message_beside_the_field_and_keeps_its_text(
    qtbot: QtBot, field: RateField
) -> None:
    news = heard(field)
    type_rate(qtbot, field, "fast")
    assert news == []
    assert field.title.text() == "Type a number, like 0.05"
    assert field.field.accessibleDescription() == "Type a number, like 0.05"
    assert field.field.text() == "fast"
    qtbot.keyClick(field.field, Qt.Key.Key_Escape)
    assert field.title.text() == "LEARNING RATE"
    assert field.field.text() == "0.05"


def test_leaving_the_field_sets_a_number_and_forgets_anything_else(
    qtbot: QtBot, field: RateField
) -> None:
    news = heard(field)
    for text in ("-3", "0.4"):
        field.field.setFocus()
        field.field.selectAll()
        qtbot.keyClicks(field.field, text)
        field.field.clearFocus()
    assert news == [("dropped", 0.4)]


def test_the_slider_tells_each_stop_while_it_is_held_and_the_last_one_on_release(
    qtbot: QtBot, field: RateField
) -> None:
    news = heard(field)
    slider = field.slider
    middle = slider.height() // 2
    qtbot.mousePress(slider, LEFT, pos=handle(slider))
    for x in range(handle(slider).x(), slider.width(), 3):
        qtbot.mouseMove(slider, QPoint(x, middle))
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(slider.width() - 1, middle))
    assert news == [
        *(("dragged", rate) for rate in (0.1, 0.3, 1.0, 3.0, 10.0)),
        ("dropped", 10.0),
    ]
    assert field.field.text() == "10"


def test_a_click_on_the_handle_keeps_a_rate_between_two_stops(
    qtbot: QtBot, field: RateField
) -> None:
    news = heard(field)
    qtbot.mouseClick(field.slider, LEFT, pos=handle(field.slider))
    assert news == []
    assert field.field.text() == "0.05"


def test_arrow_keys_go_to_the_next_stops(qtbot: QtBot, field: RateField) -> None:
    news = heard(field)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Home):
        qtbot.keyClick(field.slider, key)
    assert [rate for _, rate in news] == [0.1, 0.03, 0.01, 1e-5]


def test_what_is_held_or_typed_is_not_overwritten_by_the_run(
    qtbot: QtBot, field: RateField
) -> None:
    field.field.setFocus()
    field.field.selectAll()
    qtbot.keyClicks(field.field, "0.7")
    field.set_rate(0.05)
    assert field.field.text() == "0.7"
    qtbot.keyClick(field.field, Qt.Key.Key_Escape)
    qtbot.mousePress(field.slider, LEFT, pos=QPoint(field.slider.width() - 3, 10))
    field.set_rate(0.05)
    assert field.field.text() == "10"
    qtbot.mouseRelease(field.slider, LEFT)


@pytest.mark.parametrize("rate", [0.0, 1e-9, 0.05, 1e9])
def test_showing_any_rate_emits_nothing(field: RateField, rate: float) -> None:
    news = heard(field)
    field.set_rate(rate)
    field.restyle(LIGHT)
    assert news == []
    assert float(field.field.text()) == rate
