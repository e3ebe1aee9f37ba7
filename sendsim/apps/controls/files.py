"""Controls that hand things to a person or take them: a file to save, a file to open, paper, and a link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from sendsim.apps.controls.base import Control, plain_text, script, styles
from sendsim.errors import SendsimError

__all__ = ["OpenFile", "PageLink", "PrintButton", "SaveFile"]

MAX_FILE = 200_000
"""The largest file that is taken from a person, in characters."""
MAX_CODE = 4_000


class SaveFile(Control):
    """A button that saves a file, made when it is asked for."""

    _esm = script("save")
    _css = styles("forms")

    label = traitlets.Unicode("Save", help="The words on the button.").tag(sync=True)
    file_name = traitlets.Unicode("file.txt", help="What the file is called.").tag(sync=True)
    media_type = traitlets.Unicode("text/plain", help="What kind of file it is.").tag(sync=True)

    def __init__(self, make: Callable[[], str], **kwargs: Any) -> None:
        self._make = make
        super().__init__(**kwargs)

    def _heard(self, event: str, content: dict[str, Any]) -> None:
        if event != "request":
            return
        try:
            text = self._make()
        except SendsimError as error:
            self.send({"event": "file", "problem": str(error)})
            return
        self.send({"event": "file", "name": self.file_name, "type": self.media_type}, [text.encode()])


class OpenFile(Control):
    """A file from the person's computer, read as text. It goes to the callback and is not kept."""

    _esm = script("open")
    _css = styles("forms")

    label = traitlets.Unicode("Open a file", help="The words above the box.").tag(sync=True)
    hint = traitlets.Unicode("", help="Help in a sentence.").tag(sync=True)
    accept = traitlets.Unicode("", help="Endings of the files that fit, such as .yaml.").tag(sync=True)
    error = traitlets.Unicode("", help="What is wrong with the last file, if anything.").tag(sync=True)
    limit = traitlets.Int(MAX_FILE, help="The largest size taken.").tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        self._callbacks: list[Callable[[str, str], object]] = []
        super().__init__(**kwargs)

    def on_open(self, callback: Callable[[str, str], object]) -> None:
        """Call ``callback(name, text)`` for each file; a :class:`SendsimError` that it raises is shown here."""
        self._callbacks.append(callback)

    def _heard(self, event: str, content: dict[str, Any]) -> None:
        if event != "file":
            return
        name, text = content.get("name"), content.get("text")
        if not isinstance(name, str) or not isinstance(text, str) or len(text) > self.limit:
            self.error = f"The file cannot be read: choose a text file of at most {self.limit // 1000:,} kB."
            return
        try:
            for callback in tuple(self._callbacks):
                callback(name[:200], text)
        except SendsimError as error:
            self.error = str(error)
        else:
            self.error = ""


class PrintButton(Control):
    """A button that prints the page."""

    _esm = script("print")
    _css = styles("forms")

    label = traitlets.Unicode("Print", help="The words on the button.").tag(sync=True)


class PageLink(Control):
    """A link to the page as it is now, to copy or to send on.

    ``code`` stands after the ``#`` of the address, which browsers send to no server. When the page is opened with
    a code, or its address changes, the callback gets it. Outside our own pages (in JupyterLab) it hides itself.
    """

    _esm = script("pagelink")
    _css = styles("forms")

    label = traitlets.Unicode("Link to this page", help="The words above the link.").tag(sync=True)
    hint = traitlets.Unicode("", help="Help in a sentence.").tag(sync=True)
    code = traitlets.Unicode("", help="What stands after the # of the address.").tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        self._callbacks: list[Callable[[str], object]] = []
        super().__init__(**kwargs)

    def on_code(self, callback: Callable[[str], object]) -> None:
        """Call ``callback(code)`` when the page is opened with a code or its address changes."""
        self._callbacks.append(callback)

    def put(self, code: str) -> None:
        """Show ``code`` in the address and in the link."""
        self.code = plain_text(code)

    def _heard(self, event: str, content: dict[str, Any]) -> None:
        code = content.get("code")
        if event == "code" and isinstance(code, str) and code != self.code:
            for callback in tuple(self._callbacks):
                callback(code[: MAX_CODE + 1])
