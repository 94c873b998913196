"""The crash proof at its smallest, and what it would miss: traces and diaries that are wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from proofs.crash.judging import Verdict
from proofs.crash.syncing import Call, Synced, calls, count, is_sync

ROOT = Path(__file__).parents[2]
WAL = "9</home/pg/pg_wal/000000010000000000000001>) = 0 "
GOOD = Verdict(acknowledged=9, refused=1, unanswered_but_kept=1, lost=0, doubled=0, unasked=0, half=0)


@pytest.mark.slow
def test_one_round_loses_nothing_and_its_controls_are_caught(tmp_path: Path) -> None:
    found = tmp_path / "found.json"
    command = [sys.executable, "-m", "proofs.crash", "--rounds", "1", "--commits", "20", "--json", str(found)]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, timeout=300, check=False
    )
    assert found.exists(), done.stdout + done.stderr
    results = json.loads(found.read_text(encoding="utf-8"))
    claim, control = results["R1"]["claim"], results["R1"]["control_synchronous_commit_off"]
    assert claim["acknowledged"] > 0
    assert [claim[name] for name in ("lost", "doubled", "unasked", "half")] == [0, 0, 0, 0]
    assert control["lost"] > 0
    if "not_shown" in results["R3"]:
        pytest.skip(f"R3 was not shown: {results['R3']['not_shown']}")
    assert results["R3"]["claim"] == {"commits": 20, "after_sync": 20}
    assert results["R3"]["control_fsync_off"] == {"commits": 20, "after_sync": 0}


def call(name: str, began: float, ended: float, rest: str) -> Call:
    return Call(name, began, ended, rest)


ASKED = call("recvfrom", 1.0, 1.1, '9<socket:[1]>, "Q\\0\\0\\0\\vCOMMIT\\0"')
TOLD = call("sendto", 2.0, 2.1, '9<socket:[1]>, "C\\0\\0\\0\\vCOMMIT\\0Z"')
SYNC = call("fdatasync", 1.3, 1.6, WAL)


@pytest.mark.parametrize(
    ("syncs", "after"),
    [
        ([SYNC], 1),
        ([], 0),
        ([call("fdatasync", 1.0, 1.6, WAL)], 0),  # begun before there was anything to sync
        ([call("fdatasync", 1.3, 2.05, WAL)], 0),  # ended after the answer
    ],
)
def test_a_commit_counts_only_with_a_sync_between_question_and_answer(syncs: list[Call], after: int) -> None:
    assert count([ASKED, *syncs, TOLD], syncs) == Synced(commits=1, after_sync=after)


def test_only_a_sync_of_the_log_that_succeeded_is_one() -> None:
    assert is_sync(SYNC)
    assert not is_sync(call("fdatasync", 1.3, 1.6, "9</home/pg/base/1/2>) = 0 "))
    assert not is_sync(call("fdatasync", 1.3, 1.6, WAL.replace("= 0", "= -1 EIO (Input/output error)")))
    assert not is_sync(call("sendto", 1.3, 1.6, WAL))


def test_a_trace_is_read(tmp_path: Path) -> None:
    trace = tmp_path / "calls.7"
    trace.write_text(
        '1795628346.284716 recvfrom(9<socket:[12]>, "Q\\0\\0\\0\\vCOMMIT\\0", 8192, 0, NULL, NULL) = 12 <0.000006>\n'
        "1795628346.285000 fdatasync(5</home/pg/pg_wal/000000010000000000000001>) = 0 <0.001000>\n"
        "1795628346.285100 recvfrom(9, <unfinished ...>\n"
        "+++ exited with 0 +++\n",
        encoding="utf-8",
    )
    first, second = calls(trace)
    assert (first.name, "COMMIT" in first.rest) == ("recvfrom", True)
    assert is_sync(second)
    assert second.ended - second.began == pytest.approx(0.001, abs=1e-5)
    assert calls(tmp_path / "none") == []


@pytest.mark.parametrize("fault", ["lost", "doubled", "unasked", "half"])
def test_one_fault_is_enough(fault: str) -> None:
    counts = {name: getattr(GOOD, name) for name in Verdict.__dataclass_fields__}
    assert GOOD.clean
    assert not Verdict(**(counts | {fault: 1})).clean
    assert not Verdict(**(counts | {"acknowledged": 0})).clean
