"""The vector of all partial derivatives below the table, with its sum and its length."""

from collections.abc import Sequence
from math import isfinite

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gdsim.engine.arrays import Array, BoolArray
from gdsim.scenario.quantities import short
from gdsim.text import _
from gdsim.views.icon_button import IconButton
from gdsim.views.theme import Theme

HEIGHT = 32
_FIRST = 12
"""So many derivatives are tried to be shown at most."""
_IN_TIP = 40


class GradientFooter(QWidget):
    """The gradient in one line: the first derivatives, sum and length, and a way to copy it all.

    Sum and length are those of the parameters that learning moves, and say so.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: Sequence[str] = ()
        self._gradient: Array = np.zeros(0)
        self._texts: list[str] = []
        self._measures = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.copy_button = IconButton(theme, "copy", (26, 26), color="muted", icon_size=14)
        self.copy_button.setObjectName("flat")
        self.copy_button.setToolTip(
            _("Copies all partial derivatives with all their digits; nothing else changes.")
        )
        self.copy_button.setAccessibleName(_("Copy the gradient"))
        self.copy_button.clicked.connect(self.copy)
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        self._row.addWidget(self.copy_button)
        self.setAccessibleName(_("The gradient"))
        self.restyle(theme)

    def show_gradient(self, names: Sequence[str], gradient: Array, free: BoolArray) -> None:
        """Show a gradient (n_parameters,), of which the ``free`` parameters move."""
        self._names, self._gradient = names, gradient
        self._texts = [short(float(value), 3) for value in gradient[:_FIRST]]
        moved = gradient[free]
        with np.errstate(all="ignore"):
            total, length = float(moved.sum()), float(np.sqrt(moved @ moved))
        of = _("all {n}") if len(moved) == len(gradient) else _("the {n} free ones")
        self._measures = _("sum {total} · length {length} of {of}").format(
            total=short(total), length=short(length), of=of.format(n=len(moved))
        )
        self._describe()
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._gradient, self._texts, self._measures = np.zeros(0), [], ""
        self.setToolTip("")
        self.setAccessibleDescription("")
        self.update()

    @property
    def measures(self) -> str:
        """What is said of sum and length."""
        return self._measures

    def _describe(self) -> None:
        """Say the whole vector where one points at it, and to screen readers."""
        pairs = [
            f"∂{name}: {short(float(value))}"
            for name, value in zip(
                self._names[:_IN_TIP], self._gradient[:_IN_TIP].tolist(), strict=True
            )
        ]
        more = ["…"] * (len(self._gradient) > _IN_TIP)
        self.setToolTip("\n".join([_("All partial derivatives"), *pairs, *more, self._measures]))
        self.setAccessibleDescription(", ".join([*pairs, *more, self._measures]))

    def copied_text(self) -> str:
        """Return the whole vector: a name, a tab and 17 digits a line."""
        values = self._gradient.tolist()
        return "\n".join(
            f"{name}\t{value:.17g}" for name, value in zip(self._names, values, strict=True)
        )

    def copy(self) -> None:
        """Put the whole vector on the clipboard."""
        if self._texts:
            QGuiApplication.clipboard().setText(self.copied_text())

    def vector_text(self, fits: float) -> str:
        """Return as many of the first derivatives as are not wider than ``fits``, in brackets."""
        metrics = QFontMetricsF(self._theme.font(0.9))
        for n in range(len(self._texts), 0, -1):
            more = ["…"] if n < len(self._gradient) else []
            text = "(" + ", ".join(self._texts[:n] + more) + ")"
            if metrics.horizontalAdvance(text) <= fits:
                return text
        return ""

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFixedHeight(theme.px(HEIGHT))
        self._row.setContentsMargins(0, theme.px(2), 0, theme.px(2))
        self.copy_button.restyle(theme)
        self.update()

    def sizeHint(self) -> QSize:
        """Return any width: what does not fit is left out."""
        return QSize(self._theme.px(300), self._theme.px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a line above, then vector and measures."""
        if not self._texts:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setPen(theme.pen("line"))
        painter.drawLine(0, 0, self.width(), 0)
        painter.setFont(theme.font(0.9))
        metrics = QFontMetricsF(theme.font(0.9))
        left, right = theme.px(6), self.copy_button.x() - theme.px(8)
        label = _("gradient") + "  "
        box = QRectF(left, 0.0, right - left, self.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.color("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | middle, label)
        wide = metrics.horizontalAdvance(self._measures)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, self._measures)
        start = left + metrics.horizontalAdvance(label)
        text = self.vector_text(right - wide - theme.px(24) - start)
        is_sound = all(isfinite(value) for value in self._gradient[: len(self._texts)].tolist())
        painter.setPen(theme.color("gradient" if is_sound else "muted"))
        vector = QRectF(start, 0.0, right - start, self.height())
        painter.drawText(vector, Qt.AlignmentFlag.AlignLeft | middle, text)
        painter.end()
