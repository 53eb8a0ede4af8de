"""A long formula in several lines: LaTeX -> its terms -> lines that fit, aligned at the "="."""

import re
from collections.abc import Sequence

_TOKEN = re.compile(r"\\left.|\\right.|\\[a-zA-Z]+|\\.|.", re.DOTALL)
_NO_TERM_BEFORE = ("^", "_", r"\cdot", r"\times")


def terms(latex: str) -> list[str]:
    r"""Return the terms of the outermost sum, each but the first with its sign.

    >>> terms(r"x^{-2}+\left(a-b\right)-1")
    ['x^{-2}', '+\\left(a-b\\right)', '-1']
    """
    found, depth, before = [""], 0, "^"
    for token in _TOKEN.findall(latex):
        if token in "+-" and not depth and before not in _NO_TERM_BEFORE:
            found.append("")
        found[-1] += token
        depth += (token == "{") + token.startswith(r"\left") - (token == "}")
        depth -= token.startswith(r"\right")
        if token.strip():
            before = token
    return [term.strip() for term in found]


def extent(latex: str) -> float:
    """Return about how wide LaTeX is, in letters: what is raised is small, fractions are piles."""
    size, scale, scales = 0.0, 1.0, []
    raised = False
    for token in _TOKEN.findall(latex):
        if token == "{":
            scales.append(scale)
            scale *= 0.7 if raised else 1.0
        elif token == "}":
            scale = scales.pop() if scales else 1.0
        elif token == r"\frac":
            size += 0.5
        elif len(token) > 1 and token[1:].isalpha() and not token.startswith((r"\left", r"\right")):
            size += scale * (len(token) - 1 if token[1:] in _WORDS else 1.0)
        elif token.strip() and token not in "^_":
            size += scale * (2.0 if token in "+-=" else 1.0)
        raised = token == "^"
    return size


_WORDS = ("sin", "cos", "tan", "exp", "ln", "log", "sinh", "cosh", "tanh", "arcsin", "arccos")


def broken(head: str, latex: str, most: float) -> str:
    """Return ``head = latex`` in lines of at most about ``most`` letters.

    A term that is longer than that has a line of its own.
    """
    lines: list[list[str]] = [[]]
    used = extent(head) + 2.0
    for term in terms(latex):
        width = extent(term)
        if lines[-1] and used + width > most:
            lines.append([])
            used = 3.0
        lines[-1].append(term)
        used += width
    return stacked(head, ["".join(line) for line in lines])


def stacked(head: str, lines: Sequence[str]) -> str:
    """Return ``head = `` and lines below each other."""
    if len(lines) == 1:
        return f"{head}={lines[0]}"
    later = r" \\ &\quad ".join(lines)
    return rf"\begin{{aligned}} {head} &= {later} \end{{aligned}}"
