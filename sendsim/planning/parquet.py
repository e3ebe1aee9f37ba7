"""Every event of every replication on disk, as Parquet: one file a replication and table.

A folder holds ``events``, ``cases``, ``capacity`` and ``sessions``, each with one file a replication
(``replication-00000.parquet``), so that ``pandas.read_parquet(folder / "events")`` reads them all and a part can be
read alone. Journeys are written as they come and let go, so memory does not grow with them; the folder appears whole
at the end or not at all. Events are sorted by case (``seq`` is their order in the run), which packs them best.
"""

from __future__ import annotations

import errno
import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from sendsim.caseload.journeys import TABLES, Journeys
from sendsim.errors import OutputError, PlanError


class LogFolder:
    """Writes journeys to a new folder; use it in a ``with`` block and hand :meth:`add` to ``replicate``.

    Raises
    ------
    PlanError
        If pyarrow is not installed.
    OutputError
        If the folder holds something, cannot be written to, or the disk is full; nothing is left behind.
    """

    def __init__(self, folder: Path) -> None:
        try:
            import pyarrow  # noqa: F401
        except ImportError:
            raise PlanError(
                "--logs needs pyarrow, which is not installed: install the extra, sendsim[parquet]."
            ) from None
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise OutputError(f"--logs {folder} already holds something: name a new or an empty folder.")
        self.folder = folder.absolute()
        self.written = 0

    def __enter__(self) -> LogFolder:
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self._temporary = Path(tempfile.mkdtemp(prefix=".sendsim-logs-", dir=self.folder.parent))
            for name in TABLES:
                (self._temporary / name).mkdir()
        except OSError as error:
            raise self._failed(error) from None
        return self

    def add(self, journeys: Journeys) -> None:
        """Write the journeys of one replication."""
        for name in TABLES:
            table = getattr(journeys, name)
            if name == "events":
                table = table.sort_values(["case", "seq"], ignore_index=True)
            place = self._temporary / name / f"replication-{journeys.replication:05d}.parquet"
            try:
                table.to_parquet(place, engine="pyarrow", index=False, compression="zstd")
            except OSError as error:
                raise self._failed(error) from None
        self.written += 1

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        try:
            if kind is None:
                if self.folder.exists():
                    self.folder.rmdir()
                self._temporary.rename(self.folder)
        except OSError as error:
            raise self._failed(error) from None
        finally:
            if self._temporary.exists():
                shutil.rmtree(self._temporary, ignore_errors=True)

    def _failed(self, error: OSError) -> OutputError:
        if error.errno == errno.ENOSPC:
            return OutputError(f"--logs {self.folder}: the disk is full; free some space or name another disk.")
        return OutputError(f"--logs {self.folder} cannot be written ({error.strerror}): name another folder.")
