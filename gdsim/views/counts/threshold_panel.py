"""Right and wrong: where yes begins, and what that costs on both sides.

Snapshot --predictions--> dots, table, curve; the threshold is kept here: to look changes nothing.
"""

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gdsim.engine.snapshot import Snapshot
from gdsim.engine.verdicts import Sweep, judge, sweep
from gdsim.scenario.subject import Subject
from gdsim.scenario.yes_no import YesNo, yes_no
from gdsim.text import _
from gdsim.views.counts import threshold_words as words
from gdsim.views.counts.threshold_plot import FIRST, STEP, ThresholdPlot
from gdsim.views.counts.verdict_table import VerdictTable
from gdsim.views.counts.wrong_plot import WrongPlot
from gdsim.views.keys import step_factor
from gdsim.views.number_field import NumberField
from gdsim.views.sentence import Sentence
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

SIDE_WIDTH = 340


class ThresholdPanel(QWidget):
    """The answers of every row, a threshold to drag, and the four counts.

    Attributes
    ----------
    plot : ThresholdPlot
    table : VerdictTable
    wrong : WrongPlot
    field : NumberField
        The threshold, typed; in the corner.
    sentence : Sentence
    """

    row_requested = Signal(int)
    picture_requested = Signal()
    heading_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("Right and wrong"), ""
        self._theme = theme
        self._asked: YesNo | None = None
        self._outputs = np.empty(0)
        self._swept: Sweep | None = None
        self.threshold = FIRST
        self.plot, self.table = ThresholdPlot(theme), VerdictTable(theme)
        self.wrong, self.sentence = WrongPlot(theme), Sentence(theme)
        self._corner, self.field = QWidget(), self._make_field()
        self._name = TextLabel(theme, _("threshold"), color="muted", size=0.9)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.plot)
        self.restyle(theme)
        self._follow()

    def corner(self) -> QWidget:
        """Return the field of the threshold."""
        return self._corner

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; the threshold stays while the question does."""
        asked = yes_no(subject)
        is_same = asked is not None and self._asked is not None and asked[:2] == self._asked[:2]
        self._asked, self._outputs, self._swept = asked, np.empty(0), None
        if not is_same:
            self.threshold = FIRST
        self.plot.set_asked(asked)
        self.plot.set_threshold(self.threshold)
        self.field.set_number(self.threshold)
        caption = words.caption(asked)
        if caption != self.caption:
            self.caption = caption
            self.heading_changed.emit(self.title, caption)
        self._follow()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the answers of this moment."""
        network = snapshot.network
        if self._asked is None or network is None:
            return
        if network.predictions.shape[1] != len(self._asked.is_yes):
            return  # of the data before
        self._outputs = network.predictions[0]
        self.plot.show_outputs(self._outputs, -1 if network.is_typed else network.row)
        train = ~self._asked.is_test
        self._swept = sweep(self._outputs[train], self._asked.is_yes[train])
        self._count()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        for part in (self.plot, self.wrong):
            part.restyle(theme)
        self.table.restyle(theme)
        self.sentence.restyle(theme)
        self._name.restyle(theme)
        self.field.setFont(theme.font())
        self.field.setFixedWidth(theme.px(64))
        self._side.setFixedWidth(theme.px(SIDE_WIDTH))
        px = theme.px
        self._row.setSpacing(px(16))
        self._row.setContentsMargins(0, 0, px(12), 0)
        self._side_column.setSpacing(px(8))
        self._share_height()

    def _follow(self) -> None:
        """Show panel or message."""
        has_any = self._asked is not None
        self._side.setVisible(has_any)
        self._share_height()
        self._corner.setVisible(has_any)
        if not has_any:
            self.wrong.show_sweep(None, self.threshold)
            self._tell(words.what_it_needs())

    def _count(self) -> None:
        """Count at the threshold and say it everywhere."""
        asked, outputs = self._asked, self._outputs
        if asked is None or self._swept is None:
            return
        train, test = (
            judge(outputs[rows], asked.is_yes[rows], self.threshold)
            for rows in (~asked.is_test, asked.is_test)
        )
        self.plot.show_counts(train)
        self.table.show_counts(asked, train, test)
        self.wrong.show_sweep(self._swept, self.threshold)
        texts = words.sentences(asked, self.threshold, train, test, self._swept)
        self.sentence.set_texts(*texts)
        self._tell(texts)

    def _tell(self, texts: tuple[str, ...]) -> None:
        """Say the state to those who do not see it."""
        for told in (self, self.plot, self.wrong):
            told.setAccessibleDescription(" ".join(texts))

    def _set_threshold(self, threshold: float) -> None:
        """Look at another threshold."""
        self.threshold = min(max(threshold, 0.0), 1.0)
        if self.plot.threshold != self.threshold:
            self.plot.set_threshold(self.threshold)
        self.field.set_number(self.threshold)
        self._count()

    def _on_nudged(self, direction: float, modifiers: Qt.KeyboardModifier) -> None:
        step = direction * STEP * step_factor(modifiers)
        self._set_threshold(round(self.threshold + step, 3))

    def _make_field(self) -> NumberField:
        tip = _("Outputs from here up count as yes; changes what is counted, not the run.")
        return NumberField(_("Threshold"), tip, write=words.threshold_text)

    def _connect(self) -> None:
        self.plot.threshold_moved.connect(self._set_threshold)
        self.plot.row_requested.connect(self.row_requested)
        self.wrong.threshold_moved.connect(self._set_threshold)
        self.field.number_entered.connect(self._set_threshold)
        self.field.number_nudged.connect(self._on_nudged)
        for plot in (self.plot, self.wrong):
            plot.picture_requested.connect(self.picture_requested)

    def _lay_out(self) -> None:
        corner = QHBoxLayout(self._corner)
        corner.setContentsMargins(0, 0, 0, 0)
        corner.addWidget(self._name)
        corner.addWidget(self.field)
        self._side = QWidget()
        self._side_column = QVBoxLayout(self._side)
        self._side_column.setContentsMargins(0, 0, 0, 0)
        self._side_column.addWidget(self.table)
        self._side_column.addWidget(self.wrong, 1)
        self._row = QHBoxLayout()
        self._row.addWidget(self.plot, 1)
        self._row.addWidget(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row, 1)
        column.addWidget(self.sentence)

    def _share_height(self) -> None:
        """Leave to the answers and their counts the room of what is said elsewhere too."""
        height, px = self.height(), self._theme.px
        self.wrong.setVisible(height >= px(250))
        self.sentence.setVisible(self._asked is not None and height >= px(196))

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(self._theme.px(760), self._theme.px(360))

    def minimumSizeHint(self) -> QSize:
        """Return what is needed without the parts that give way."""
        least = self.table.sizeHint().height() + self._theme.px(8)
        return QSize(self._theme.px(460), least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share_height()
