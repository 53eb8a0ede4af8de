"""Every colour, pen, font and icon of the window: Theme -> palette, pens, fonts, icons.

Hue means sign, loss, gradient or selection, and nothing else. The light colours are those of Okabe
and Ito (2008), which colour-blind people tell apart; the dark theme has lighter twins.
"""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from gdsim import resources


class Theme(NamedTuple):
    """The colours of one theme, as ``#rrggbb``, and the scale of text and lines.

    Attributes
    ----------
    ground, card, control : str
        The window, a panel on it, a button or field on that.
    line : str
        Borders and axes.
    text, muted, faint : str
        Text; captions; what is only a background, such as past curves and ghosts.
    positive, negative, zero : str
        The sign of a number.
    loss, gradient, selection : str
    selection_text : str
        The selection where it is text: amber is too pale to be read on white.
    halo : str
        The selection as a background.
    runs : tuple of str
        Companion runs, in order.
    scale : float
        1, or 1.5 in projector mode.
    """

    name: str
    is_dark: bool
    ground: str
    card: str
    control: str
    line: str
    text: str
    muted: str
    faint: str
    positive: str
    negative: str
    zero: str
    loss: str
    gradient: str
    selection: str
    selection_text: str
    halo: str
    runs: tuple[str, ...]
    scale: float = 1.0

    def color(self, name: str, alpha: float = 1.0) -> QColor:
        """Return the colour of an attribute such as ``"loss"``, of "run 0", or of a ``#rrggbb``."""
        if name.startswith("run "):
            name = self.runs[int(name[4:]) % len(self.runs)]
        color = QColor(name if name.startswith("#") else getattr(self, name))
        color.setAlphaF(alpha)
        return color

    def pen(
        self,
        name: str,
        width: float = 1.0,
        *,
        alpha: float = 1.0,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> QPen:
        """Return a cosmetic pen, ``width`` in pixels at scale 1."""
        pen = QPen(self.color(name, alpha), width * self.scale, style)
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return pen

    def sign(self, value: float) -> str:
        """Return the name of the colour that a number's sign has."""
        if value > 0.0:
            return "positive"
        return "negative" if value < 0.0 else "zero"

    def font(self, size: float = 1.0, *, bold: bool = False) -> QFont:
        """Return the window's font at ``size`` times its usual height, with tabular figures."""
        font = QFont(QGuiApplication.font())
        font.setPixelSize(max(8, round(BASE_PIXELS * size * self.scale)))
        font.setBold(bold)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def px(self, pixels: float) -> int:
        """Return a length of the 8-pixel grid at this scale."""
        return round(pixels * self.scale)


BASE_PIXELS = 13

LIGHT = Theme(
    name="light",
    is_dark=False,
    ground="#FAFAF8",
    card="#FFFFFF",
    control="#F1F2F4",
    line="#E2E4E8",
    text="#1D2126",
    muted="#5F6670",
    faint="#8E949C",
    positive="#0072B2",
    negative="#B34C00",
    zero="#676D76",
    loss="#AA3377",
    gradient="#007D5B",
    selection="#C28300",
    selection_text="#8F5F00",
    halo="#FDF0D5",
    runs=("#CC79A7", "#3495CF", "#000000"),
)

DARK = Theme(
    name="dark",
    is_dark=True,
    ground="#15171B",
    card="#1E2125",
    control="#2A2E34",
    line="#363B42",
    text="#ECEEF1",
    muted="#A3AAB4",
    faint="#717882",
    positive="#56B4E9",
    negative="#F5894A",
    zero="#9AA0A8",
    loss="#E77DB6",
    gradient="#34D1A2",
    selection="#F5B93A",
    selection_text="#F5B93A",
    halo="#3A2F19",
    runs=("#E3A1C6", "#8CCBF0", "#FFFFFF"),
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


def palette(theme: Theme) -> QPalette:
    """Return the palette for Qt's own widgets, in the Fusion style."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    result = QPalette()
    for which, name in (
        (role.Window, "card"),
        (role.WindowText, "text"),
        (role.Base, "card"),
        (role.AlternateBase, "ground"),
        (role.ToolTipBase, "card"),
        (role.ToolTipText, "text"),
        (role.Text, "text"),
        (role.Button, "control"),
        (role.ButtonText, "text"),
        (role.BrightText, "loss"),
        (role.Link, "positive"),
        (role.Highlight, "halo"),
        (role.HighlightedText, "text"),
        (role.PlaceholderText, "muted"),
        (role.Light, "control"),
        (role.Midlight, "line"),
        (role.Mid, "line"),
        (role.Dark, "muted"),
        (role.Shadow, "line"),
        (role.Accent, "selection"),
    ):
        result.setColor(which, theme.color(name))
    for which in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(group.Disabled, which, theme.color("faint"))
    return result


def dress(app: QApplication, theme: Theme) -> None:
    """Put a theme on Qt's own widgets."""
    app.setPalette(palette(theme))
    app.setFont(theme.font())
    app.setStyleSheet(style_sheet(theme))


@lru_cache(maxsize=256)
def icon(name: str, color: str, size: int = 20) -> QIcon:
    """Return ``resources/icons/NAME.svg`` drawn in ``color`` (``#rrggbb``).

    The drawings use ``currentColor``; they are painted at twice their size for fine screens.
    """
    svg = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", color).encode()))
    pixmap = QPixmap(QSize(2 * size, 2 * size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, 2 * size, 2 * size))
    painter.end()
    pixmap.setDevicePixelRatio(2)
    return QIcon(pixmap)


def style_sheet(theme: Theme) -> str:
    """Return the one style sheet of the program; no other place sets any."""
    t, radius, pad = theme, theme.px(8), theme.px(6)
    return f"""
    QMainWindow, QMainWindow::separator, #ground {{ background: {t.ground}; }}
    QMainWindow::separator {{ width: {t.px(8)}px; height: {t.px(8)}px; }}
    #card {{ background: {t.card}; border: 1px solid {t.line}; border-radius: {radius}px; }}
    #strip {{ background: {t.card}; }}
    #message {{ background: {t.halo}; }}
    QMenuBar {{ background: {t.ground}; color: {t.text}; padding: 2px; }}
    QMenuBar::item {{ padding: {pad}px {t.px(10)}px; background: transparent; border-radius: 4px; }}
    QMenuBar::item:selected {{ background: {t.control}; }}
    QMenu {{ background: {t.card}; color: {t.text}; border: 1px solid {t.line}; padding: 4px; }}
    QMenu::item {{ padding: {pad}px {t.px(24)}px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {t.control}; }}
    QMenu::item:disabled {{ color: {t.faint}; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
    QToolTip {{ background: {t.card}; color: {t.text}; border: 1px solid {t.line}; padding: 6px; }}
    QToolButton, QPushButton {{ background: {t.control}; color: {t.text}; border: 2px solid
        transparent; border-radius: {radius}px; padding: {pad}px {t.px(10)}px; }}
    QToolButton:hover, QPushButton:hover {{ background: {t.line}; }}
    QToolButton:focus, QPushButton:focus {{ border-color: {t.selection}; }}
    QToolButton:disabled, QPushButton:disabled {{ color: {t.faint}; }}
    QToolButton::menu-indicator {{ image: none; width: 0px; }}
    #play {{ background: {t.text}; color: {t.card}; border-radius: {t.px(19)}px; }}
    #play:hover {{ background: {t.muted}; }}
    #flat {{ background: transparent; color: {t.muted}; padding: 2px {pad}px; }}
    #flat:hover, #flat:checked {{ color: {t.text}; background: {t.control}; }}
    #offer {{ padding: 2px {t.px(12)}px; }}
    QLineEdit, QAbstractSpinBox, QComboBox {{ background: {t.control}; color: {t.text}; border: 2px
        solid transparent; border-radius: {t.px(6)}px; padding: 3px {pad}px;
        selection-background-color: {t.selection}; selection-color: #1D2126; }}
    QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {{ border-color: {t.selection}; }}
    QComboBox::drop-down {{ border: none; width: {t.px(16)}px; }}
    QTableView {{ background: {t.card}; border: none; gridline-color: transparent;
        selection-background-color: {t.halo}; selection-color: {t.text}; outline: none; }}
    QHeaderView::section {{ background: {t.card}; color: {t.muted}; border: none;
        border-bottom: 1px solid {t.line}; padding: 4px {pad}px; }}
    QScrollBar:vertical {{ background: transparent; width: {t.px(10)}px; }}
    QScrollBar:horizontal {{ background: transparent; height: {t.px(10)}px; }}
    QScrollBar::handle {{ background: {t.line}; border-radius: {t.px(4)}px; min-height: 24px;
        min-width: 24px; margin: 1px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0px; height: 0px; }}
    QCheckBox::indicator:unchecked {{ background: {t.control}; border: 1px solid {t.muted};
        border-radius: 3px; }}
    QSlider::groove:horizontal {{ height: {t.px(4)}px; background: {t.line};
        border-radius: {t.px(2)}px; }}
    QSlider::sub-page:horizontal {{ background: {t.faint}; border-radius: {t.px(2)}px; }}
    QSlider::handle:horizontal {{ background: {t.text}; width: {t.px(14)}px;
        margin: -{t.px(5)}px 0; border-radius: {t.px(7)}px; }}
    QSlider::handle:horizontal:focus {{ background: {t.selection}; }}
    """
