"""The SCORM 1.2 package in a real runtime (scorm-again), and xAPI statements before a real validator; both from npm."""

from __future__ import annotations

import http.server
import io
import json
import os
import random
import shutil
import subprocess
import threading
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect
from typer.testing import CliRunner

from sendsim.apps.export_scorm import MOST_SUSPENDED, export_scorm, longest_suspended
from sendsim.cli import app
from sendsim.training.attempt import walk
from sendsim.training.catalogue import catalogue
from sendsim.training.interface import texts
from sendsim.training.play import choices_now, new_run
from sendsim.training.progress import Progress
from sendsim.training.progress_file import write_progress

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent / "npm"
SCENARIO = "refusal-to-assess"

LMS = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A platform</title>
<link rel="icon" href="data:,">
<script src="scorm12.min.js"></script></head><body><main><h1>A platform</h1>
<iframe id="sco" title="The scenario" style="width: 100%; height: 3000px"></iframe></main><script>
window.refused = [];
const api = new Scorm12API({ autocommit: false, logLevel: 5 });
if (localStorage.kept) {
  const data = JSON.parse(localStorage.kept);
  if (location.search === "?other") data.suspend_data = "x" + data.suspend_data.slice(1);
  api.loadFromJSON(data, "");
}
window.API = new Proxy(api, { get(target, name) {
  if (typeof target[name] !== "function") return target[name];
  return (...values) => {
    const answer = target[name](...values);
    if (String(name) === "LMSSetValue" && String(answer) !== "true") {
      window.refused.push([...values, target.LMSGetLastError()]);
    }
    if (String(name) === "LMSCommit") localStorage.kept = JSON.stringify(target.renderCMIToJSONObject().cmi);
    return answer;
  };
} });
document.getElementById("sco").src = "index.html";
</script></body></html>"""


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install what ``npm/package-lock.json`` names (by its checksums) into a folder of the tests."""
    npm = shutil.which("npm")
    folder = tmp_path_factory.mktemp("npm")
    reason = "npm is not installed: install Node.js to check the SCORM package and xAPI statements"
    if npm is not None:
        for name in ("package.json", "package-lock.json", ".npmrc", "validate.js"):
            shutil.copy(HERE / name, folder / name)
        done = subprocess.run([npm, "ci"], cwd=folder, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode == 0:
            return folder
        reason = f"npm could not install the tools (no network?): {done.stderr.strip()[-300:]}"
    pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@pytest.fixture(scope="module")
def package() -> bytes:
    scenario = catalogue()[SCENARIO].scenario
    return export_scorm(texts(), scenario, next(iter(scenario.roles)))


@pytest.fixture
def platform(browser: Browser, tools: Path, package: bytes, tmp_path: Path) -> Iterator[Page]:
    """A learning platform with the package unpacked in it, on this computer."""
    with zipfile.ZipFile(io.BytesIO(package)) as unpacked:
        unpacked.extractall(tmp_path)
    shutil.copy(tools / "node_modules/scorm-again/dist/scorm12.min.js", tmp_path)
    (tmp_path / "lms.html").write_text(LMS, encoding="utf-8")
    handler = partial(_Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = browser.new_context(viewport={"width": 1280, "height": 3200})
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/lms.html")
        yield page
        context.close()
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def kept(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.evaluate("localStorage.kept"))
    return found


def sco(page: Page) -> FrameLocator:
    return page.frame_locator("#sco")


def answer(page: Page, choice: str) -> None:
    sco(page).locator(f"input[type=radio][value={choice}]").check()
    sco(page).get_by_role("button", name="Answer", exact=True).click()
    expect(sco(page).get_by_role("heading", name="Your answer")).to_be_visible()


def test_a_platform_keeps_place_answers_and_result(platform: Page) -> None:
    page = platform
    expect(sco(page).locator("[data-lead]")).to_contain_text("kept by the learning platform")
    sco(page).get_by_role("button", name="Start").click()
    answer(page, "school-days")
    sco(page).get_by_role("button", name="Go back and try again").click()
    answer(page, "in-time")
    data = kept(page)
    assert data["core"]["lesson_status"] == "incomplete" and data["core"]["lesson_location"] == "certificate"
    page.reload()  # a closed tab: the platform gives the place back
    expect(sco(page).get_by_role("heading", name="Your answer")).to_be_visible()
    assert kept(page)["core"]["exit"] == "suspend"
    for choice in ("in-limit", "later-of-two", "not-here", "reread", "two-weeks"):
        sco(page).get_by_role("button", name="Go on", exact=True).click()
        answer(page, choice)
    sco(page).get_by_role("button", name="Go on", exact=True).click()
    expect(sco(page).get_by_role("heading", name="Your path beside better ones")).to_be_visible()
    data = kept(page)
    core = data["core"]
    assert core["lesson_status"] == "completed"
    assert [str(core["score"][key]) for key in ("raw", "min", "max")] == ["5", "0", "6"], "the first answers count"
    assert len(data["suspend_data"]) <= MOST_SUSPENDED
    scenario = catalogue()[SCENARIO].scenario
    assert len(data["suspend_data"]) <= longest_suspended(scenario, next(iter(scenario.roles))), "as was worked out"
    page.reload()
    expect(sco(page).get_by_role("heading", name="Your path beside better ones")).to_be_visible()
    assert kept(page)["core"]["lesson_status"] == "completed"
    assert page.evaluate("window.refused") == []


def test_another_text_of_the_scenario_begins_anew(platform: Page) -> None:
    page = platform
    sco(page).get_by_role("button", name="Start").click()
    answer(page, "in-time")
    page.goto(page.url + "?other")
    expect(sco(page).get_by_role("button", name="Start")).to_be_visible()
    assert page.evaluate("window.refused") == []


# -- xAPI


def saved_progress(path: Path, seed: int = 0) -> tuple[Path, int, int]:
    """Save the file of a learner who played every scenario, went back once in each; return it with two counts."""
    luck, times = random.Random(seed), [datetime(2026, 11, 2, 9, tzinfo=UTC)]

    def now() -> datetime:
        times[0] += timedelta(seconds=7)
        return times[0]

    progress = Progress(path / "learning.sqlite3", now)
    learner = progress.open("Copper Heron 27")
    answers = 0
    for listed in catalogue().values():
        scenario = listed.scenario
        attempt = progress.begin(learner, new_run(scenario))
        went_back = False
        while scenario.beats[walk(scenario, attempt).beat].ask is not None:
            here = walk(scenario, attempt)
            choice = luck.choice(choices_now(scenario, here.moments[-1].state))
            attempt = progress.enter(learner, attempt, "decide", here.beat, choice.id)
            answers += 1
            if not went_back:
                attempt = progress.enter(learner, attempt, "back", here.beat)
                went_back = True
        progress.finish(learner, attempt, {})
    file = path / "sendsim-progress.json"
    saved = progress.attempts(learner)
    file.write_text(write_progress(learner, saved).replace('"result": {}', '"result": null'), encoding="utf-8")
    return file, answers, len(saved)


def test_every_statement_is_valid(tools: Path, tmp_path: Path) -> None:
    file, answers, attempts = saved_progress(tmp_path)
    told: list[dict[str, Any]] = []
    for name in catalogue():
        out = tmp_path / f"{name}.json"
        arguments = ["scenarios", "export", name, "--xapi", str(file), "--out", str(out)]
        result = CliRunner().invoke(app, [*arguments, "--home", "https://learning.example.org"])
        assert result.exit_code == 0, result.output
        told += json.loads(out.read_text(encoding="utf-8"))
    assert len(told) == answers + 2 * attempts
    assert len({item["id"] for item in told}) == len(told)
    path = tmp_path / "all.json"
    spoilt = json.loads(json.dumps(told[:1]))
    spoilt[0]["verb"]["id"] = "not an address"
    for statements, valid in ((told, True), (spoilt, False)):
        path.write_text(json.dumps(statements), encoding="utf-8")
        done = subprocess.run(["node", "validate.js", str(path)], cwd=tools, capture_output=True, text=True, check=True)
        assert (json.loads(done.stdout) == []) is valid, done.stdout[:600]


def test_the_manifest_names_what_is_in_the_package(package: bytes) -> None:
    scenario = catalogue()[SCENARIO].scenario
    with zipfile.ZipFile(io.BytesIO(package)) as unpacked:
        names = set(unpacked.namelist())
        root = ET.fromstring(unpacked.read("imsmanifest.xml"))
        assert {item.date_time[0] for item in unpacked.infolist()} == {1980}, "the same bytes each time"
    space = {"": "http://www.imsproject.org/xsd/imscp_rootv1p1p2"}
    assert {item.get("href") for item in root.iterfind(".//file", space)} | {"imsmanifest.xml"} == names
    resource = root.find(".//resource", space)
    assert resource is not None and resource.get("{http://www.adlnet.org/xsd/adlcp_rootv1p2}scormtype") == "sco"
    assert root.findtext(".//schemaversion", namespaces=space) == "1.2"
    assert root.findtext(".//item/title", namespaces=space) == scenario.title
