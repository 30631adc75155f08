"""Request and answer with real processes: what goes well, and everything that may not."""

from __future__ import annotations

import asyncio
import math
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_headroom.helpers.helper import HelperProcess
from jupyterlab_headroom.helpers.outcome import Answer, Failure, Outcome
from jupyterlab_headroom.helpers.running import RunningHelper
from tests.unit.helpers.conftest import SETTINGS, MakeHelper

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="helpers run on Linux")

#: Far longer than anything here takes.
LONG = 30.0


def failure(outcome: Outcome) -> Failure:
    assert isinstance(outcome, Failure), outcome
    return outcome


def answered(outcome: Outcome) -> Any:
    assert isinstance(outcome, Answer), outcome
    return outcome.value


@pytest.mark.parametrize("value", [None, 1, "ä\ud800", [1.5, {"a": [True]}], "x" * 3_000_000])
def test_an_answer_comes_back(make_helper: MakeHelper, value: object) -> None:
    assert make_helper().ask(["echo", value], LONG) == Answer(value)


def test_one_process_serves_many_and_from_any_thread(make_helper: MakeHelper) -> None:
    helper = make_helper()
    waiters = [helper.submit(["echo", number], LONG) for number in range(50)]
    assert [waiter.result(LONG) for waiter in waiters] == [Answer(n) for n in range(50)]


async def await_answers(helper: HelperProcess) -> list[Outcome]:
    waiters = [asyncio.wrap_future(helper.submit(["echo", n], LONG)) for n in range(3)]
    waiters[1].cancel()
    return [await waiters[0], await waiters[2]]


def test_the_event_loop_waits_without_being_blocked(make_helper: MakeHelper) -> None:
    assert asyncio.run(await_answers(make_helper())) == [Answer(0), Answer(2)]


@pytest.mark.parametrize(
    ("request_", "reason", "words"),
    [
        (["crash"], "crashed", "SIGSEGV"),
        (["raise"], "crashed", "RuntimeError: no luck today"),
        (["eat"], "memory", "more memory"),
        (["large", 5_000_000], "too-large", "5000013 bytes"),
        (["garbage", "\x00\x00\x00\x05hello"], "garbage", "no message"),
        (["garbage", "\x00\x00\x00\x02[]"], "garbage", "no message"),
        (["garbage", '\x00\x00\x00\x0b["order",1]'], "garbage", "out of turn"),
        (["garbage", "GET / HTTP/1.1"], "too-large", "1195725856 bytes"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_goes_wrong_is_told_and_the_next_is_served(
    make_helper: MakeHelper, request_: list[object], reason: str, words: str
) -> None:
    helper = make_helper()
    outcome = failure(helper.ask(request_, LONG))
    assert outcome.reason == reason
    assert words in outcome.message
    assert helper.ask(["echo", "next"], LONG) == Answer("next")


def test_a_second_answer_is_never_taken_for_the_next(make_helper: MakeHelper) -> None:
    helper = make_helper()
    assert helper.ask(["twice"], LONG) == Answer(1)
    assert helper.ask(["echo", "next"], LONG) != Answer(2)
    assert helper.ask(["echo", "one more"], LONG) == Answer("one more")


def test_who_works_on_is_stopped_by_the_cpu_limit(make_helper: MakeHelper) -> None:
    helper = make_helper(cpu_seconds=1)
    assert failure(helper.ask(["spin"], LONG)).reason == "cpu"


def test_the_cpu_limit_is_for_each_message(make_helper: MakeHelper) -> None:
    helper = make_helper(cpu_seconds=1)
    pids = set()
    for _ in range(4):  # together far more than any one of them may use
        assert answered(helper.ask(["work", 0.7], LONG)) == "done"
        pids.add(helper.pid)
    assert len(pids) == 1


def test_who_hangs_is_killed_at_the_deadline(make_helper: MakeHelper) -> None:
    helper = make_helper()
    helper.ask(["echo", 0], LONG)
    pid = helper.pid
    began = time.monotonic()
    assert failure(helper.ask(["hang"], 0.3)).reason == "timeout"
    assert time.monotonic() - began < LONG / 2
    assert not Path(f"/proc/{pid}").exists()


def test_who_waits_behind_a_long_request_does_not_kill_it(make_helper: MakeHelper) -> None:
    helper = make_helper()
    helper.ask(["echo", 0], LONG)
    first = helper.submit(["hang"], 1.5)
    assert failure(helper.ask(["echo", 1], 0.3)).reason == "busy"
    assert not first.done()
    assert failure(first.result(LONG)).reason == "timeout"


def test_a_deadline_may_be_never(make_helper: MakeHelper) -> None:
    helper = make_helper()
    assert helper.submit(["echo", 1], math.inf).result(LONG) == Answer(1)
    assert helper.submit(["echo", 2], math.inf).result(LONG) == Answer(2)


def test_none_is_started_while_several_cannot_be_killed(
    make_helper: MakeHelper, monkeypatch: pytest.MonkeyPatch
) -> None:
    end, is_gone = RunningHelper.end, RunningHelper.is_gone

    def end_in_vain(helper: RunningHelper, grace_seconds: float) -> None:
        end(helper, grace_seconds)

    monkeypatch.setattr(RunningHelper, "end", end_in_vain)
    monkeypatch.setattr(RunningHelper, "is_gone", lambda helper: False)
    helper = make_helper()
    for _ in range(3):
        assert failure(helper.ask(["crash"], LONG)).reason == "crashed"
    assert failure(helper.ask(["echo", 1], 1.0)).reason == "busy"
    monkeypatch.setattr(RunningHelper, "is_gone", is_gone)
    assert helper.ask(["echo", 1], LONG) == Answer(1)


def test_a_huge_message_is_refused_before_it_is_sent(make_helper: MakeHelper) -> None:
    helper = make_helper(max_message_bytes=1000)
    assert failure(helper.ask(["echo", "x" * 1000], LONG)).reason == "too-large"
    assert helper.pid is None


@pytest.mark.parametrize("value", [{1, 2}, float("nan"), object()])
def test_what_is_no_json_is_refused(make_helper: MakeHelper, value: object) -> None:
    assert failure(make_helper().ask(value, LONG)).reason == "not-json"


def test_the_queue_has_an_end(make_helper: MakeHelper) -> None:
    helper = make_helper(max_waiting_bytes=200_000)
    helper.ask(["echo", 0], LONG)
    hanging = helper.submit(["hang"], 1.0)
    outcomes = [helper.tell(["note", "x" * 50_000]) for _ in range(20)]
    refused = [outcome.reason for outcome in outcomes if outcome is not None]
    assert refused
    assert set(refused) == {"full"}
    assert failure(hanging.result(LONG)).reason == "timeout"


def test_a_program_that_is_not_there(make_helper: MakeHelper, tmp_path: Path) -> None:
    outcome = failure(make_helper(program=tmp_path / "none.py").ask(1, LONG))
    assert outcome.reason == "crashed"
    assert "FileNotFoundError" in outcome.message


def test_an_interpreter_that_is_not_there(
    make_helper: MakeHelper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    helper = make_helper()
    assert failure(helper.ask(1, LONG)).reason == "not-started"
    monkeypatch.setattr("sys.executable", None)
    assert failure(helper.ask(1, LONG)).reason == "not-started"


def test_what_it_inherits(
    make_helper: MakeHelper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JUPYTER_TOKEN", "secret")
    with (tmp_path / "open.txt").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        helper = make_helper()
        about = answered(helper.ask(["about"], LONG))
    # The interpreter itself sets LC_CTYPE where there is no locale.
    assert set(about["environment"]) <= {"LC_CTYPE", "LD_LIBRARY_PATH"}
    assert about["directory"] == "/"
    assert about["modules"] == []
    assert about["session"] is True
    kinds = sorted(target.split(":")[0] for target in about["files"].values())
    assert kinds == ["/dev/null"] * 3 + ["pipe", "pipe"]
    assert answered(helper.ask(["print"], LONG)) == "printed"


def test_an_idle_helper_is_small(make_helper: MakeHelper) -> None:
    rss_kib = answered(make_helper().ask(["about"], LONG))["rss_kib"]
    sys.stdout.write(f"an idle helper: RssAnon + RssShmem = {rss_kib / 1024:.1f} MiB")
    assert rss_kib <= 12 * 1024


def test_the_servers_directory_may_be_gone(
    make_helper: MakeHelper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert make_helper().ask(["echo", 1], LONG) == Answer(1)


def test_the_settings_have_room_for_an_interpreter() -> None:
    assert SETTINGS.address_space_bytes > 64 * 1024 * 1024
