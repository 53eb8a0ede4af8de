"""A tree written out: as plain text that can be typed again, and as LaTeX."""

import re
from decimal import Decimal

from gdsim.engine.expression_functions import FUNCTIONS
from gdsim.engine.expression_tokens import RAISED_DIGITS
from gdsim.engine.expression_trees import Call, Constant, Node, Number, Variable

MINUS = "\N{MINUS SIGN}"
SUM, SIGNED, PRODUCT, POWER, ATOM = range(5)
"""How closely a text holds together; brackets go around what is too loose for its place."""

LONG = 7
"""A number with more characters is written with a power of ten where that is shorter."""

_RAISED = {plain: raised for raised, plain in RAISED_DIGITS.items()}
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ϵ": "epsilon",
    "ζ": "zeta", "η": "eta", "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "varphi", "ϕ": "phi",
    "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta",
    "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip


def plain_text(tree: Node) -> str:
    """Return ``tree`` as text that reads well and, typed again, means the same."""
    return _Plain().write(tree)[0]


def latex_text(tree: Node) -> str:
    """Return ``tree`` as LaTeX."""
    return _Latex().write(tree)[0]


def number_text(value: float) -> str:
    """Return the shortest decimal number that is ``value``, with a true minus."""
    if value != value or abs(value) == float("inf"):
        return "undefined" if value != value else ("∞" if value > 0 else f"{MINUS}∞")
    text = repr(float(value)).removesuffix(".0")
    if "e" in text or len(text) > LONG:
        mantissa, _e, exponent = f"{Decimal(text).normalize():e}".partition("e")
        scaled = f"{mantissa}e{int(exponent)}"
        text = min(scaled, text.replace("e+", "e"), key=len)
    return text.replace("-", MINUS)


class _Plain:
    """x⁴ − 3·x² + sin(x)/2."""

    times = "·"

    def write(self, tree: Node) -> tuple[str, int]:
        """Return the text of ``tree``, and how closely it holds together."""
        if isinstance(tree, Number):
            return self.number(tree.value), self.strength(tree.value)
        if not isinstance(tree, Call):
            return self.name(tree), ATOM
        write = {
            "+": self.sum,
            "*": self.product,
            "/": self.quotient,
            "^": self.power,
            "neg": self.negative,
            "sqrt": self.root,
            "cbrt": self.root,
            "abs": self.absolute,
            "exp": self.exponential,
        }.get(tree.name)
        return write(tree) if write else (self.function(tree), ATOM)

    def inside(self, tree: Node, loosest: int) -> str:
        """Return the text of a part, in brackets where it is looser than ``loosest``."""
        text, strength = self.write(tree)
        return text if strength >= loosest else self.brackets(text)

    def number(self, value: float) -> str:
        return number_text(value)

    def strength(self, value: float) -> int:
        """Return how closely a number holds together."""
        return SIGNED if str(value).startswith("-") else ATOM

    def name(self, tree: Constant | Variable) -> str:
        return tree.name

    def brackets(self, text: str) -> str:
        return f"({text})"

    def sum(self, tree: Call) -> tuple[str, int]:
        text = self.inside(tree.arguments[0], SIGNED)
        for term in tree.arguments[1:]:
            text += self.term(term)
        return text, SUM

    def term(self, term: Node) -> str:
        """Return a later term of a sum, with its sign."""
        if isinstance(term, Number) and str(term.value).startswith("-"):
            return f" {MINUS} {self.number(-term.value)}"
        if isinstance(term, Call) and term.name == "neg":
            return f" {MINUS} {self.inside(term.arguments[0], PRODUCT)}"
        text, strength = self.write(term)
        if strength == SIGNED:  # a product that begins with a negative number
            return f" {MINUS} {text.removeprefix(self.number(-1.0)[:-1])}"
        return f" + {text if strength > SIGNED else self.brackets(text)}"

    def product(self, tree: Call) -> tuple[str, int]:
        first, strength = self.write(tree.arguments[0])
        if strength < SIGNED:
            first, strength = self.brackets(first), ATOM
        text = first
        for factor in tree.arguments[1:]:
            text += self.times + self.inside(factor, POWER)
        return text, SIGNED if strength == SIGNED else PRODUCT

    def quotient(self, tree: Call) -> tuple[str, int]:
        top, strength = self.write(tree.arguments[0])
        if strength < SIGNED:
            top, strength = self.brackets(top), ATOM
        text = f"{top}/{self.inside(tree.arguments[1], POWER)}"
        return text, SIGNED if strength == SIGNED else PRODUCT

    def negative(self, tree: Call) -> tuple[str, int]:
        return MINUS + self.inside(tree.arguments[0], PRODUCT), SIGNED

    def power(self, tree: Call) -> tuple[str, int]:
        base, exponent = tree.arguments
        text = self.inside(base, ATOM)
        if (
            isinstance(exponent, Number)
            and exponent.value.is_integer()
            and abs(exponent.value) < 1e3
        ):
            raised = "".join(_RAISED[digit] for digit in str(int(exponent.value)))
            return text + raised, POWER
        return f"{text}^{self.inside(exponent, ATOM)}", POWER

    def root(self, tree: Call) -> tuple[str, int]:
        sign = "√" if tree.name == "sqrt" else "∛"
        return sign + self.inside(tree.arguments[0], ATOM), POWER

    def absolute(self, tree: Call) -> tuple[str, int]:
        text, _strength = self.write(tree.arguments[0])
        return (f"abs({text})" if "|" in text else f"|{text}|"), ATOM

    def exponential(self, tree: Call) -> tuple[str, int]:
        return self.function(tree), ATOM

    def function(self, tree: Call) -> str:
        return f"{tree.name}({', '.join(self.write(part)[0] for part in tree.arguments)})"


class _Latex(_Plain):
    r"""x^{4}-3x^{2}+\frac{\sin(x)}{2}."""

    def number(self, value: float) -> str:
        text = number_text(value).replace(MINUS, "-").replace("∞", r"\infty")
        mantissa, is_scaled, exponent = text.partition("e")
        if not is_scaled or "undefined" in text:
            return text
        one = {"1": "", "-1": "-"}.get(mantissa, mantissa + r"\times ")
        return f"{one}10^{{{exponent}}}"

    def strength(self, value: float) -> int:
        is_scaled = "^" in self.number(value)
        return min(super().strength(value), PRODUCT) if is_scaled else super().strength(value)

    def name(self, tree: Constant | Variable) -> str:
        letter, number = re.fullmatch("(.[^0-9_]*)_?(.*)", tree.name).groups()  # type: ignore[union-attr]
        if letter in _GREEK:
            letter = f"\\{_GREEK[letter]}"
        elif len(letter) > 1:
            letter = rf"\mathrm{{{letter}}}"
        return f"{letter}_{{{number}}}" if number else letter

    def brackets(self, text: str) -> str:
        return rf"\left({text}\right)"

    def term(self, term: Node) -> str:
        return super().term(term).replace(f" {MINUS} ", "-", 1).replace(" + ", "+", 1)

    def product(self, tree: Call) -> tuple[str, int]:
        text, strength = self.write(tree.arguments[0])
        if strength < SIGNED:
            text, strength = self.brackets(text), ATOM
        for factor in tree.arguments[1:]:
            part = self.inside(factor, POWER)
            is_number = part[:1].isdigit() or part.startswith(r"\frac")
            is_word = not is_number and _is_word(factor)
            text += (r" \cdot " if is_number else r" \, " if is_word else " ") + part
        return text, SIGNED if strength == SIGNED else PRODUCT

    def quotient(self, tree: Call) -> tuple[str, int]:
        top, bottom = tree.arguments
        if isinstance(top, Call) and top.name == "neg":
            return f"-{self.quotient(Call('/', (top.arguments[0], bottom)))[0]}", SIGNED
        if isinstance(top, Number) and top.value < 0.0:
            return f"-{self.quotient(Call('/', (Number(-top.value), bottom)))[0]}", SIGNED
        return rf"\frac{{{self.write(top)[0]}}}{{{self.write(bottom)[0]}}}", PRODUCT

    def negative(self, tree: Call) -> tuple[str, int]:
        return "-" + self.inside(tree.arguments[0], PRODUCT), SIGNED

    def power(self, tree: Call) -> tuple[str, int]:
        base, exponent = tree.arguments
        raised = self.write(exponent)[0]
        if isinstance(base, Call) and base.name in FUNCTIONS and _is_plain_call(base):
            inside = self.arguments(base)
            return f"{self.command(base.name)}^{{{raised}}}{inside}", POWER
        return f"{self.inside(base, ATOM)}^{{{raised}}}", POWER

    def root(self, tree: Call) -> tuple[str, int]:
        degree = "" if tree.name == "sqrt" else "[3]"
        return rf"\sqrt{degree}{{{self.write(tree.arguments[0])[0]}}}", ATOM

    def absolute(self, tree: Call) -> tuple[str, int]:
        return rf"\left|{self.write(tree.arguments[0])[0]}\right|", ATOM

    def exponential(self, tree: Call) -> tuple[str, int]:
        return f"e^{{{self.write(tree.arguments[0])[0]}}}", POWER

    def function(self, tree: Call) -> str:
        if tree.name in ("floor", "ceil"):
            return rf"\l{tree.name} {self.write(tree.arguments[0])[0]} \r{tree.name}"
        return self.command(tree.name) + self.arguments(tree)

    def command(self, name: str) -> str:
        """Return the name of a function in upright letters."""
        return FUNCTIONS[name].latex or rf"\mathrm{{{name}}}"

    def arguments(self, tree: Call) -> str:
        """Return the values of a function in brackets."""
        return self.brackets(", ".join(self.write(part)[0] for part in tree.arguments))


def _is_word(tree: Node) -> bool:
    """Whether a factor begins with the name of a function."""
    if isinstance(tree, Call) and tree.name == "^":
        return _is_word(tree.arguments[0])
    return isinstance(tree, Call) and tree.name in FUNCTIONS and _is_plain_call(tree)


def _is_plain_call(tree: Call) -> bool:
    return tree.name not in ("sqrt", "cbrt", "abs", "exp", "floor", "ceil")
