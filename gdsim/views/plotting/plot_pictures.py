"""A plot as a picture: what a view paints -> PNG at double size, or SVG in pixels.

pyqtgraph's own SVG export fails on the Qt versions that gdsim uses, so Qt's generator draws it.
"""

import re

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView


def png_of(view: QGraphicsView, ground: QColor, scale: float) -> bytes:
    """Return ``view`` on ``ground`` as a PNG, ``scale`` pixels for each of the screen's."""
    width, height = view.viewport().width(), view.viewport().height()
    image = QImage(round(width * scale), round(height * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.render(painter, QRectF(0, 0, width, height), view.viewport().rect())
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # PySide's stubs want bytes for the format, PySide itself takes text only.
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def svg_of(view: QGraphicsView, ground: QColor, title: str) -> bytes:
    """Return ``view`` on ``ground`` as an SVG whose lengths are pixels."""
    width, height = view.viewport().width(), view.viewport().height()
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(title)
    generator.setResolution(96)
    generator.setSize(view.viewport().size())
    generator.setViewBox(QRect(0, 0, width, height))
    painter = QPainter(generator)
    painter.fillRect(QRectF(0, 0, width, height), ground)
    view.render(painter, QRectF(0, 0, width, height), view.viewport().rect())
    painter.end()
    text = bytes(buffer.data().data()).decode()
    text = re.sub(r'width="[\d.]+mm"', f'width="{width}"', text, count=1)
    return re.sub(r'height="[\d.]+mm"', f'height="{height}"', text, count=1).encode()
