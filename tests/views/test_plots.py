"""What all plots share: ranges that change seldom, pictures, no zoom by accident."""

import csv
import io
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdsim.views.plotting.plots import Plot, Stroke
from gdsim.views.theme import DARK, LIGHT

X = np.arange(5.0)
Y = np.array([1.0, 0.5, np.nan, 0.25, 0.2])


@pytest.fixture
def plot(qtbot: QtBot) -> Plot:
    plot = Plot(LIGHT, "Squares")
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.fit_x(0.0, 4.0)
    plot.fit_y(0.2, 1.0)
    plot.show()
    return plot


def test_a_value_and_its_pixel_are_each_others_inverse(plot: Plot) -> None:
    at = plot.frame.to_pixels(2.0, 0.5)
    assert plot.frame.area.contains(at)
    assert plot.frame.x_at(at.x()) == pytest.approx(2.0)
    assert plot.frame.y_at(at.y()) == pytest.approx(0.5)


def test_a_logarithmic_axis_counts_in_powers_of_ten(plot: Plot) -> None:
    plot.set_log(True)
    plot.fit_y(0.001, 1000.0)
    height = plot.frame.to_pixels(0.0, 1.0).y()
    assert height == pytest.approx(plot.frame.area.center().y(), abs=8.0)
    assert plot.frame.y_at(height) == pytest.approx(1.0)


def test_the_curve_lies_where_the_frame_says(plot: Plot) -> None:
    curve = plot.add_curve("loss", Stroke("loss"))
    plot.set_curve(curve, X, Y)
    plot.grab()  # pyqtgraph maps when it paints
    there = curve.mapToScene(QPointF(3.0, 0.25))
    expected = plot.frame.to_pixels(3.0, 0.25)
    assert there.x() == pytest.approx(expected.x(), abs=1.0)
    assert there.y() == pytest.approx(expected.y(), abs=1.0)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e308])
def test_what_cannot_be_plotted_freezes_the_view(plot: Plot, bad: float) -> None:
    before = plot.frame.x_range, plot.frame.y_range
    plot.fit_x(0.0, bad)
    plot.fit_y(0.0, bad)
    curve = plot.add_curve("loss", Stroke("loss"))
    plot.set_curve(curve, X, np.full(5, bad))
    plot.grab()
    assert (plot.frame.x_range, plot.frame.y_range) == before
    assert not curve.isVisible()


def test_a_gap_and_a_far_away_point_are_drawn_without_harm(plot: Plot) -> None:
    curve = plot.add_curve("loss", Stroke("loss", 2.0))
    plot.set_curve(curve, X, np.array([0.5, np.nan, 1e100, 0.4, -1e12]))
    assert not plot.grab().isNull()


def test_the_wheel_does_not_zoom(plot: Plot) -> None:
    before = plot.frame.x_range
    wheel = QWheelEvent(
        QPointF(150, 100),
        QPointF(150, 100),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.viewport(), wheel)
    assert tuple(plot.box.viewRange()[0]) == before


def test_a_picture_is_twice_the_size_and_has_the_curve_in_it(plot: Plot) -> None:
    plot.set_curve(plot.add_curve("loss", Stroke("loss", 3.0)), X, Y)
    image = QImage.fromData(plot.png_bytes())
    assert (image.width(), image.height()) == (600, 400)
    at = plot.frame.to_pixels(0.5, 0.75) * 2.0
    near = [image.pixelColor(int(at.x()), int(at.y()) + dy).name() for dy in range(-4, 5)]
    assert LIGHT.loss.lower() in near


def test_an_svg_has_pixels_for_lengths_and_the_curve_in_it(plot: Plot) -> None:
    plot.set_curve(plot.add_curve("loss", Stroke("loss")), X, Y)
    plot.set_curve(plot.add_dots("epochs", Stroke("faint", 6.0)), X, Y)
    root = ET.fromstring(plot.svg_bytes())
    assert (root.get("width"), root.get("height")) == ("300", "200")
    assert LIGHT.loss.lower() in ET.tostring(root, "unicode")


def test_the_table_of_a_picture_has_every_point_with_all_digits(plot: Plot) -> None:
    third = 1.0 / 3.0
    plot.set_curve(plot.add_curve("a, b", Stroke("loss")), X[:2], np.array([third, 1e9]))
    rows = list(csv.reader(io.StringIO(plot.csv_text())))
    assert rows[0] == ["curve", "x", "y"]
    assert rows[1] == ["a, b", "0.0", repr(third)]
    assert float(rows[2][2]) == 1e9  # not where it was cut to be drawn


def test_copying_gives_png_svg_and_csv_in_one(plot: Plot) -> None:
    plot.set_curve(plot.add_curve("loss", Stroke("loss")), X, Y)
    plot.copy_picture()
    data = QGuiApplication.clipboard().mimeData()
    formats = {"image/png", "image/svg+xml", "text/csv"}
    assert formats <= set(data.formats())
    assert data.hasImage()
    QGuiApplication.clipboard().clear()


def test_the_menu_asks_for_a_file_to_save_to(plot: Plot, qtbot: QtBot) -> None:
    save = next(a for a in plot.menu.actions() if a.text().startswith("Save"))
    with qtbot.waitSignal(plot.picture_requested):
        save.trigger()


def test_another_theme_colours_curves_and_ground(plot: Plot) -> None:
    curve = plot.add_curve("loss", Stroke("loss"))
    plot.set_curve(curve, X, Y)
    plot.restyle(DARK)
    assert curve.opts["pen"].color().name() == DARK.loss.lower()
    assert plot.grab().toImage().pixelColor(2, 2).name() == DARK.card.lower()


def test_focus_by_tab_shows_a_ring_and_by_click_none(plot: Plot, qtbot: QtBot) -> None:
    def corner() -> str:
        return str(plot.grab().toImage().pixelColor(1, 100).name())

    with qtbot.waitActive(plot):
        plot.activateWindow()
    plot.clearFocus()
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    assert corner() == LIGHT.selection.lower()
    plot.clearFocus()
    plot.setFocus(Qt.FocusReason.MouseFocusReason)
    assert corner() == LIGHT.card.lower()


def test_a_hidden_plot_draws_only_when_it_is_shown(qtbot: QtBot) -> None:
    drawn: list[str] = []

    class Counting(Plot):
        def draw(self) -> None:
            drawn.append("drawn")

    plot = Counting(LIGHT, "x")
    qtbot.addWidget(plot)
    for _ in range(5):
        plot.refresh()
    assert not drawn
    plot.show()
    assert drawn
    n = len(drawn)
    plot.refresh()
    assert len(drawn) == n + 1


def test_a_plot_of_one_pixel_does_no_harm(plot: Plot) -> None:
    plot.setMinimumSize(1, 1)
    plot.resize(1, 1)
    assert not plot.grab().isNull()
