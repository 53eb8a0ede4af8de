"""The house keeps its shape: layers, no cycles, no Qt below the session, small files."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "gdsim"
FILES = sorted(PACKAGE.rglob("*.py"))
WALL = 400

# What each place may import of gdsim, besides itself. ``text`` and ``resources`` serve all.
FREE = {"text", "resources", "__init__"}
LAYERS = {
    "engine": set(),
    "scenario": {"engine"},
    "session": {"engine", "scenario"},
    "views": {"engine", "scenario", "environment"},
    "app": {"engine", "scenario", "session", "views", "environment"},
    "headless": {"engine", "scenario"},
    "console": {"scenario"},
    "listing": {"engine", "scenario"},
    "cli": {"engine", "scenario", "environment", "console", "listing", "headless", "app"},
    "__main__": {"cli"},
    "environment": set(),
}
WITH_QT = {"session", "views", "app"}
WITHOUT_WIDGETS = {"session"}


def module_name(path: Path) -> str:
    """Return the dotted name of a file of the package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the modules that a file imports, and the column where: 0 is the top level."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.col_offset) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.col_offset
            yield from ((f"{node.module}.{a.name}", node.col_offset) for a in node.names)


def place(module: str) -> str:
    """Return the layer of a module of gdsim."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_a_file_imports_only_what_stands_left_of_it(path: Path) -> None:
    here = place(module_name(path))
    allowed = LAYERS.get(here, set()) | FREE | {here}
    modules = {module_name(file) for file in FILES}
    wrong = {
        module
        for module, _column in imports(path)
        if module in modules and place(module) not in allowed
    }
    assert not wrong


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_a_file_knows_no_more_of_qt_than_its_layer(path: Path) -> None:
    here = place(module_name(path))
    found = {module for module, _column in imports(path)}
    qt = {module for module in found if module.startswith(("PySide6", "pyqtgraph"))}
    if here not in WITH_QT:
        assert not qt
    if here in WITHOUT_WIDGETS:
        assert not {module for module in qt if "QtWidgets" in module or "pyqtgraph" in module}


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_no_file_is_longer_than_the_wall(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= WALL


def test_there_are_no_import_cycles() -> None:
    modules = {module_name(path): path for path in FILES}
    graph = {
        name: {m for m, column in imports(path) if m in modules and column == 0} - {name}
        for name, path in modules.items()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"cycle: {' -> '.join((*trail, name))}"
        if name not in done:
            for other in graph[name]:
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_the_engine_says_in_which_order_to_read_all_its_modules() -> None:
    text = ast.get_docstring(ast.parse((PACKAGE / "engine" / "__init__.py").read_text("utf-8")))
    named = re.findall(r"``(\w+)``", text or "")
    modules = {path.stem for path in (PACKAGE / "engine").glob("*.py")} - {"__init__"}
    assert set(named) == modules
    assert len(named) == len(modules)


ENGINE = [path for path in FILES if path.parent.name == "engine"]


@pytest.mark.parametrize("path", ENGINE, ids=module_name)
def test_the_engine_has_no_clock_no_files_and_no_chance_of_its_own(path: Path) -> None:
    found = {module.split(".")[0] for module, _column in imports(path)}
    assert not found & {"time", "datetime", "random", "secrets", "os", "io", "pathlib", "threading"}
    assert not re.search(r"random\.(default_rng|seed|rand|RandomState)", path.read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_only_one_module_opens_files_for_writing(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {getattr(call.func, "attr", getattr(call.func, "id", "")) for call in calls}
    modes = {
        mode.value
        for call in calls
        if getattr(call.func, "attr", getattr(call.func, "id", "")) == "open"
        for mode in (*call.args, *(keyword.value for keyword in call.keywords))
        if isinstance(mode, ast.Constant) and isinstance(mode.value, str)
    }
    writes = {"write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "fdopen"} & names
    writes |= {mode for mode in modes if re.fullmatch(r"[wax][bt+]*", mode)}
    assert not writes or module_name(path) == "gdsim.scenario.files", writes


def test_what_two_packages_of_views_share_stands_above_both() -> None:
    """In ``gdsim.views`` itself, or in ``gdsim.views.plotting``; subclasses are named here."""
    borrowed = {("landscape.slope_loss", "slice.slice_plot")}  # the same plot with visited points
    found = set()
    for path in (PACKAGE / "views").glob("*/*.py"):
        for module, _column in imports(path):
            parts = module.split(".")[2:]
            is_of_a_package = module.startswith("gdsim.views.") and len(parts) > 1
            if is_of_a_package and parts[0] not in (path.parent.name, "plotting"):
                found.add((f"{path.parent.name}.{path.stem}", ".".join(parts[:2])))
    modules = {module_name(path).removeprefix("gdsim.views.") for path in FILES}
    assert {(own, other) for own, other in found if other in modules} == borrowed


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "common", "helpers", "base", "manager", "misc"}
    assert not [path for path in FILES if path.stem in drawers]


def test_engine_and_scenario_load_no_qt() -> None:
    code = (
        "import pkgutil, importlib, sys, gdsim.engine, gdsim.scenario\n"
        "for package in (gdsim.engine, gdsim.scenario):\n"
        "    for info in pkgutil.iter_modules(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(info.name)\n"
        "assert not [m for m in sys.modules if 'PySide' in m or 'pyqtgraph' in m]\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_nothing_dangerous_or_out_of_place_is_called(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for word in ("pickle", "processEvents", "terminate()", "time.sleep", "BlockingQueued"):
        assert word not in text, word
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"eval", "exec", "compile", "__import__"}
    assert module_name(path) == "gdsim.views.theme" or "setStyleSheet" not in text
