"""The picture of guesses and truths: Points -> pairs of dots, squares, the big square beside."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Slot
from PySide6.QtWidgets import QWidget

from gdsim.scenario.files import csv_text
from gdsim.scenario.quantities import Quantity, brief
from gdsim.text import _
from gdsim.views.flat_button import FlatButton
from gdsim.views.guesses import guess_layout as layout
from gdsim.views.guesses import guess_words as words
from gdsim.views.guesses.guess_marks import RADIUS, GuessMarks, Picture
from gdsim.views.guesses.guess_points import Points
from gdsim.views.plotting.axes import GAP, TickText
from gdsim.views.plotting.plot_frame import NONE
from gdsim.views.plotting.plots import Plot
from gdsim.views.theme import Theme

_TOTAL_SHARE = 0.27
"""How much of the width the big square may have."""
_BESIDE = 24
"""Pixels at scale 1 between the plot and the big square."""


class GuessPicture(Plot):
    """Shows points; a subclass says which, and how they are touched.

    Attributes
    ----------
    marks : GuessMarks
        All that is painted.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, words.title(), parent)
        self.axes.x_text = _nothing  # the categories are written by the marks
        self.marks = GuessMarks(theme)
        self.scene().addItem(self.marks)
        self._squares = _square_button(theme)
        self._squares.toggled.connect(self._on_squares)

    def pairs(self) -> Points | None:
        """Return what is to be shown now."""
        raise NotImplementedError

    @property
    def pointed(self) -> int:
        """The guess under the mouse, or -1."""
        return -1

    @property
    def is_in_hand(self) -> bool:
        """Whether the selected guess is in the hand, by mouse or keyboard."""
        return False

    @property
    def is_axis_kept(self) -> bool:
        """Whether the axis stays as it is, because a guess is being moved."""
        return False

    def corner(self) -> QWidget:
        """Return the switch of the squares."""
        return self._squares

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.marks.restyle(theme)
        self._squares.setFont(theme.font(0.9))
        super().restyle(theme)

    def csv_text(self) -> str:
        """Return category, guess, truth, difference and square of each point; all digits."""
        points = self.pairs()
        if points is None:
            return ""
        header = [points.category.column, "guess", points.target.column, "difference", "square"]
        errors = points.differences
        columns = points.categories, points.guesses, points.truths, errors[0], errors.squares
        return csv_text(header, zip(*(column.tolist() for column in columns), strict=True))

    def draw(self) -> None:
        """Bring the points onto the plot."""
        points = self.pairs()
        extent = None if points is None else layout.heights_to_see(points)
        self.axes.setVisible(extent is not None)
        if points is None or extent is None:
            self.marks.set_picture(None)
            return
        self.axes.y_label, self.axes.y_text = points.target.axis, _ticks(points.target)
        self.set_x(-0.5, points.n_points - 0.5)
        if self.frame.y_range == NONE or not self.is_axis_kept:
            self.fit_y(*extent, margin=0.0)
        self.marks.set_picture(self._picture(points))
        self.setAccessibleDescription(words.description(points))

    def _picture(self, points: Points) -> Picture:
        places = layout.columns(points, self.frame)
        total = None
        texts: tuple[str, ...] = ()
        if self._squares.isChecked():
            total = layout.total(points.differences.squares, self.frame, self._total_room(points))
            texts = words.total(points, total.shrunk)
        return Picture(
            points,
            places,
            self.frame.area,
            QRectF(self.viewport().rect()),
            self._labels(points, places),
            total,
            texts,
            self.pointed,
            self.is_in_hand,
        )

    def _labels(self, points: Points, places: list[layout.Column]) -> list[tuple[str, QRectF]]:
        """Return the differences as they fit side by side: whole, short, or the selected one."""
        room = self.frame.area.width() / points.n_points
        brief_ones = words.brief_differences(points)
        looked_at = {points.selected, self.pointed}
        chosen = [text if i in looked_at else "" for i, text in enumerate(brief_ones)]
        for texts in (words.differences(points), brief_ones):
            if max(self.marks.label_size(text).width() for text in texts) <= room:
                chosen = texts
                break
        sizes = [self.marks.label_size(text) if text else QSizeF(0.0, 0.0) for text in chosen]
        reach = (RADIUS + 3.0) * self.theme.scale
        boxes = layout.label_places(places, sizes, reach, self.frame.area)
        return list(zip(chosen, boxes, strict=True))

    def _total_room(self, points: Points) -> QRectF:
        """Return where the big square may stand: to the right of the plot."""
        area, gap = self.frame.area, self.theme.px(_BESIDE)
        corner = QPointF(area.right() + gap, area.top())
        return QRectF(corner, QSizeF(self._total_width(points), area.height()))

    def _total_width(self, points: Points) -> float:
        """Return what the big square needs: for its number, and to be seen."""
        number: float = self.marks.label_size(words.total(points, 1)[0]).width()
        share: float = _TOTAL_SHARE * self.viewport().width()
        return max(8.0 * round(number / 8.0 + 1.0), share)

    def _lay_out(self) -> None:
        """Leave room under the plot for categories and counts, beside it for the big square."""
        frame, size, theme = self.frame, self.viewport().size(), self.theme
        points = self.pairs()
        if frame.x_range == NONE or frame.y_range == NONE or points is None:
            return
        left, top, bottom = self.axes.margins(frame.x_range, frame.y_range, size.height())
        headings = [points.category.label, points.counted if points.counts is not None else ""]
        widest = max(self.marks.small_size(text).width() for text in headings)
        left, top = max(left, GAP * 2.0 + widest), top + theme.px(6)
        bottom += (bottom - GAP) * 1.2  # a second line of text
        right = float(theme.px(14))
        if self._squares.isChecked():
            right += theme.px(_BESIDE) + self._total_width(points)
        width, height = size.width() - left - right, size.height() - top - bottom
        frame.area = QRectF(left, top, max(width, 8.0), max(height, 8.0))
        self.box.setGeometry(frame.area)
        self.box.setRange(xRange=frame.x_range, yRange=frame.y_range, padding=0)
        self.axes.place(frame.area, QRectF(self.viewport().rect()))

    @Slot()
    def _on_squares(self) -> None:
        self._lay_out()
        self.refresh()


def _square_button(theme: Theme) -> FlatButton:
    tip = _("Draws each error as a square, and their sum as one; changes no number.")
    button = FlatButton(_("Squares"), tip, name=_("Squares of the errors"), is_switch=True)
    button.setChecked(True)
    button.setFont(theme.font(0.9))
    return button


def _nothing(_value: float) -> str:
    return ""


def _ticks(of: Quantity) -> TickText:
    def write(value: float) -> str:
        return brief(value, of)

    return write
