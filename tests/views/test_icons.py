import xml.etree.ElementTree as ET

import pytest
from PySide6.QtGui import QColor

from gdsim import resources
from gdsim.views.theme import icon

ICONS = sorted(path.stem for path in resources.path("icons").glob("*.svg"))


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_drawn_in_the_colour_asked_for(name: str) -> None:
    image = icon(name, "#ff0000", 24).pixmap(24, 24).toImage()
    colors = {
        QColor(image.pixelColor(x, y)).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colors
    if name != "app":  # the program's own icon has colours of its own
        assert colors == {"#ff0000"}


@pytest.mark.parametrize("name", [name for name in ICONS if name != "app"])
def test_an_icon_is_24_wide_with_strokes_of_2(name: str) -> None:
    root = ET.parse(resources.path("icons", f"{name}.svg")).getroot()
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke") == "currentColor"
    assert root.get("stroke-width") == "2"
