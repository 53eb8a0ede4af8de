"""Typeset formulas: LaTeX -> SVG, by a library that is loaded when the first is asked for."""

import re
import threading
from functools import lru_cache

from gdsim.scenario.quantities import MINUS

LOADER = "formula loader"
"""The name of the thread that loads the library and then ends."""

_METADATA = re.compile(r"<metadata.*?</metadata>", re.DOTALL)
_NUMBER = re.compile(r"([+-]?)([\d,.]+)(?:e(-?\d+))?")


class _Library:
    """The typesetting library, imported when it is first needed: a fifth of a second."""

    def __init__(self) -> None:
        self._is_loaded = False
        self._thread: threading.Thread | None = None

    @property
    def is_ready(self) -> bool:
        """Whether a formula can be typeset without waiting; if not, loading begins."""
        if not self._is_loaded and self._thread is None:
            # Python changes threads every 5 ms, so the window goes on meanwhile.
            self._thread = threading.Thread(target=self._warm_up, name=LOADER)
            self._thread.start()
        return self._is_loaded

    def svg(self, latex: str, pixels: float) -> str:
        """Return the SVG in ``currentColor``; the first time it takes long."""
        from ziamath.config import config
        from ziamath.zmath import Latex

        config.svg2 = False  # Qt draws no symbols rightly; this writes plain paths
        text: str = Latex(latex, size=pixels, color="currentColor").svg()
        self._is_loaded = True
        return _METADATA.sub("", text)

    def _warm_up(self) -> None:
        self.svg(r"\sum_{i} \frac{\partial L}{\partial \hat{y}}", 16.0)  # reads the font, too


LIBRARY = _Library()


@lru_cache(maxsize=512)
def typeset(latex: str, pixels: float) -> str:
    """Return the SVG of a formula in ``currentColor``."""
    return LIBRARY.svg(latex, pixels)


def latex_to_svg(latex: str, pixels: float, color: str) -> bytes:
    """Return a formula as an SVG document.

    Parameters
    ----------
    latex : str
        In display style, without dollar signs.
    pixels : float
        The size of the letters.
    color : str
        ``#rrggbb``.

    Raises
    ------
    Exception
        The library's own, for an open brace or an empty formula: formulas are ours, so this is a
        fault of the program.
    """
    return typeset(latex, pixels).replace("currentColor", color).encode()


def latex_number(text: str) -> str:
    r"""Return a number as `quantities` writes it in LaTeX: "−1.2e−5" as ``{-}1.2\times 10^{-5}``.

    The braces keep a sign close to its digits; what is no number becomes text.
    """
    match = _NUMBER.fullmatch(text.replace(MINUS, "-"))
    if match is None:
        return rf"\text{{{text}}}"
    sign, digits, exponent = match.groups()
    mantissa = (f"{{{sign}}}" if sign else "") + digits.replace(",", "{,}")
    return mantissa if exponent is None else rf"{mantissa}\times 10^{{{exponent}}}"


def plain_latex(latex: str) -> str:
    """Return LaTeX without the theme's colours, which no other program knows."""
    return re.sub(r"\\textcolor\{[a-z_]+\}", "", latex)
