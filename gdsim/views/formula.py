"""Formulas in the window: LaTeX and the same in plain words -> a label that paints it.

Typesetting takes milliseconds, so a label asks for it, and no turn of the event loop does more
than one new formula or a few small ones. Until the library is loaded the plain words stand there.
"""

import re
import time
import weakref
from collections import deque
from math import ceil

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import isValid

from gdsim.text import _
from gdsim.views.theme import Theme
from gdsim.views.typesetting import LIBRARY, latex_number, latex_to_svg, plain_latex, typeset

__all__ = ["FormulaLabel", "latex_number", "latex_to_svg", "plain_latex"]

_TURN_MS = 4.0
"""A turn of the event loop takes no further formula after so long."""
_LOADING_MS = 20
"""How often to look whether the library has come."""
_LEAST = 0.6
"""A formula in too narrow a place is drawn smaller, down to this part of its size."""
_FILL = re.compile(r'fill="([a-z_]+)"')


class FormulaLabel(QWidget):
    r"""One typeset formula, with the same in plain text for screen readers and for copying.

    In too narrow a place it is drawn smaller. Until a new formula is typeset the one before stays.

    Parameters
    ----------
    theme : Theme
    size : float
        Times the usual height of text.
    color : str
        A colour's name in the theme. Parts take others of the theme's colours by
        ``\textcolor{gradient}{...}``.
    is_tab_stop : bool
        Whether the Tab key leads to it; where many stand together a button that copies all is
        better.
    parent : QWidget or None
    """

    drawn = Signal()
    """The formula that was set last is typeset now; the size hint is that of it."""

    def __init__(
        self,
        theme: Theme,
        *,
        size: float = 1.25,
        color: str = "text",
        is_tab_stop: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._size, self._color = theme, size, color
        self._latex, self._plain = "", ""
        self._svg, self._renderer = "", QSvgRenderer(self)
        self._extent = QSize()
        self._baseline = 0.0
        self.is_drawn = True
        policy = Qt.FocusPolicy
        self.setFocusPolicy(policy.StrongFocus if is_tab_stop else policy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._add_actions()

    def _add_actions(self) -> None:
        """Offer both forms for copying, by the menu and one by its key."""
        copy = QAction(_("Copy as text"), self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_plain)
        copy_latex = QAction(_("Copy as LaTeX"), self)
        copy_latex.triggered.connect(self.copy_latex)
        self.addActions([copy, copy_latex])
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    @property
    def latex(self) -> str:
        """The formula."""
        return self._latex

    @property
    def plain(self) -> str:
        """The formula in plain text."""
        return self._plain

    @property
    def baseline(self) -> float:
        """How far below the top its line stands, in pixels, for those who align several."""
        return self._baseline

    def set_formula(self, latex: str, plain: str) -> None:
        """Show a formula as soon as it is typeset; an empty one shows nothing.

        Parameters
        ----------
        latex : str
        plain : str
            The same as a person would type or say it.
        """
        if (latex, plain) == (self._latex, self._plain):
            return
        is_same = latex == self._latex
        self._latex, self._plain = latex, plain
        self.setAccessibleName(plain)
        if not is_same:
            self._ask()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        has_scale = theme.scale == self._theme.scale
        self._theme = theme
        if has_scale:
            self._paint_svg()
        else:
            self._ask()

    def typeset(self) -> None:
        """Typeset the formula now; the queue calls it when its turn has come."""
        if self.is_drawn:
            return
        self.is_drawn = True
        self._svg = typeset(self._latex, float(self._pixels)) if self._latex else ""
        self._paint_svg()
        self.updateGeometry()
        self.drawn.emit()

    def copy_plain(self) -> None:
        """Put the plain text on the clipboard."""
        QGuiApplication.clipboard().setText(self._plain)

    def copy_latex(self) -> None:
        """Put the LaTeX on the clipboard, without the colours."""
        QGuiApplication.clipboard().setText(plain_latex(self._latex))

    @property
    def _pixels(self) -> int:
        return self._theme.font(self._size).pixelSize()

    @property
    def _pad(self) -> int:
        """Return the room for the focus ring."""
        return self._theme.px(4) if self.focusPolicy() == Qt.FocusPolicy.StrongFocus else 0

    def _ask(self) -> None:
        self.is_drawn = False
        _queue().add(self)
        if not self._svg:
            self.updateGeometry()
            self.update()

    def _paint_svg(self) -> None:
        """Put the theme's colours into the SVG."""
        theme, box = self._theme, QRectF()
        if self._svg:
            svg = self._svg.replace("currentColor", theme.color(self._color).name())
            for name in set(_FILL.findall(svg)) - {"none"}:
                svg = svg.replace(f'fill="{name}"', f'fill="{theme.color(name).name()}"')
            self._renderer.load(QByteArray(svg.encode()))
            box = self._renderer.viewBoxF()
        pad = self._pad
        self._extent = QSize(ceil(box.width()) + 2 * pad, ceil(box.height()) + 2 * pad)
        self._baseline = pad - box.top()
        self.update()

    def _shown_plain(self) -> str:
        return "" if self._svg or self.is_drawn else self._plain

    def sizeHint(self) -> QSize:
        """Return the size of the formula, or of the words in its place."""
        text = self._shown_plain()
        if not text:
            return self._extent
        metrics = self.fontMetrics()
        pad = 2 * self._pad
        return QSize(metrics.horizontalAdvance(text) + 2 + pad, metrics.height() + pad)

    def minimumSizeHint(self) -> QSize:
        """Let it be drawn smaller in a narrow place."""
        hint = self.sizeHint()
        return QSize(round(_LEAST * hint.width()), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the formula at the left, in the middle of the height."""
        painter = QPainter(self)
        if self.hasFocus() and self._pad:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._theme.pen("selection", 2.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        if text := self._shown_plain():
            painter.setFont(self._theme.font())
            painter.setPen(self._theme.color("muted"))
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width())
            align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(self.rect().adjusted(self._pad, 0, -self._pad, 0), align, text)
        elif self._svg:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = self._renderer.viewBoxF()
            part = min(1.0, (self.width() - 2 * self._pad) / max(box.width(), 1.0))
            width, height = part * box.width(), part * box.height()
            top = (self.height() - height) / 2
            self._renderer.render(painter, QRectF(self._pad, top, width, height))


class _Queue(QObject):
    """Labels that wait for their formula, oldest first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[weakref.ref[FormulaLabel]] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._turn)

    def add(self, label: FormulaLabel) -> None:
        """Let ``label`` be called soon."""
        self._waiting.append(weakref.ref(label))
        if not self._timer.isActive():
            self._timer.start(0)

    def _turn(self) -> None:
        """Typeset one new formula, or as many as were typeset before."""
        if not LIBRARY.is_ready:
            self._timer.start(_LOADING_MS)
            return
        begin = time.perf_counter()
        while self._waiting and (time.perf_counter() - begin) * 1e3 < _TURN_MS:
            label = self._waiting.popleft()()
            if label is not None and isValid(label):
                label.typeset()
        if self._waiting:
            self._timer.start(0)


def _queue() -> _Queue:
    """Return the application's one queue."""
    app = QCoreApplication.instance()
    assert app is not None
    queue = app.findChild(_Queue)
    return queue if isinstance(queue, _Queue) else _Queue(app)
