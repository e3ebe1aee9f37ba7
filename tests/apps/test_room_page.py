"""The participant's and the trainer's page of a live room, driven by what a browser sends, on one store."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sendsim.apps.facilitator import FacilitatorPage
from sendsim.apps.room import RoomPage
from sendsim.training.interface import FOLDER, languages, texts, values_in
from sendsim.training.migrations import prepare
from sendsim.training.store import Store

BEST = ("in-time", "in-limit", "later-of-two", "not-here", "reread", "two-weeks")
ASSETS = Path(__file__).parents[2] / "sendsim" / "apps" / "controls" / "assets"


class Tab:
    """A browser tab: it sends what a person does and keeps what it is told to keep."""

    def __init__(self, page: Any, search: str = "", hash_: str = "", kept: dict[str, str] | None = None) -> None:
        self.page = page
        self.kept = kept if kept is not None else {}
        self.said: list[str] = []
        self.files: list[tuple[str, bytes]] = []
        page.player.send = self._receive
        page.player._heard("hello", {"search": search, "hash": hash_, "kept": dict(self.kept)})
        self._keep()

    def _receive(self, content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        if content.get("event") == "said":
            self.said.append(content["text"])
        elif content.get("event") == "file" and buffers:
            self.files.append((content["name"], buffers[0]))

    def _keep(self) -> None:
        self.kept.update(self.view.get("keep") or {})

    def act(self, act: str, **values: Any) -> dict[str, Any]:
        self.page.player._heard("act", {"act": act, "turn": self.page.player.turn, **values})
        self._keep()
        return self.view

    def look(self) -> dict[str, Any]:
        """Do what the page does once a second."""
        self.page.poll()
        return self.view

    @property
    def view(self) -> dict[str, Any]:
        return dict(self.page.player.view)

    @property
    def kind(self) -> str:
        return str(self.view["kind"])

    @property
    def error(self) -> str:
        return str((self.view.get("error") or {}).get("text", ""))

    @property
    def live(self) -> dict[str, Any]:
        return dict(self.page.player.live)


class Room:
    """A room with its store, its trainer and whoever joins."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.store = Store(where)
        self.record, self.key = self.store.open_room(seats=12)
        self.trainer = Tab(FacilitatorPage(Store(where)), hash_=f"#key={self.key}")

    def join(self, name: str, work: str = "school", **kept: str) -> Tab:
        tab = Tab(RoomPage(Store(self.where)), search=f"?code={self.record.code}", kept=kept)
        assert tab.kind == "room_join"
        tab.act("join", name=name, work=work)
        return tab

    def crowd(self, number: int) -> list[Tab]:
        return [self.join(f"Quiet Hare {n}", ("school", "family")[n % 2]) for n in range(number)]

    def begin(self, scenario: str = "refusal-to-assess", own: bool = False) -> None:
        self.trainer.act("choose", scenario=scenario, role="mediation_adviser", own=own)
        self.trainer.act("move", kind="start")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    where = str(tmp_path / "rooms.sqlite3")
    prepare(where)
    made = Room(where)
    yield made
    made.store.close()


def test_a_participants_page_is_light() -> None:
    code = (
        "import sys; import sendsim.apps.room as r; r.build()\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('pandas', 'numpy', 'matplotlib', 'scipy', 'numba')"
        " or m.startswith(('sendsim.caseload', 'sendsim.planning', 'sendsim.evidence', 'sendsim.charts'))])"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert told.strip() == "[]"


def test_a_question_goes_round_for_the_whole_room(room: Room) -> None:
    room.begin()
    tabs = room.crowd(6)
    assert {tab.kind for tab in tabs} == {"room_read"}
    room.trainer.act("move", kind="vote")
    first = tabs[0].look()["scene"]["choices"][0]["id"]
    for tab in tabs:
        assert tab.look()["kind"] == "room_vote" and "grade" not in str(tab.view["scene"]["choices"])
        tab.act("vote", ballot=1, choice=BEST[0] if tab is not tabs[0] else first)
    kept = {answer.seat: answer.choice for answer in room.store.answers(room.record.id, 1)}
    assert list(kept.values()).count(BEST[0]) == 5 and len(kept) == 6
    assert tabs[0].said == ["Your answer is kept: A. You may change it until the vote closes."]
    assert tabs[0].live["mine"] == {"id": first, "letter": "A"}
    turn = tabs[0].page.player.turn
    tabs[0].act("vote", ballot=1, choice=BEST[0])
    assert tabs[0].page.player.turn == turn, "an answer moves no focus"
    room.trainer.look()
    assert room.trainer.live["answered"] == "6 of 6 have answered."
    assert room.trainer.view["split"] is None, "nobody sees the split while the vote is open"
    room.trainer.act("move", kind="hold")
    assert tabs[0].act("vote", ballot=1, choice=first)["kind"] == "room_hold"
    assert {a.choice for a in room.store.answers(room.record.id, 1)} == {BEST[0]}
    room.trainer.act("move", kind="reveal")
    rows = {row["id"]: row["n"] for row in tabs[1].look()["split"]["rows"]}
    assert rows[BEST[0]] == 6 and sum(rows.values()) == 6
    assert "grade" not in str(tabs[1].view["split"]), "the split judges nobody"
    room.trainer.act("move", kind="discuss")
    room.trainer.act("move", kind="vote")
    assert tabs[2].look()["round"] == 2 and tabs[2].live["mine"] is None
    for tab in tabs:
        tab.act("vote", ballot=2, choice=first) if tab is tabs[0] else tab.act("vote", ballot=2, choice=BEST[0])
    room.trainer.act("move", kind="hold")
    split = room.trainer.act("move", kind="reveal")["split"]
    assert split["shift"] == {"changed": 1, "both": 6} and split["before"]
    room.trainer.act("move", kind="feedback")
    assert tabs[1].look()["answered"]["grade"] == "best" and tabs[0].look()["answered"]["grade"] != "best"
    assert room.trainer.view["favourite"] == BEST[0]
    room.trainer.act("move", kind="go_on", choice=BEST[0])
    assert tabs[1].look()["number"] == 2


def test_the_whole_session_ends_with_each_ones_own_record(room: Room) -> None:
    room.begin()
    tabs = room.crowd(5)
    for number, choice in enumerate(BEST, 1):
        room.trainer.act("move", kind="vote")
        for tab in tabs:
            choices = [item["id"] for item in tab.look()["scene"]["choices"]]
            wrong = next(item for item in choices if item != choice)
            tab.act("vote", ballot=number, choice=wrong if number == 1 and tab is not tabs[0] else choice)
        for kind in ("hold", "reveal", "feedback"):
            room.trainer.act("move", kind=kind)
        room.trainer.act("move", kind="go_on", choice=choice)
    assert room.trainer.view["phase"] == "debrief"
    assert len(room.trainer.view["path"]) == len(BEST)
    worst = room.trainer.view["missed"][0]
    assert worst["words"].endswith("1 of 5 chose a good answer") or "of 5 chose a good answer" in worst["words"]
    assert worst["good"][0]["why"]["rules"], "with the rule behind it"
    view = tabs[0].look()
    assert view["kind"] == "room_debrief" and len(view["mine"]) == len(BEST) and view["questions"]
    tabs[0].act("record")
    (name, data) = tabs[0].files[0]
    assert name == "my-answers.html" and "Quiet Hare 0" in data.decode() and "Quiet Hare 1" not in data.decode()
    for tab in tabs[:4]:
        tab.act("form", useful=5, sure=4, keep="Name every route", better="")
    room.trainer.look()
    assert room.trainer.live["forms"] == {"n": 4, "rows": None, "words": []}
    tabs[4].act("form", useful=3, sure=4, keep="", better="More time")
    room.trainer.look()
    forms = room.trainer.live["forms"]
    assert forms["rows"][0]["counts"] == [0, 0, 1, 0, 4] and "More time" in forms["words"]
    assert tabs[4].act("form", useful=9, sure=4)["error"]["text"] == "Choose an answer to both questions."
    room.trainer.act("ask", what="end")
    room.trainer.act("move", kind="end")
    assert tabs[0].look()["ended"] is True
    late = Tab(RoomPage(Store(room.where)), search=f"?code={room.record.code}")
    assert "has ended" in late.act("join", name="Late Otter", work="other")["error"]["text"]


def test_everybody_finds_their_seat_again_whatever_died(room: Room) -> None:
    room.begin()
    tab = room.join("Copper Heron")
    room.trainer.act("move", kind="vote")
    tab.look()
    tab.act("vote", ballot=1, choice=BEST[0])
    again = Tab(RoomPage(Store(room.where)), search=f"?code={room.record.code}", kept=tab.kept)
    assert again.kind == "room_vote" and again.live["mine"]["id"] == BEST[0] and again.view["name"] == "Copper Heron"
    stranger = Tab(RoomPage(Store(room.where)), kept={"sendsim-room": "x" * 22})
    assert stranger.kind == "room_code"
    trainer = Tab(FacilitatorPage(Store(room.where)), kept=room.trainer.kept)
    assert trainer.view["phase"] == "vote"


def test_nothing_is_shown_before_the_key_and_the_projector_changes_nothing(room: Room) -> None:
    for hash_ in ("", "#key=wrong-key-wrong-key-1", "#key=" + "x" * 400):
        tab = Tab(FacilitatorPage(Store(room.where)), hash_=hash_)
        assert tab.kind == "trainer_key" and room.record.code not in str(tab.view)
        for act, values in (
            ("move", {"kind": "end"}),
            ("delete", {}),
            ("retain", {"days": 1}),
            ("save", {"as": "csv"}),
        ):
            assert tab.act(act, **values)["kind"] == "trainer_key"
    assert "opens no room" in Tab(FacilitatorPage(Store(room.where)), hash_="#key=wrong-key-wrong-key-1").error
    assert room.store.moves(room.record.id) == ()
    wall = Tab(FacilitatorPage(Store(room.where)), search="?projector=1", kept=room.trainer.kept)
    assert wall.kind == "projector" and wall.act("move", kind="end")["kind"] == "projector"
    room.begin()
    tabs = room.crowd(5)
    room.trainer.act("move", kind="vote")
    assert wall.look()["phase"] == "vote" and "Quiet Hare" not in str(wall.view) + str(wall.live)
    for tab in tabs:
        tab.look()
        tab.act("vote", ballot=1, choice=BEST[0])
    room.trainer.act("move", kind="hold")
    assert wall.look()["split"] is None, "the wall shows the split only when the trainer does"
    room.trainer.act("move", kind="reveal")
    assert wall.look()["split"]["shown"] and "Quiet Hare" not in str(wall.view) + str(wall.live)
    room.trainer.act("move", kind="law", shown=True)
    assert wall.look()["law"] and tabs[0].look()["law"]
    assert room.trainer.act("lock")["kind"] == "trainer_key" and room.trainer.kept["sendsim-trainer"] == ""


def test_wrong_codes_make_a_page_wait(room: Room) -> None:
    tab = Tab(RoomPage(Store(room.where)))
    for _ in range(5):
        assert (
            "No room has this code"
            in tab.act("find", code="bado-bado" if room.record.code != "bado-bado" else "x")["error"]["text"]
        )
    assert "Wait a minute" in tab.act("find", code=room.record.code)["error"]["text"]
    assert tab.kind == "room_code"


def test_what_a_browser_makes_up_changes_nothing(room: Room) -> None:
    room.begin()
    tab = room.join("Copper Heron")
    room.trainer.act("move", kind="vote")
    tab.look()
    for values in (
        {"ballot": 1, "choice": "made-up"},
        {"ballot": 1, "choice": 7},
        {"ballot": 2, "choice": BEST[0]},
        {},
    ):
        tab.act("vote", **values)
    assert room.store.answers(room.record.id) == ()
    for act in ("move", "delete", "retain", "save", "key", "__class__", "nonsense"):
        tab.act(act, kind="end", days=1)
    assert room.store.stamp(room.record.id)[0] == 3 and tab.kind == "room_vote"
    assert tab.page.player.check is not None
    for kind in ("choose", "nonsense", "jump"):
        assert room.trainer.act("move", kind=kind, scenario="x")["error"]["text"]
    assert room.trainer.act("move", kind="timer", minutes="soon")["error"]["field"] == "minutes"
    assert room.trainer.act("jump", to="99")["error"]["text"].startswith("That is not a question")
    assert room.trainer.act("retain", days=0)["error"]["text"].endswith("days from 1 to 365.")


def test_tables_decide_together(room: Room) -> None:
    room.trainer.act("move", kind="desks", count=2)
    room.begin()
    tabs = room.crowd(6)
    tabs[5].act("desk", desk=1)
    room.trainer.act("move", kind="vote")
    for tab in tabs:
        tab.look()
    at_one = [tab for tab in tabs if tab.view["desk"] == 1]
    assert len(at_one) == 4 and all(tab.view["desk_vote"] for tab in tabs)
    at_one[0].act("vote", ballot=1, choice=BEST[0])
    assert at_one[1].page.refresh() is None and at_one[1].live["mine"]["id"] == BEST[0], (
        "the table's answer is seen at it"
    )
    room.trainer.look()
    assert room.trainer.live["answered"] == "1 of 2 tables have answered."


def test_own_pace_keeps_every_decision_and_shows_the_trainer_how_far_people_are(room: Room) -> None:
    tab = room.join("Copper Heron")
    assert tab.kind == "room_wait"
    room.begin(own=True)
    assert tab.look()["kind"] == "scene"
    tab.act("choose", beat=tab.view["beat"], choice=BEST[0])
    assert tab.kind == "feedback"
    again = Tab(RoomPage(Store(room.where)), kept=tab.kept)
    assert again.kind == "scene" and again.view["beat"] != "phone"
    for choice in BEST[1:]:
        again.act("choose", beat=again.view["beat"], choice=choice)
        again.act("next")
    assert again.kind == "end"
    room.trainer.look()
    assert "at the end" in room.trainer.live["people"]["list"][0]["note"]
    room.trainer.act("move", kind="names", hidden=True)
    assert room.trainer.live["people"]["list"] == [] and "Copper" not in str(room.trainer.view)


def test_questions_for_later_a_nudge_and_a_timer_reach_the_other_side(room: Room) -> None:
    tab = room.join("Copper Heron")
    tab.act("park", text="Who pays for the mediation?")
    room.trainer.look()
    (item,) = room.trainer.live["parked"]
    assert item["text"] == "Who pays for the mediation?" and "Copper" not in str(item)
    room.trainer.act("settle", id=item["id"], settled=True)
    assert room.trainer.live["parked"][0]["settled"]
    room.trainer.act("unpark", id=item["id"])
    assert room.trainer.live["parked"] == []
    room.begin()
    room.trainer.act("move", kind="vote")
    tab.look()
    turn = tab.page.player.turn
    room.trainer.act("move", kind="nudge")
    room.trainer.act("move", kind="timer", minutes=5)
    tab.look()
    assert tab.live["nudge"] == 1 and 290 <= tab.live["timer"]["left"] <= 300
    assert tab.page.player.turn == turn, "neither moves the focus of somebody who reads"


def test_leaving_and_deleting_take_everything_away(room: Room) -> None:
    tab, other = room.join("Copper Heron"), room.join("Amber Wren")
    assert tab.act("leave_ask")["kind"] == "room_leave"
    tab.act("leave")
    assert tab.view["kind"] == "room_gone" and tab.view["seat"] and tab.kept["sendsim-room"] == ""
    assert [seat.name for seat in room.store.seats(room.record.id)] == ["Amber Wren"]
    room.trainer.act("ask", what="delete")
    room.trainer.act("delete")
    assert room.trainer.kind == "trainer_gone" and room.store.rooms() == ()
    assert other.look()["kind"] == "room_gone"
    assert b"Amber Wren" not in Path(room.where).read_bytes()


def test_a_second_window_of_the_trainer_is_told_that_the_room_has_moved(room: Room) -> None:
    second = Tab(FacilitatorPage(Store(room.where)), kept=room.trainer.kept)
    room.begin()
    room.trainer.act("move", kind="vote")
    second.act("choose", scenario="refusal-to-assess", role="mediation_adviser", own=False)
    assert "moved on in another window" in second.error and second.view["phase"] == "vote"


def _keys_used() -> set[str]:
    source = "".join(
        (ASSETS / f"{name}.js").read_text(encoding="utf-8") for name in ("room-parts", "room-views", "trainer-views")
    )
    return set(re.findall(r'ctx\.t(?:\.count)?\("([a-z_.]+)"[,)]', source))


def test_every_word_of_the_pages_is_in_the_catalogue() -> None:
    have: Callable[[str], bool] = lambda key: key in words or f"{key}.other" in words  # noqa: E731
    words = texts("en-GB", "room", "trainer").words
    assert [key for key in sorted(_keys_used()) if not have(key)] == []
    base = texts("en-GB").words
    for name in ("room", "trainer"):
        folder = FOLDER.with_name(f"interface_{name}")
        assert {path.stem for path in folder.glob("*.json")} == set(languages())
        own = texts("en-GB", name).words
        assert all(values_in(own[key]) == values_in(base[key]) for key in base)


def _vote_through(room: Room, tabs: list[Tab], pick: Callable[[Tab, list[Any]], str], most: int = 20) -> None:
    """Vote through all that the room works on; the room goes on with the first answer."""
    for _ in range(most):
        if room.trainer.view["phase"] == "debrief":
            return
        room.trainer.act("move", kind="vote")
        ballot = len([m for m in room.store.moves(room.record.id) if m.kind == "vote"])
        here = room.trainer.page._matter()
        choices = list(here.choices(room.trainer.page.state.path))
        for tab in tabs:
            tab.look()
            tab.act("vote", ballot=ballot, choice=pick(tab, choices))
        room.trainer.act("move", kind="hold")
        room.trainer.act("move", kind="feedback")
        room.trainer.act("move", kind="go_on", choice=choices[0].id)
    raise AssertionError("it never ended")


def _good(choices: list[Any]) -> str:
    return next(item.id for item in choices if item.grade.good)


def _bad(choices: list[Any]) -> str:
    return next(item.id for item in choices if not item.grade.good)


def test_a_question_set_before_and_after_shows_what_changed_with_its_interval(room: Room) -> None:
    tabs = room.crowd(6)
    sets = [item for item in room.trainer.look()["scenarios"] if item["id"].startswith("bank-")]
    assert len(sets) == 22 and sets[0]["title"].startswith("Question set: ")
    bank = sets[0]["id"][:-2]
    for form, pick in (("a", lambda tab, choices: _bad(choices)), ("b", lambda tab, choices: _good(choices))):
        role = next(item for item in sets if item["id"] == f"{bank}-{form}")["roles"][0][0]
        room.trainer.act("choose", scenario=f"{bank}-{form}", role=role, own=False)
        room.trainer.act("move", kind="start")
        _vote_through(room, tabs, pick)
    (gain,) = room.trainer.view["learned"]
    assert "6 people took both tests. Good answers before 0 %, after 100 %: a change of 100 points" in gain["line"]
    assert len(gain["rows"]) == 5 and all(row[1:5] == [6, "0", "100", "100"] for row in gain["rows"])
    low = int(gain["rows"][0][5].split(" to ")[0])
    assert 0 < low < 100, "six people leave the interval wide"


def test_what_is_taken_away_names_nobody_and_runs_nothing(room: Room) -> None:
    import csv
    import io

    from openpyxl import load_workbook

    room.begin()
    tabs = room.crowd(8)
    tabs[0].act("park", text="=HYPERLINK(1)")
    _vote_through(room, tabs, lambda tab, choices: _bad(choices) if tab is tabs[0] else _good(choices))
    for kind in ("csv", "xlsx", "pdf"):
        room.trainer.act("save", **{"as": kind})
    files = dict(room.trainer.files)
    table = list(csv.DictReader(io.StringIO(files["room.csv"].decode("utf-8-sig"))))
    first = [row for row in table if row["question"] == "1"]
    assert [(row["grade"], row["votes"]) for row in first] == [("best", "7"), ("", "1")]
    assert first[1]["text"] == "all answers that one or two chose" and first[0]["answered"] == "8"
    book = load_workbook(io.BytesIO(files["room.xlsx"]))
    assert set(book.sheetnames) == {"votes", "questions", "feedback", "learning"}
    cell = book["questions"]["A2"]
    assert (cell.value, cell.data_type) == ("'=HYPERLINK(1)", "s")
    assert files["room.pdf"].startswith(b"%PDF")
    for name, data in files.items():
        assert b"Quiet Hare" not in data, name
    texts_ = [str(c.value) for sheet in book for line in sheet.iter_rows() for c in line]
    assert not any("Quiet Hare" in text for text in texts_)


def test_the_rooms_choices_are_put_to_the_model_once_five_people_have_voted(room: Room) -> None:
    room.begin()
    tabs = room.crowd(5)
    assert room.trainer.act("follow", authority="Kirklees")["error"]["text"].startswith("No vote of at least five")
    _vote_through(room, tabs, lambda tab, choices: _good(choices))
    assert room.trainer.view["follows"]
    asked: list[Any] = []

    async def answer(question: Any) -> dict[str, Any]:
        asked.append(question)
        return {"authority": question["authority"]}

    room.trainer.page.ask = answer
    room.trainer.act("follow", authority=" Kirklees ")
    assert asked[0]["authority"] == "Kirklees" and asked[0]["room"].keys() == asked[0]["best"].keys()
    assert all(-1 <= share <= 1 for share in asked[0]["room"].values())
    assert room.trainer.live["follow"] == {"state": "done", "answer": {"authority": "Kirklees"}}
