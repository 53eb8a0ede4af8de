"""What the program remembers of a person's taste: an ini file in the configuration folder."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

MAX_RECENT = 6


def state_folder() -> Path:
    """Return where logs lie."""
    where = QStandardPaths.StandardLocation.GenericStateLocation
    return Path(QStandardPaths.writableLocation(where)) / "gdsim"


class Settings:
    """Theme, recent files, layout and speed; what cannot be read or written is as if never set."""

    def __init__(self) -> None:
        where = QStandardPaths.StandardLocation.GenericConfigLocation
        folder = Path(QStandardPaths.writableLocation(where)) / "gdsim"
        self._store = QSettings(str(folder / "gdsim.ini"), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """``system``, ``light`` or ``dark``."""
        value = self._text("theme")
        return value if value in ("light", "dark") else "system"

    @theme.setter
    def theme(self, value: str) -> None:
        self._store.setValue("theme", value)

    @property
    def reduced_motion(self) -> bool:
        """Whether nothing should fade or pulse."""
        return self._text("reduced_motion") == "true"

    @reduced_motion.setter
    def reduced_motion(self, value: bool) -> None:
        self._store.setValue("reduced_motion", "true" if value else "false")

    @property
    def saves_run(self) -> bool:
        """Whether files hold what was computed, too."""
        return self._text("saves_run") == "true"

    @saves_run.setter
    def saves_run(self, value: bool) -> None:
        self._store.setValue("saves_run", "true" if value else "false")

    @property
    def best_games(self) -> str:
        """The best scores against descent, as text."""
        return self._text("best_games")

    @best_games.setter
    def best_games(self, value: str) -> None:
        self._store.setValue("best_games", value)

    @property
    def is_first_run(self) -> bool:
        """Whether the program was never closed before."""
        return not self._text("version")

    def remember_version(self, version: str) -> None:
        """Note that the program has run."""
        self._store.setValue("version", version)

    @property
    def recent(self) -> list[Path]:
        """The last six files, newest first."""
        value = self._store.value("recent")
        paths = [value] if isinstance(value, str) else value
        return [Path(p) for p in paths if isinstance(p, str)] if isinstance(paths, list) else []

    def add_recent(self, path: Path) -> None:
        """Put a file at the head of the list."""
        rest = [p for p in self.recent if p != path]
        self._store.setValue("recent", [str(p) for p in [path, *rest][:MAX_RECENT]])

    def forget_recent(self, path: Path) -> None:
        """Take a file from the list."""
        self._store.setValue("recent", [str(p) for p in self.recent if p != path])

    def layout(self, key: str) -> QByteArray | None:
        """Return what ``set_layout`` stored under ``key``."""
        value = self._store.value(f"layout/{key}")
        return value if isinstance(value, QByteArray) else None

    def set_layout(self, key: str, value: QByteArray | None) -> None:
        """Store an arrangement of panels or a window's geometry; None forgets it."""
        if value is None:
            self._store.remove(f"layout/{key}")
        else:
            self._store.setValue(f"layout/{key}", value)

    def flush(self) -> None:
        """Write the file now."""
        self._store.sync()

    def _text(self, key: str) -> str:
        value = self._store.value(key)
        return value if isinstance(value, str) else ""
