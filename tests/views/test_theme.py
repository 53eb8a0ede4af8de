"""The themes can be read: contrast is computed, as WCAG 2.2 defines it."""

import pytest
from PySide6.QtGui import QColor

from gdsim.views.theme import DARK, LIGHT, THEMES, Theme, icon, palette, style_sheet

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
TEXTS = ("text", "muted", "positive", "negative", "zero", "loss", "gradient", "selection_text")
LINES = ("faint", "positive", "negative", "zero", "loss", "gradient", "selection")


def luminance(color: QColor) -> float:
    """Return the relative luminance."""
    parts = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
        for c in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(theme: Theme, first: str, second: str) -> float:
    """Return the contrast of two colours of a theme, 1 to 21."""
    low, high = sorted(luminance(theme.color(name)) for name in (first, second))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_21_between_black_and_white() -> None:
    assert contrast(LIGHT, "#000000", "#FFFFFF") == pytest.approx(21.0)


@BOTH
@pytest.mark.parametrize("ground", ["card", "ground"])
@pytest.mark.parametrize("name", TEXTS)
def test_every_text_can_be_read(theme: Theme, name: str, ground: str) -> None:
    assert contrast(theme, name, ground) >= 4.5


def tinted(theme: Theme, name: str, share: float, ground: str = "card") -> str:
    """Return a colour laid thinly over another, as views do to mark what is wrong."""
    above, below = theme.color(name), theme.color(ground)
    rest = 1.0 - share
    return QColor.fromRgbF(
        share * above.redF() + rest * below.redF(),
        share * above.greenF() + rest * below.greenF(),
        share * above.blueF() + rest * below.blueF(),
    ).name()


@BOTH
@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("ground", ["control", "halo"])
def test_numbers_can_be_read_in_fields_and_in_the_selected_row(
    theme: Theme, name: str, ground: str
) -> None:
    assert contrast(theme, name, ground) >= 4.5


@BOTH
@pytest.mark.parametrize("name", ["text", "muted", "loss"])
def test_counts_can_be_read_on_what_is_wrong(theme: Theme, name: str) -> None:
    assert contrast(theme, name, tinted(theme, "loss", 0.16)) >= 4.5


@BOTH
@pytest.mark.parametrize("place", range(3))
def test_the_line_of_every_kept_run_can_be_seen(theme: Theme, place: int) -> None:
    assert contrast(theme, theme.runs[place], "card") >= 3.0


@BOTH
@pytest.mark.parametrize("name", LINES)
def test_every_line_that_means_something_can_be_seen(theme: Theme, name: str) -> None:
    assert contrast(theme, name, "card") >= 3.0


@BOTH
def test_the_play_button_can_be_seen(theme: Theme) -> None:
    assert contrast(theme, "text", "card") >= 7.0


@BOTH
def test_the_same_hue_means_the_same_in_both_themes(theme: Theme) -> None:
    other = THEMES["dark" if theme.name == "light" else "light"]
    for name in ("positive", "negative", "loss", "gradient", "selection"):
        apart = abs(theme.color(name).hue() - other.color(name).hue())
        assert min(apart, 360 - apart) <= 20, name


def test_sign_is_blue_above_zero_orange_below_and_grey_at_it() -> None:
    assert [LIGHT.sign(value) for value in (0.1, -0.1, 0.0)] == ["positive", "negative", "zero"]


@BOTH
def test_projector_mode_scales_lengths_and_fonts(theme: Theme, qapp: object) -> None:
    large = theme._replace(scale=1.5)
    assert large.px(8) == 12
    assert large.font().pixelSize() == pytest.approx(1.5 * theme.font().pixelSize(), abs=1)
    assert large.pen("loss", 2.0).widthF() == pytest.approx(3.0)


@BOTH
def test_palette_and_style_sheet_know_the_theme(theme: Theme, qapp: object) -> None:
    assert palette(theme).window().color() == theme.color("card")
    assert theme.ground in style_sheet(theme)


def test_an_icon_has_the_colour_that_was_asked_for(qapp: object) -> None:
    image = icon("play", "#FF0000", 24).pixmap(24, 24).toImage()
    colors = {
        QColor.fromRgba(image.pixel(x, y)).name()
        for x in range(image.width())
        for y in range(image.height())
        if QColor.fromRgba(image.pixel(x, y)).alpha() == 255
    }
    assert colors == {"#ff0000"}
