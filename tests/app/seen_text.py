"""What a window says: a widget, painted -> every text on it."""

import re
import xml.etree.ElementTree as ET

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from gdsim.scenario.quantities import MINUS
from gdsim.views.plotting.plots import Plot

_NUMBER = re.compile(r"[+\u2212-]?\$?\d[\d,]*(?:\.\d+)?(?:e[\u2212-]?\d+)?")
_TEXT = "{http://www.w3.org/2000/svg}text"


def texts_of(widget: QWidget) -> list[str]:
    """Return every text that is painted on ``widget`` and its children, as it stands there."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    painter = QPainter(generator)
    QWidget.render(widget, painter, QPoint())  # a graphics view's own takes no place
    painter.end()
    buffer.close()
    root = ET.fromstring(bytes(data.data()))
    return _joined(["".join(element.itertext()).strip() for element in root.iter(_TEXT)])


def ticks_of(widget: QWidget) -> set[str]:
    """Return the texts at the axes of the plots in ``widget``."""
    axes = [plot.axes for plot in widget.findChildren(Plot) if plot.isVisible()]
    ticks = [tick for axis in axes for tick in (*axis._x_ticks, *axis._y_ticks)]  # noqa: SLF001
    return {tick.text for tick in ticks}


def _joined(texts: list[str]) -> list[str]:
    """Put numbers together again whose last digits are painted in a paler colour."""
    result: list[str] = []
    for text in texts:
        is_rest = text.isdigit() and result and re.fullmatch(r".*\.\d{6,}", result[-1])
        if is_rest:
            result[-1] += text
        else:
            result.append(text)
    return result


def numbers_in(text: str) -> list[str]:
    """Return the numbers in a text, as they are printed."""
    return _NUMBER.findall(text)


def value_of(token: str) -> float:
    """Return the value of a printed number."""
    return float(token.replace(",", "").replace("$", "").replace(MINUS, "-"))


def last_place(token: str) -> float:
    """Return what one unit of a printed number's last place is worth."""
    mantissa, _e, exponent = token.replace(MINUS, "-").partition("e")
    decimals = len(mantissa.partition(".")[2])
    return 10.0 ** (int(exponent or 0) - decimals)


def digits(token: str) -> int:
    """Return how many significant digits are printed."""
    mantissa = token.partition("e")[0]
    return len(re.sub(r"\D", "", mantissa).lstrip("0"))


def is_rounded(token: str, value: float) -> bool:
    """Whether ``token`` is ``value``, rounded to its last place."""
    return abs(value_of(token) - value) <= 0.5 * last_place(token) * (1.0 + 1e-6)
