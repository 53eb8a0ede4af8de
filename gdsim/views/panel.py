"""A panel of the window: a card with a title bar of our own, and a view that is made when needed.

Panels are docks that move and close but never float. A view says its heading; its panel shows it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QVBoxLayout, QWidget

from gdsim.text import _
from gdsim.views.icon_button import IconButton
from gdsim.views.theme import Theme

if TYPE_CHECKING:
    from gdsim.views.view import View

_EDGE = 4
"""Around each card; with the 8 pixels between docks that makes 16 between cards."""
_BAR, _PAD = 40, 14


class TitleBar(QWidget):
    """Title to the left, caption to the right, then the view's corner and a quiet way to close.

    Parameters
    ----------
    theme : Theme
    title : str
    parent : QWidget or None
    """

    double_clicked = Signal()
    close_requested = Signal()

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._title, self._caption = theme, title, ""
        self.close_button = IconButton(theme, "close", (24, 24), color="faint", icon_size=14)
        self.close_button.setObjectName("flat")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab leads to what is in panels
        self.close_button.setToolTip(_("Closes this panel; the View menu brings it back."))
        self.close_button.clicked.connect(self.close_requested)
        self.installEventFilter(self)
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        self._row.addWidget(self.close_button)
        self.set_heading(title, "")
        self.restyle(theme)

    @property
    def title(self) -> str:
        """The title as it stands there now, shortened if it does not fit."""
        return self._fitting()[0]

    @property
    def caption(self) -> str:
        """The caption as it stands there now; empty if it does not fit."""
        return self._fitting()[1]

    def set_heading(self, title: str, caption: str) -> None:
        """Show a title and a caption; what does not fit is in the tooltip."""
        self._title, self._caption = title, caption
        self.setAccessibleName(title)
        self.setAccessibleDescription(caption)
        self.close_button.setAccessibleName(_("Close {panel}").format(panel=title))
        where = _("Drag to move the panel; double click to fill the window with it.")
        self.setToolTip(f"{title}\n{caption}\n{where}" if caption else f"{title}\n{where}")
        self.update()

    def set_corner(self, corner: QWidget) -> None:
        """Put a view's own controls at the right, before the closing button."""
        self._row.insertWidget(self._row.count() - 1, corner)
        if not corner.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            corner.show()  # unless its view hides it for now

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        px = theme.px
        self.setFixedHeight(px(_EDGE + _BAR))
        self.close_button.restyle(theme)
        self._row.setSpacing(px(4))
        self._row.setContentsMargins(px(_EDGE + _PAD), px(_EDGE + 4), px(_EDGE + 6), 0)
        self.update()

    def set_hovered(self, hovered: bool) -> None:
        """Make the closing button plainer while the mouse is over the panel."""
        self.close_button.set_color("muted" if hovered else "faint")

    def _text_box(self) -> QRectF:
        """Return the room between the left edge and the first thing at the right."""
        px = self._theme.px
        self._row.activate()
        items = [self._row.itemAt(i) for i in range(1, self._row.count())]  # after the stretch
        lefts = [item.geometry().left() for item in items if item and not item.isEmpty()]
        right = lefts[0] if lefts else self.width() - px(_EDGE + _PAD - 4)
        left, top = px(_EDGE + _PAD), px(_EDGE + 2)
        return QRectF(left, top, max(right - px(8) - left, 0), self.height() - top)

    def _fonts(self) -> tuple[QFont, QFont]:
        return self._theme.font(1.1, bold=True), self._theme.font(0.9)

    def _fitting(self) -> tuple[str, str]:
        """Return title and caption as they fit: the caption goes first, then the title's end."""
        of_title, of_caption = (QFontMetricsF(font) for font in self._fonts())
        room = self._text_box().width()
        needed = of_title.horizontalAdvance(self._title) + self._theme.px(16)
        if needed + of_caption.horizontalAdvance(self._caption) <= room:
            return self._title, self._caption
        return of_title.elidedText(self._title, Qt.TextElideMode.ElideRight, room), ""

    def sizeHint(self) -> QSize:
        """Return a width at which a short title fits."""
        return QSize(self._theme.px(200), self.height())

    def minimumSizeHint(self) -> QSize:
        """Let the panel become narrow: the heading shortens itself."""
        return QSize(self._row.minimumSize().width(), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the heading."""
        painter = QPainter(self)
        box, align = self._text_box(), Qt.AlignmentFlag
        for text, font, color, side in zip(
            self._fitting(),
            self._fonts(),
            ("text", "muted"),
            (align.AlignLeft, align.AlignRight),
            strict=True,
        ):
            painter.setFont(font)
            painter.setPen(self._theme.color(color))
            painter.drawText(box, side | align.AlignVCenter, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the whole heading anew when something beside it comes, goes or grows."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.update()
        return False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the whole window."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()


class Panel(QDockWidget):
    """A dock with one view.

    Parameters
    ----------
    key : str
        Its name in saved arrangements, and in `maximize_requested`.
    title : str
        In menus, and in the title bar until the view says another.
    factory : callable
        Makes the view, once, when the panel is first shown.
    theme : Theme
    parent : QWidget or None
    """

    view_made = Signal(object)
    """The view, when it has just been made."""
    maximize_requested = Signal(str)
    """The key, when the title bar was double-clicked."""

    def __init__(
        self,
        key: str,
        title: str,
        factory: Callable[[], QWidget],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self.setObjectName(key)
        self.setAccessibleName(title)
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        self._key, self._factory, self._theme = key, factory, theme
        self._view: QWidget | None = None
        self.bar = TitleBar(theme, title)
        self.bar.double_clicked.connect(self._request_maximum)
        self.bar.close_requested.connect(self.close)
        self.setTitleBarWidget(self.bar)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self.setWidget(self._body)
        self.restyle(theme)

    def set_alone(self) -> None:
        """Stay for good, as the only panel there is: without it nothing would be left to see."""
        self.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.bar.close_button.setVisible(False)

    @property
    def key(self) -> str:
        """Its name in saved arrangements."""
        return self._key

    @property
    def view(self) -> QWidget | None:
        """The view, if it is made already."""
        return self._view

    def ensure_view(self) -> QWidget:
        """Return the view, and make it if this is the first time."""
        if self._view is None:
            self._view = view = self._factory()
            self._column.addWidget(view)
            view.show()  # at once: Qt itself would show it only after this event
            headed = cast("View", view)
            corner = headed.corner()
            if corner is not None:
                self.bar.set_corner(corner)
            self.bar.set_heading(headed.title, headed.caption)
            headed.heading_changed.connect(self.bar.set_heading)
            self.view_made.emit(view)
        return self._view

    def restyle(self, theme: Theme) -> None:
        """Take on another theme, and let the view do so."""
        self._theme = theme
        self.bar.restyle(theme)
        # Three pixels inside the border a square content stays clear of the round corners.
        side = theme.px(_EDGE + 3)
        self._column.setContentsMargins(side, 0, side, side)
        if self._view is not None:
            cast("View", self._view).restyle(theme)
        self.update()

    def _request_maximum(self) -> None:
        self.maximize_requested.emit(self._key)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the view when the panel is first shown."""
        self.ensure_view()
        super().showEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the closing button plainly."""
        super().enterEvent(event)
        self.bar.set_hovered(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Let the closing button fade."""
        super().leaveEvent(event)
        self.bar.set_hovered(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card on the ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("ground"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.pen("line", 1.0 / self._theme.scale))
        painter.setBrush(self._theme.color("card"))
        edge, radius = self._theme.px(_EDGE) + 0.5, self._theme.px(8)
        card = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.drawRoundedRect(card, radius, radius)
