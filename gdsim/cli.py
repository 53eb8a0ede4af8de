"""The command line: words -> a window, a run, a list; and for every outcome an exit status.

What a command needs is imported when it is asked for: ``--version`` waits for no mathematics, and
only the window loads Qt.
"""

import argparse
import contextlib
import gc
import json
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from gdsim import environment
from gdsim.console import ReaderGoneError, Write, complain, stdout
from gdsim.scenario.errors import ScenarioError, shown
from gdsim.text import _

if TYPE_CHECKING:
    from gdsim.engine.history import Block
    from gdsim.headless import Outcome
    from gdsim.scenario.spec import Scenario
    from gdsim.scenario.subject import Subject

DONE, FAULT, BAD_INPUT, DIVERGED, INTERRUPTED = 0, 1, 2, 3, 130
STDOUT = "-"
MOST_EPOCHS = 100_000_000
KINDS = ("scenarios", "datasets", "activations", "losses", "optimizers", "functions")


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line asks, and return the exit status."""
    return _guarded(_command, sys.argv[1:] if argv is None else argv)


def main_window(argv: Sequence[str] | None = None) -> int:
    """Open the window, whatever the words are: every one of them names a scenario."""
    return _guarded(_window, sys.argv[1:] if argv is None else argv)


def _guarded(command: Callable[[list[str]], int], argv: Sequence[str]) -> int:
    """Run a command; every way it can end becomes an exit status and at most one sentence."""
    words = list(argv)
    try:
        return command(words)
    except SystemExit as end:  # argparse, after --help
        return end.code if isinstance(end.code, int) else DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except ReaderGoneError:
        return DONE
    except ScenarioError as error:
        complain(str(error))
        return BAD_INPUT
    except Exception as error:  # noqa: BLE001 - the last resort: nobody else would tell
        if "--debug" in words:
            traceback.print_exc()
        what = shown(f"{type(error).__name__}: {error}", limit=200)
        complain(
            _("this is a fault of gdsim itself ({what}); add --debug and report what it prints.")
            .format(what=what)
        )  # fmt: skip
        return FAULT


def _command(words: list[str]) -> int:
    commands = {"run": _run, "list": _list, "export": _export}
    if words and words[0] in commands:
        return commands[words[0]](words[1:])
    return _window(words)


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        """Refuse the words, as argparse asks of this method."""
        raise ScenarioError(
            _("{problem}; see {command} --help.").format(
                problem=shown(message, limit=300), command=self.prog
            )
        )


def _parser(prog: str, **texts: Any) -> _Parser:
    parser = _Parser(
        prog=prog,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        **texts,
    )
    parser.add_argument(
        "--debug", action="store_true", help=_("on a fault of gdsim, print where it happened")
    )
    return parser


def _window(words: list[str]) -> int:
    parser = _parser(
        "gdsim",
        usage=_("gdsim [FILE | NAME]     or one of the commands below"),
        description=_("See, step and touch gradient descent as it teaches a small network."),
        epilog=_(
            "commands:\n"
            "  gdsim run FILE|NAME [--epochs N] [--csv FILE|-] [--json FILE|-] [--quiet]\n"
            "                        the same run without a window\n"
            "  gdsim list [KIND]     what there is, one a line, the name first;\n"
            "                        KIND is {kinds}\n\n"
            "exit status: 0 done, 1 a fault of gdsim, 2 bad usage, input or environment,\n"
            "3 the run diverged, 130 Ctrl+C"
        ).format(kinds=", ".join(KINDS)),
    )
    parser.add_argument(
        "scenario", nargs="?", metavar="FILE | NAME",
        help=_("a scenario file, or the name of a builtin scenario (default: houses)"),
    )  # fmt: skip
    parser.add_argument(
        "--version", action="store_true", help=_("the versions of gdsim and what it stands on")
    )
    options = parser.parse_args(words)
    if options.version:
        with stdout() as write:
            for name, version in environment.versions().items():
                write(f"{name} {version}\n")
        return DONE
    return _open_window(options.scenario)


def _open_window(target: str | None) -> int:
    problem = environment.window_problem()
    if problem is not None:
        raise ScenarioError(problem)
    from gdsim.scenario import library

    if target is not None:
        library.find(target)  # a name that is none is told here, where it was typed
    gc.disable()  # it would look 200 times at what is loaded; the window collects by a timer
    _use_one_blas_thread()
    from gdsim.app.main import run_window

    return run_window(target)


def _list(words: list[str]) -> int:
    parser = _parser("gdsim list", description=_("Print what there is, the name first."))
    parser.add_argument("kind", nargs="?", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    kind = parser.parse_args(words).kind
    from gdsim.listing import LISTS

    with stdout() as write:
        for number, heading in enumerate(LISTS if kind is None else [kind]):
            if kind is None:
                write("\n" * (number > 0) + f"# {heading}\n")
            for name, text in LISTS[heading]():
                write(f"{name}  {text}".rstrip() + "\n")
    return DONE


def _export(_words: list[str]) -> int:
    raise ScenarioError(
        _("export comes with a later version of gdsim; run --csv and run --json write numbers now.")
    )


def _run(words: list[str]) -> int:
    options = _run_options(words)
    from gdsim import headless
    from gdsim.scenario import build, codec, edits, library
    from gdsim.scenario.divergence import divergence

    _use_one_blas_thread()
    path = library.find(options.scenario)
    document = library.read(path)
    for note in document.notes:
        complain(f"{shown(options.scenario, limit=300)}: {note}")
    goal = document.scenario.epochs if options.epochs is None else options.epochs
    document = document._replace(scenario=edits.set_goal(document.scenario, max(1, goal)))
    try:
        subject = build.build(document.scenario, path.parent)
    except ScenarioError as error:
        raise ScenarioError(f"{shown(options.scenario, limit=300)}: {error}") from error
    with ExitStack() as opened:
        read = _files_read(path, document.scenario)
        write_csv = _opened(options.csv, read, opened)
        write_json = _opened(options.json, read, opened)
        outcome = _watched(subject, goal, write_csv, is_quiet=options.quiet)
        if write_json is not None:
            tree = headless.report(subject, codec.whole_tree(document), outcome)
            write_json(json.dumps(tree, indent=2, allow_nan=False) + "\n")
        elif write_csv is None:
            opened.enter_context(stdout())(headless.summary(subject, outcome))
    if outcome.stop is not None:
        complain(divergence(subject, outcome.stop))
        return DIVERGED
    return DONE


def _run_options(words: list[str]) -> argparse.Namespace:
    parser = _parser(
        "gdsim run",
        description=_("Run a scenario without a window, to its goal or until it diverges."),
    )
    parser.add_argument(
        "scenario", metavar="FILE | NAME", help=_("a scenario file, or the name of a builtin one")
    )
    parser.add_argument(
        "--epochs", type=_epochs, metavar="N", help=_("end there instead of at the scenario's goal")
    )
    parser.add_argument(
        "--csv", metavar="FILE | -",
        help=_("write a row per epoch: loss, parameters, derivatives; - is stdout"),
    )  # fmt: skip
    parser.add_argument(
        "--json", metavar="FILE | -", help=_("write the outcome and the scenario; - is stdout")
    )
    parser.add_argument("--quiet", action="store_true", help=_("show no progress"))
    options = parser.parse_args(words)
    if options.csv is not None and options.csv == options.json:
        parser.error(
            _("--csv and --json both go to {target}; send one elsewhere").format(target=options.csv)
        )
    return options


def _epochs(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) > MOST_EPOCHS:
        raise argparse.ArgumentTypeError(
            _("a whole number from 0 to {most} is needed, not {text}").format(
                most=MOST_EPOCHS, text=shown(text, limit=40)
            )
        )
    return int(text)


def _files_read(path: Path, scenario: "Scenario") -> list[Path]:
    from gdsim.scenario.library import data_path

    data = data_path(scenario.objective)
    return [path] if data is None else [path, path.parent / data]


def _opened(target: str | None, read: Sequence[Path], opened: ExitStack) -> Write | None:
    """Return what writes to a file or to stdout; a file appears when ``opened`` is closed."""
    if target is None:
        return None
    if target == STDOUT:
        return opened.enter_context(stdout())
    from gdsim.scenario.files import open_whole

    path = Path(target)
    if any(_is_same_file(path, source) for source in read):
        raise ScenarioError(
            _("{path} is what is read here and is not written over; choose another name.").format(
                path=shown(target, limit=300)
            )
        )
    file = opened.enter_context(open_whole(path))
    return lambda text: file.write(text.encode())


def _is_same_file(first: Path, second: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return first.samefile(second)
    return False


def _watched(
    subject: "Subject", goal: int, write_csv: Write | None, *, is_quiet: bool
) -> "Outcome":
    """Run, write the table as it grows, and tell progress if a person looks on."""
    from gdsim import headless

    if write_csv is not None:
        write_csv(headless.csv_header(subject))
    is_shown = not is_quiet and sys.stderr is not None and sys.stderr.isatty()
    with _progress(goal) if is_shown else nullcontext() as tell:

        def see(block: "Block") -> None:
            if write_csv is not None:
                for line in headless.csv_lines(subject, block):
                    write_csv(line)
            if tell is not None:
                tell(block)

        return headless.run(subject, goal, see)


@contextlib.contextmanager
def _progress(goal: int) -> Iterator[Callable[["Block"], None]]:
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread of its own
    with tqdm(total=goal, unit=_("epoch"), file=sys.stderr) as bar:

        def tell(block: "Block") -> None:
            if len(block.losses):
                bar.set_postfix_str(f"loss {block.losses[-1]:.4g}", refresh=False)
                bar.update(block.first_epoch + len(block.losses) - 1 - bar.n)

        yield tell


def _use_one_blas_thread() -> None:
    """Let NumPy compute on one thread: small matrices are faster so, and runs repeat to the bit."""
    import numpy as np
    from threadpoolctl import threadpool_limits

    assert np.__version__  # its library must be there to be limited
    threadpool_limits(1)
