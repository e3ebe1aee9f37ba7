"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from sendsim.errors import OutputError


def write_text(path: str | Path, text: str) -> Path:
    """Write ``text`` to ``path`` in UTF-8 as it stands; on failure nothing half-written is left behind."""
    try:
        return write_bytes(path, text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise OutputError(f"{str(path)!r} cannot be written ({error}): take out the broken characters.") from None


def write_bytes(path: str | Path, data: bytes) -> Path:
    """Write ``data`` to ``path``; on failure nothing half-written is left behind."""
    target = Path(path)
    temporary: Path | None = None
    try:
        if target.is_dir():
            raise OutputError(f"{str(target)!r} is a folder: give the name of a file.")
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(target)
    except (OSError, ValueError) as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        if isinstance(error, OutputError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(
            f"{str(target)!r} cannot be written ({reason}): give a file in a folder that exists."
        ) from None
    return target
