"""A whole live room: one trainer by keyboard, five people in real browsers and twenty-five over real websockets."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from sendsim.training.store import Store
from tests.browser import bars
from tests.browser.helpers import (
    READY_SECONDS,
    Visit,
    assert_accessible,
    assert_clean_console,
    assert_no_sideways_scroll,
    prove_content,
)
from tests.browser.room_client import RoomClient
from tests.browser.test_learn import tab_to

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts kernels as Linux forks them"),
]
SCRIPTED, BROWSERS = 25, 5
expect.set_options(timeout=30_000)  # thirty pages redraw at each step, on whatever machine this runs
GOOD = "in-time"
T = TypeVar("T")


class Loop:
    """An event loop in a thread of its own, for the scripted participants."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def do(self, work: Coroutine[Any, Any, T], seconds: float = 150) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(seconds)


class Workshop:
    """``sendsim workshop`` as a trainer starts it."""

    def __init__(self, folder: Path, browser: Browser) -> None:
        self.store_file = folder / "rooms.sqlite3"
        self._log = folder / "workshop.log"
        self.browser = browser
        self.visits: list[Visit] = []
        environ = os.environ | {
            "SENDSIM_STORE": str(self.store_file),
            "SENDSIM_TRACEBACKS": "0",
            "PYTHONUNBUFFERED": "1",
        }
        command = [sys.executable, "-m", "sendsim", "workshop", "--people", str(SCRIPTED + BROWSERS), "--port", "0"]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--no-browser"], env=environ, cwd=folder, stdout=log, stderr=log, start_new_session=True
            )
        limit = time.monotonic() + 60
        while "Everything is deleted" not in self.log() and time.monotonic() < limit and self.process.poll() is None:
            time.sleep(0.1)
        told = self.log()
        self.root = re.search(r"sendsim workshop is at (\S+)", told)[1]  # type: ignore[index]
        self.code = re.search(r"Code of the room: (\S+)", told)[1]  # type: ignore[index]
        self.key = re.search(r"#key=(\S+)", told)[1]  # type: ignore[index]
        self.store = Store(str(self.store_file))
        self.room = self.store.find(self.code).id

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def kernels(self) -> int:
        """Count live kernels: what the forking process has forked."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        alive = [p for p in family if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
        return sum("sendsim.apps.forked" in " ".join(p.cmdline()) for p in alive) - 1

    def open(self, path: str = "", width: int = 1280) -> Page:
        context = self.browser.new_context(viewport={"width": width, "height": 2600}, locale="en-GB")
        page = context.new_page()
        page.set_default_timeout(30_000)
        visit = Visit(page, self.root)
        page.goto(self.root + path, timeout=READY_SECONDS * 1000)
        page.wait_for_selector("body[data-state=ready]", timeout=READY_SECONDS * 1000)
        prove_content(page)
        self.visits.append(visit)
        return page

    def end(self) -> None:
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        finally:
            _, self.left = psutil.wait_procs(family, timeout=10)
            for process in self.left:
                process.kill()


@pytest.fixture(scope="module")
def workshop(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """One workshop for all tests of this file, which follow one another as a session does."""
    running = Workshop(tmp_path_factory.mktemp("workshop"), browser)
    yield running
    if running.process.poll() is None:
        running.end()


def at(page: Page, kind: str) -> None:
    """Wait for a view."""
    page.wait_for_selector(f"[data-kind={kind}]")


def press(page: Page, name: str) -> None:
    """Reach a button by Tab alone and press Enter."""
    page.evaluate("document.activeElement && document.activeElement.blur()")
    tab_to(page, name, most=90)
    page.keyboard.press("Enter")


def heading(page: Page, text: str) -> None:
    expect(page.locator("[data-focus]")).to_have_text(text)


def vote(page: Page, choice: str) -> None:
    at(page, "room_vote")
    radio = page.locator(f"input[type=radio][value={choice}]")
    radio.check()
    letter = radio.evaluate("node => node.labels[0].textContent.trim()[0]")
    page.get_by_role("button", name="Send my answer").click()
    expect(page.locator(".sendsim-kept")).to_contain_text(f"Your answer is kept: {letter}.")


def test_a_whole_session_of_thirty_led_by_keyboard(workshop: Workshop) -> None:
    loop = Loop()
    trainer = workshop.open(f"facilitator#key={workshop.key}")
    at(trainer, "trainer")
    assert "key" not in trainer.url, "nobody who looks at the projector reads the key in the address"
    assert_accessible(trainer)
    assert bars.focus_ring(trainer) == []

    async def join(number: int) -> RoomClient:
        client = RoomClient(workshop.root)
        await client.open(workshop.code)
        await client.shows("room_join")
        await client.act("join", name=f"Quiet Hare {number}", work=("school", "authority", "family")[number % 3])
        await client.shows("room_wait")
        return client

    async def join_all() -> list[RoomClient]:
        return list(await asyncio.gather(*(join(number) for number in range(SCRIPTED))))

    scripted = loop.do(join_all())
    wrong = workshop.open("", width=320)
    assert_accessible(wrong)
    wrong.get_by_label("Code of the room").fill("no-code")
    wrong.get_by_role("button", name="Go on").click()
    expect(wrong.locator("[data-errors]")).to_be_focused()
    wrong.get_by_label("Code of the room").fill(workshop.code.upper().replace("-", " "))
    wrong.get_by_role("button", name="Go on").click()
    at(wrong, "room_join")
    assert_accessible(wrong)
    assert_no_sideways_scroll(wrong)
    people = [wrong, *(workshop.open(f"?code={workshop.code}") for _ in range(BROWSERS - 1))]
    for page in people:
        page.get_by_role("button", name="Join the room").click()
        at(page, "room_wait")
    expect(trainer.get_by_text(f"{SCRIPTED + BROWSERS} people are in the room.")).to_be_visible()

    tab_to(trainer, "Scenario", most=60)
    trainer.keyboard.type("A request for")
    press(trainer, "Set this")
    expect(trainer.get_by_text("Set: A request for assessment is refused, as mediation adviser")).to_be_visible()
    press(trainer, "Begin")
    heading(trainer, "Question 1")
    press(trainer, "Open the vote")
    heading(trainer, "Question 1: decide")
    choices = [item["id"] for item in loop.do(_seen(scripted[0], "room_vote"))["scene"]["choices"]]
    bad = next(item for item in choices if item != GOOD)

    async def vote_all(ballot: int, good: int) -> None:
        async def one(client: RoomClient, number: int) -> None:
            await client.until(lambda: client.view["kind"] == "room_vote" and client.view["ballot"] == ballot)
            await client.act("vote", ballot=ballot, choice=GOOD if number < good else bad)
            await client.act("vote", ballot=ballot, choice=GOOD if number < good else bad)  # pressed twice
            await client.until(lambda: bool(client.live.get("mine")))

        await asyncio.gather(*(one(client, number) for number, client in enumerate(scripted)))

    loop.do(vote_all(1, good=10))
    assert_accessible(people[0])
    assert_no_sideways_scroll(people[0])
    people[0].get_by_role("button", name="Send my answer").click()  # without an answer
    expect(people[0].locator("[data-errors]")).to_be_focused()
    for page in people:
        vote(page, bad)
    vote(people[0], GOOD)  # a change of mind
    expect(trainer.get_by_text("30 of 30 have answered.")).to_be_visible()
    given = [answer.choice for answer in workshop.store.answers(workshop.room, 1)]
    assert (given.count(GOOD), given.count(bad), len(given)) == (11, 19, 30)
    press(trainer, "Close the vote")
    at(people[0], "room_hold")
    press(trainer, "Show how the room decided")
    at(people[0], "room_reveal")
    for page in (trainer, people[0]):
        assert _counts(page) == {GOOD: 11, bad: 19} | dict.fromkeys(set(choices) - {GOOD, bad}, 0), page.url
    assert_accessible(people[0])
    assert_no_sideways_scroll(people[0])
    assert_accessible(trainer)
    for page in (trainer, people[0]):
        assert [*bars.contrast(page), *bars.targets(page), *bars.names(page)] == []
    trainer.set_viewport_size({"width": 320, "height": 3600})
    assert_no_sideways_scroll(trainer)
    trainer.set_viewport_size({"width": 1280, "height": 2600})
    wall = workshop.open("facilitator?projector=1#key=" + workshop.key)
    at(wall, "projector")
    assert _counts(wall)[GOOD] == 11 and "Quiet Hare" not in wall.inner_text("main")
    assert_accessible(wall)
    press(trainer, "Go to the discussion")
    heading(trainer, "Question 1: talk it over")
    press(trainer, "Open a second vote")
    heading(trainer, "Question 1: decide again")
    loop.do(vote_all(2, good=25))
    for page in people:
        vote(page, GOOD)
    press(trainer, "Close the vote")
    press(trainer, "Show how the room decided")
    heading(trainer, "Question 1: how the room decided")
    expect(trainer.get_by_text("Of 30 who voted both times, 19 changed their answer.")).to_be_visible()
    press(trainer, "Give feedback and show the law")
    at(people[1], "room_feedback")
    expect(people[1].get_by_text("Best choice")).to_be_visible()
    assert_accessible(people[1])
    trainer.evaluate("document.activeElement.blur()")
    tab_to(trainer, "", "radio", most=60)  # the answer with most votes is marked
    assert trainer.evaluate("document.activeElement.value") == GOOD
    press(trainer, "Go on")
    heading(trainer, "Question 2")
    at(people[1], "room_read")
    press(trainer, "Look back")
    at(people[1], "room_debrief")
    assert_accessible(people[1])
    assert_accessible(trainer)
    loop.do(_seen(scripted[3], "room_debrief"))
    workshop.people, workshop.trainer = people, trainer  # type: ignore[attr-defined]
    for client in scripted:
        loop.loop.call_soon_threadsafe(client.close)


async def _seen(client: RoomClient, kind: str) -> dict[str, Any]:
    await client.shows(kind)
    return client.view


def _counts(page: Page) -> dict[str, int]:
    """Return the counts of the table of votes, by choice, as a person reads them."""
    rows = page.locator(".sendsim-votes tbody tr").all()
    told = {row.locator("th").inner_text(): int(row.locator("td").nth(-2).inner_text()) for row in rows}
    from sendsim.training.matter import Matter
    from sendsim.training.scenario import load_scenario

    ids = [item.id for item in Matter(load_scenario("refusal-to-assess"), "mediation_adviser").choices(())]
    return {ids[ord(text[0]) - 65]: number for text, number in told.items()}


def test_a_page_that_is_loaded_again_finds_its_seat_and_its_old_kernel_ends(workshop: Workshop) -> None:
    page: Page = workshop.people[2]  # type: ignore[attr-defined]
    name = page.locator(".sendsim-who").inner_text()
    before = workshop.kernels()
    page.reload()
    at(page, "room_debrief")
    assert page.locator(".sendsim-who").inner_text() == name
    limit = time.monotonic() + 20
    while workshop.kernels() > before and time.monotonic() < limit:
        time.sleep(0.2)
    assert workshop.kernels() <= before, "the kernel of the page before has ended"


def test_kernels_end_when_people_leave_and_the_server_leaves_nothing_behind(workshop: Workshop) -> None:
    pages = [*workshop.people, workshop.trainer]  # type: ignore[attr-defined]
    before = workshop.kernels()
    for page in pages:
        with page.expect_event("close", timeout=5000):
            page.close(run_before_unload=True)
    limit = time.monotonic() + 20
    while workshop.kernels() > before - len(pages) and time.monotonic() < limit:
        time.sleep(0.2)
    assert workshop.kernels() <= before - len(pages)
    assert_clean_console_of(workshop)
    workshop.end()
    assert workshop.left == []
    assert workshop.process.returncode == 0, workshop.log()[-2000:]


def assert_clean_console_of(workshop: Workshop) -> None:
    """No page logged an error or asked another host."""
    for visit in workshop.visits:
        assert_clean_console(visit)
