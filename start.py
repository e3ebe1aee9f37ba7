"""Set up sendsim and open it, or set up and run its tests, with nothing but Python 3.11 to 3.13.

    python start.py           set up (the first time) and open the home page
    python start.py test      set up and run the checks and tests
    python start.py setup     set up only

Everything goes into the folder .venv beside this file, from pinned versions with checked hashes. If uv is
installed it is used, since it is quicker; otherwise pip does the same work. Any further words are handed on.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def run(*command: object) -> None:
    """Run a command; end with its exit code if it fails."""
    code = subprocess.call([str(part) for part in command], cwd=HERE)
    if code:
        sys.exit(code)


def wanted(lock: Path) -> str:
    """Return what the environment must hold: this Python, the lock and the project's own description."""
    parts = [sys.version.encode(), lock.read_bytes(), (HERE / "pyproject.toml").read_bytes()]
    return lock.name + " " + hashlib.sha256(b"\0".join(parts)).hexdigest()


def set_up(lock: Path) -> None:
    """Make the environment, unless it already holds what is wanted (what the tests need holds all the rest too)."""
    mark = VENV / "sendsim-installed.txt"
    enough = {wanted(lock), wanted(HERE / "requirements-test.lock")}
    if mark.exists() and mark.read_text() in enough and PYTHON.exists():
        return
    mark.unlink(missing_ok=True)
    print(f"Setting up in {VENV.name} (some minutes the first time) ...", flush=True)
    uv = shutil.which("uv")
    if uv:
        if not PYTHON.exists():
            run(uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, VENV)
        run(uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock)
        run(uv, "pip", "install", "--quiet", "--python", PYTHON, "--no-deps", "-e", HERE)
    else:
        if not PYTHON.exists():
            venv.create(VENV, with_pip=True)
        run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock)
        run(PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "-e", HERE)
    run(PYTHON, "-m", "sendsim", "warm")
    mark.write_text(wanted(lock))


def main() -> None:
    """Do what the first word says."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(f"sendsim needs Python 3.11, 3.12 or 3.13 and this is {sys.version.split()[0]}: use one of those.")
    words = sys.argv[1:]
    if words[:1] == ["test"]:
        set_up(HERE / "requirements-test.lock")
        if not words[1:]:
            run(PYTHON, "-m", "ruff", "format", "--check", ".")
            run(PYTHON, "-m", "ruff", "check", ".")
            run(PYTHON, "-m", "mypy")
        if words[1:]:
            run(PYTHON, "-m", "pytest", *words[1:])
            return
        run(PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile", "--ignore", "tests/browser")
        run(PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile", "tests/browser")
        return
    set_up(HERE / "requirements.lock")
    if words[:1] == ["setup"]:
        return
    try:
        run(PYTHON, "-m", "sendsim", *words)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
