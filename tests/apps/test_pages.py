"""The register of pages, the notebooks and the start of the server."""

from __future__ import annotations

import ast
import json
import re
import socket
from pathlib import Path

import pytest

from sendsim.apps import pages
from sendsim.apps.serve import Setup, build, check_port, serve, template_folder
from sendsim.errors import SendsimError

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted([*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "tests/browser/pages").glob("*.ipynb")])
SOURCES = sorted((ROOT / "sendsim/apps").rglob("*.py"))
# Measured as failing people who use a keyboard or a screen reader; use our own controls instead.
FORBIDDEN = {
    *("Accordion", "ColorPicker", "ColorsInput", "FloatLogSlider", "FloatProgress", "FloatRangeSlider", "FloatSlider"),
    *("Image", "IntProgress", "IntRangeSlider", "IntSlider", "Output", "Play", "RadioButtons", "SelectMultiple"),
    *("SelectionRangeSlider", "SelectionSlider", "Tab", "TagsInput", "ToggleButton", "ToggleButtons", "Valid"),
    *("interact", "interact_manual", "interactive"),
}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks_are_thin_and_empty(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
    about = notebook["metadata"]["sendsim"]
    assert about["title"].strip() and about["lang"] == "en-GB"
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert "widgets" not in notebook["metadata"]
    if path.parent.name == "notebooks" and path.stem in {page.name for page in (pages.HOME, *pages.PAGES)}:
        lines = [line for cell in notebook["cells"] for line in "".join(cell["source"]).splitlines() if line.strip()]
        assert len(lines) <= 8


def words(source: str) -> set[str]:
    """Return every name and attribute that is used or brought in by a piece of Python."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            found |= {name.name for name in node.names}
    return found


@pytest.mark.parametrize("path", [*NOTEBOOKS, *SOURCES], ids=lambda path: path.name)
def test_only_widgets_that_people_can_use(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert not words(text) & FORBIDDEN


def test_no_page_names_another_host() -> None:
    for folder in (ROOT / "sendsim/apps/jupyter", ROOT / "sendsim/apps/controls/assets"):
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix in (".js", ".css", ".html", ".j2", ".json"):
                found = re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", path.read_text(encoding="utf-8"))
                assert not found, (path, found)


def test_styles_stay_under_our_own_class() -> None:
    for path in (ROOT / "sendsim/apps/controls/assets").glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selectors in re.findall(r"([^{}]+)\{", text):
            if not selectors.strip().startswith("@"):
                for selector in re.split(r",(?![^(]*\))", selectors):
                    assert selector.strip().startswith(".sendsim"), (path.name, selector)


def test_register() -> None:
    folder = pages.notebooks_folder()
    assert (folder / "home.ipynb").is_file()
    assert pages.find_page("home") is pages.HOME
    for page in pages.available():
        assert (folder / page.notebook).is_file()
        assert pages.find_page(page.name) is page is pages.find_page(page.notebook)
    with pytest.raises(SendsimError, match=r"page 'hom' is not known\. Did you mean 'home'\?"):
        pages.find_page("hom")


def test_a_page_without_a_notebook_is_not_listed(tmp_path: Path) -> None:
    assert pages.available(tmp_path) == ()


@pytest.mark.parametrize("port", [-1, 65536, 1.5, "8866", True, None])
def test_a_port_that_is_none(port: object) -> None:
    with pytest.raises(SendsimError, match="is not a port"):
        check_port(port)  # type: ignore[arg-type]


def test_a_busy_port_is_told_in_one_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SendsimError, match=rf"port {port} is busy .*--port 0") as caught:
            serve(port=port, open_browser=False)
    assert "\n" not in str(caught.value)
    assert check_port(0) > 0


def test_an_unknown_page_is_told_before_anything_starts() -> None:
    with pytest.raises(SendsimError, match="page 'plannr' is not known"):
        serve("plannr", port=0, open_browser=False)


def test_server_is_shut_to_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import signal

    for name in ("JUPYTER_PATH", "SENDSIM_SERVER", "SENDSIM_NOTEBOOKS"):
        monkeypatch.setenv(name, "")
    monkeypatch.chdir(tmp_path)
    before = signal.getsignal(signal.SIGTERM)
    try:
        app = build(Setup(check_port(0), pages.notebooks_folder()))
    finally:
        signal.signal(signal.SIGTERM, before)
        type(app).clear_instance()
    configuration = app.voila_configuration
    assert app.ip == "127.0.0.1"
    assert configuration.template == "sendsim" and not configuration.show_tracebacks and configuration.strip_sources
    assert configuration.allow_template_override == configuration.allow_theme_override == "NO"
    assert str(template_folder()) in app.template_paths[0]
    assert "" in app.notebooks()
