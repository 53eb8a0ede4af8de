"""The first page: what one can do, ready examples, and the files that were open last."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gdsim.text import _
from gdsim.views.start import pictures
from gdsim.views.start.card import Card
from gdsim.views.theme import Theme

COLUMNS = 4


class Offer(NamedTuple):
    """A card: what it opens, its words, and its picture: nodes of each layer, or a name."""

    key: str
    title: str
    line: str
    layers: tuple[int, ...] = ()
    picture: str = ""


class StartPage(QScrollArea):
    """Cards in a grid, under headings; one of an empty section is hidden.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    activity_requested = Signal(str)
    open_requested = Signal(str)
    example_requested = Signal(str)
    recent_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(_("Start"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget()
        self._body.setObjectName("ground")
        self.setWidget(self._body)
        self._column = QVBoxLayout(self._body)
        self._headings: list[QLabel] = []
        self.activities = self._section(_("What do you want to touch?"), 1.5)
        self.open = self._section(_("Still open"), 1.1)
        self.examples = self._section(_("Examples"), 1.1)
        self.recent = self._section(_("Recent files"), 1.1)
        self._column.addStretch(1)
        self.restyle(theme)

    def set_activities(self, offers: Sequence[Offer]) -> None:
        """Show a card for each activity."""
        self._fill(self.activities, offers, self._on_activity)

    def set_open(self, offers: Sequence[Offer]) -> None:
        """Show a small card for each document put aside; the heading goes where there is none."""
        self._fill(self.open, offers, self._on_open, _("Brings it forward again. {line}"))
        self._headings[1].setVisible(bool(offers))

    def set_examples(self, offers: Sequence[Offer]) -> None:
        """Show a small card for each example."""
        self._fill(self.examples, offers, self._on_example, _("Opens this example: {line}."))

    def set_recent(self, paths: Sequence[Path]) -> None:
        """Show a small card for each file; the heading goes where there is none."""
        offers = [Offer(str(path), path.name, str(path.parent)) for path in paths]
        self._fill(self.recent, offers, self._on_recent, _("Opens this file from {line}."))
        self._headings[3].setVisible(bool(paths))

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        px = theme.px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._column.setSpacing(px(10))
        for label, size in zip(self._headings, (1.5, 1.1, 1.1, 1.1), strict=True):
            label.setFont(theme.font(size, bold=True))
        for grid in (self.activities, self.open, self.examples, self.recent):
            grid.setSpacing(px(12))
            for card in self.cards(grid):
                card.restyle(theme)

    def cards(self, grid: QGridLayout) -> list[Card]:
        """Return the cards of a section, in order."""
        items = [grid.itemAt(i) for i in range(grid.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, Card)]

    def _section(self, title: str, size: float) -> QGridLayout:
        label = QLabel(title)
        label.setFont(self._theme.font(size, bold=True))
        self._headings.append(label)
        self._column.addWidget(label)
        grid = QGridLayout()
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 1)  # an empty one is as wide as the others
        self._column.addLayout(grid)
        return grid

    def _fill(
        self, grid: QGridLayout, offers: Sequence[Offer], slot: object, tip: str = ""
    ) -> None:
        """Show a card for each offer, a small one where ``tip`` says what a click opens."""
        for card in self.cards(grid):
            grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        for i, offer in enumerate(offers):
            draw = partial(_draw, offer)
            card = Card(self._theme, offer.title, offer.line, draw, is_small=bool(tip))
            card.setObjectName(offer.key)
            card.setToolTip(tip.format(line=offer.line) if tip else offer.line)
            card.clicked.connect(slot)
            grid.addWidget(card, i // COLUMNS, i % COLUMNS)

    @Slot()
    def _on_activity(self) -> None:
        self.activity_requested.emit(self.sender().objectName())

    @Slot()
    def _on_open(self) -> None:
        self.open_requested.emit(self.sender().objectName())

    @Slot()
    def _on_example(self) -> None:
        self.example_requested.emit(self.sender().objectName())

    @Slot()
    def _on_recent(self) -> None:
        self.recent_requested.emit(self.sender().objectName())


def _draw(offer: Offer, painter: QPainter, box: QRectF, theme: Theme) -> None:
    if offer.layers:
        pictures.draw_layers(offer.layers, painter, box, theme)
    else:
        pictures.draw(offer.picture, painter, box, theme)
