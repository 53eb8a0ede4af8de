"""Where the data files lie: `resources/` of a checkout, `gdsim/_resources` of an installation."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder() -> Path:
    """Return the folder of the data files, whichever way gdsim was installed."""
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def path(*parts: str) -> Path:
    """Return the path of one data file or folder.

    Parameters
    ----------
    *parts
        The names that lead to it, from the resources folder down: ``"datasets", "houses.csv"``.

    Raises
    ------
    FileNotFoundError
        If nothing lies there; the message is one sentence that can be shown.
    """
    found = folder().joinpath(*parts)
    if not found.exists():
        name = "/".join(parts)
        raise FileNotFoundError(
            f"gdsim's own file {name!r} is missing in {folder()}: please install gdsim again."
        )
    return found
