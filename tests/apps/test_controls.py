"""The controls refuse what a browser must not send, and keep what they had."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
import traitlets
from hypothesis import given
from hypothesis import strategies as st

from sendsim.apps.controls import (
    Button,
    ChartPanel,
    DataTable,
    ErrorSummary,
    Headline,
    Heartbeat,
    LinkList,
    NumberSlider,
    Panels,
    Progress,
    Select,
    Status,
    table_of,
)
from sendsim.apps.layout import columns, page, row, stack

RUBBISH: list[Any] = [None, "", "4", "<b>", True, float("nan"), float("inf"), -1, 21, 4.3, [4], {"value": 4}]


def slider(**others: Any) -> NumberSlider:
    return NumberSlider(**{"label": "Mediators", "min": 0, "max": 20, "step": 0.5, "value": 4} | others)


@pytest.mark.parametrize("value", RUBBISH, ids=repr)
def test_slider_keeps_its_value_and_says_why(value: Any) -> None:
    control = slider()
    heard: list[Any] = []
    control.observe(heard.append, "value")
    control.set_state({"value": value})
    assert control.value == 4 and not heard
    assert control.error.startswith("Mediators must be ")
    control.set_state({"value": 5})
    assert control.value == 5 == control.preview and control.error == "" and len(heard) == 1


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_slider_value_is_always_on_a_step_in_range(value: float) -> None:
    control = slider()
    control.set_state({"value": value})
    assert 0 <= control.value <= 20 and float(control.value * 2).is_integer()


def test_slider_refuses_a_number_beyond_all_floats() -> None:
    control = slider()
    control.set_state({"value": 10**400})
    assert control.value == 4 and control.error


def test_slider_words() -> None:
    control = slider(step=1)
    control.set_state({"value": 2.5})
    assert control.error == "Mediators must be a whole number."
    control.set_state({"value": 99})
    assert control.error == "Mediators must be between 0 and 20."
    with pytest.raises(traitlets.TraitError, match="between 0 and 20"):
        control.value = 99
    with pytest.raises(traitlets.TraitError, match="step"):
        slider(step=0)


def test_slider_range_changes_in_one_step() -> None:
    control = slider()
    control.set_range(10, 60, 30, step=5)
    assert (control.min, control.max, control.step, control.value, control.preview) == (10, 60, 5, 30, 30)
    control.set_range(0, 3, 2, step=1)
    assert (control.min, control.max, control.value) == (0, 3, 2)
    with pytest.raises(traitlets.TraitError, match="under"):
        control.set_range(3, 3, 3)


@pytest.mark.parametrize("trait", ["label", "max", "disabled", "error", "_esm", "_css", "layout", "hidden", "nonsense"])
def test_a_browser_changes_only_what_it_may(trait: str) -> None:
    control = slider()
    before = control.get_state()
    control.set_state({trait: "hacked"})
    assert control.get_state() == before


def test_select() -> None:
    control = Select({"South East": ["Kent", ("SRY", "Surrey")]}, label="Local authority")
    assert control.options == ["Kent", "SRY"] and control.value == "Kent"
    for rubbish in ("Narnia", None, 4, ["Kent"], {"value": "Kent"}):
        control.set_state({"value": rubbish})
        assert control.value == "Kent" and control.error == "Local authority: choose one from the list."
    control.set_state({"value": "SRY"})
    assert control.value == "SRY" and control.error == ""
    control.set_options(["Leeds", "Kent"])
    assert control.value == "Leeds"
    with pytest.raises(traitlets.TraitError, match="not one of the choices"):
        control.value = "SRY"
    with pytest.raises(traitlets.TraitError, match="twice"):
        Select(["a", "a"])


def test_button_honours_each_ticket_once() -> None:
    pressed: list[int] = []
    button = Button(label="Run")
    button.on_click(lambda: pressed.append(1))
    for _ in range(3):
        button._on_browser_message(button, {"event": "click", "ticket": 1}, [])
    for rubbish in (None, "click", {"event": "click"}, {"event": "click", "ticket": True}, {"event": 4}, {"ticket": 2}):
        button._on_browser_message(button, rubbish, [])
    assert len(pressed) == 1 == button.clicks
    button._on_browser_message(button, {"event": "click", "ticket": 2}, [])
    button.disabled = True
    button._on_browser_message(button, {"event": "click", "ticket": 3}, [])
    assert len(pressed) == 2
    button.set_state({"ticket": 99})
    assert button.ticket == 3


def test_progress_stops_only_the_work_in_hand() -> None:
    stops: list[int] = []
    progress = Progress(label="Simulating")
    progress.on_stop(lambda: stops.append(1))
    progress._on_browser_message(progress, {"event": "stop", "run": 0}, [])
    progress.begin(10)
    progress.update(99, "all")
    assert progress.value == 10
    progress._on_browser_message(progress, {"event": "stop", "run": 0}, [])
    assert not stops
    progress._on_browser_message(progress, {"event": "stop", "run": 1}, [])
    progress.end("Stopped.")
    assert stops and not progress.running and progress.text == "Stopped."


def test_chart_panel_refuses_what_is_no_picture() -> None:
    with pytest.raises(traitlets.TraitError, match="SVG"):
        ChartPanel(svg="<script>alert(1)</script>")
    with pytest.raises(traitlets.TraitError, match="PNG"):
        ChartPanel(png=b"GIF89a")
    with pytest.raises(traitlets.TraitError, match="exe"):
        ChartPanel(files=("exe",))
    assert ChartPanel(svg='<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "x">\n<!-- made -->\n<svg width="1"/>').svg
    assert ChartPanel(file_name="../../etc/passwd").file_name == "etc-passwd"


def test_chart_panel_makes_files_only_of_kinds_it_knows() -> None:
    panel = ChartPanel(title="Open cases")
    sent: list[tuple[Any, Any]] = []
    panel.send = lambda content, buffers=None: sent.append((content, buffers))  # type: ignore[method-assign]
    panel.on_request("png", lambda: b"\x89PNG")
    assert panel.files == ("csv", "png")
    for kind in ("exe", None, 4, ["png"], "svg", "png"):
        panel._on_browser_message(panel, {"event": "request", "kind": kind}, [])
    assert [(content.get("problem"), buffers) for content, buffers in sent] == [
        ("There is no SVG of this chart to download.", None),
        (None, [b"\x89PNG"]),
    ]
    panel.on_request("png", lambda: 1 / 0)  # type: ignore[arg-type, return-value]
    with pytest.raises(ZeroDivisionError):
        panel._heard("request", {"kind": "png"})
    assert "could not be made" in sent[-1][0]["problem"]


def test_tables_hold_only_plain_values() -> None:
    values = [np.int64(3), np.float64(1.5), float("nan"), math.inf, pd.NA, pd.NaT, dt.date(2026, 9, 1), True, None, "x"]
    table = DataTable(columns=[f"c{i}" for i in range(len(values))], rows=[values])
    assert table.rows == [[3, 1.5, None, None, None, None, "2026-09-01", "yes", None, "x"]]
    with pytest.raises(traitlets.TraitError, match="Row 2 has 1 cells"):
        table.set_table(["a", "b"], [[1, 2], [1]])
    with pytest.raises(traitlets.TraitError, match="kind"):
        table.set_table([{"label": "a", "kind": "html"}], [])
    table.set_state({"rows": [["hacked"]]})
    assert table.rows[0][0] == 3


def test_table_of_a_frame() -> None:
    frame = pd.DataFrame({"Area": ["Kent"], "Cases": [3], "Share": [0.25], "From": pd.to_datetime(["2026-09-01"])})
    headings, rows = table_of(frame, Share={"kind": "percent", "decimals": 0})
    assert [column["kind"] for column in headings] == ["text", "number", "percent", "date"]
    assert rows == [["Kent", 3, 0.25, "2026-09-01"]]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "https://example.org", "//example.org", "data:text/html,x", ""]
)
def test_links_lead_only_to_our_own_pages(href: str) -> None:
    with pytest.raises(traitlets.TraitError, match="our own pages"):
        LinkList(links=[{"title": "x", "href": href}])


def test_words() -> None:
    headline = Headline("A", "b")
    headline.say("C", ["d", "e"])
    assert (headline.heading, headline.text) == ("C", ["d", "e"])
    status = Status()
    status.say("x")
    status.say("x")
    assert status.said == 2
    control = slider()
    summary = ErrorSummary()
    summary.show((control, "bad"), "worse")
    assert [error["field"] for error in summary.errors] == [control.dom_id, ""]
    summary.clear()
    assert summary.errors == []
    with pytest.raises(traitlets.TraitError, match="must be text"):
        status.say(4)  # type: ignore[arg-type]


def test_panels_take_only_true_or_false() -> None:
    heading = Panels([("Staff", stack())], opened=[0]).headings[0]
    for rubbish in (0, "false", None):
        heading.set_state({"expanded": rubbish})
        assert heading.expanded is True
    heading.set_state({"expanded": False})
    assert heading.expanded is False


def test_heartbeat_watches_only_under_our_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SENDSIM_SERVER", raising=False)
    beat = Heartbeat()
    beat._heard("beat", {"n": 1})
    assert not beat.watching


def test_heartbeat_ends_a_kernel_that_nobody_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    monkeypatch.setenv("SENDSIM_SERVER", "1")

    async def live() -> tuple[list[int], list[int]]:
        ended: list[int] = []
        beat = Heartbeat(limit=0.3, every=0.1, on_lost=lambda: ended.append(1))
        for n in range(6):
            beat._heard("beat", {"n": n})
            await asyncio.sleep(0.1)
        while_beating = list(ended)
        await asyncio.sleep(0.8)
        return while_beating, ended

    assert asyncio.run(live()) == ([], [1])


def test_layout() -> None:
    built = page(columns(stack(slider()), row(Button(), Button())))
    assert isinstance(built.children[-1], Heartbeat)
    assert "sendsim-columns" in built.children[0]._dom_classes
