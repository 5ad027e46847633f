"""The torture's own judgement: what is lost or doubled is found, what is whole is not complained about."""

import copy
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Benchmarks"))

from torture import faults, report  # noqa: E402
from torture.house import short_key, sm3  # noqa: E402
from torture.ledger import Facts, Ledger, judge  # noqa: E402

CASE, FILE, DIGEST, NUMBER = "c-1", "f-1", "d" * 64, "XZ2026112501310003"


@pytest.fixture
def ledger():
    ledger = Ledger()
    ledger.case("torture-1", number=NUMBER, files=[(FILE, DIGEST)])
    ledger.step("torture-1", "accepted", 1)
    ledger.step("torture-1", "examined", 2)
    return ledger


@pytest.fixture
def facts():
    return Facts(
        cases={"torture-1": [(CASE, NUMBER, 3)]}, events={CASE: ["submitted", "accepted", "examined"]},
        files={CASE: [(FILE, DIGEST)]}, messages={(CASE, "submitted"): ["sent"], (CASE, "accepted"): ["sent"]},
        numbers=[NUMBER], stored={DIGEST})


def test_a_whole_house_is_not_complained_about(ledger, facts):
    assert judge(ledger, facts) == []
    assert ledger.counts() == {"case": 1, "file": 1, "step accepted": 1, "step examined": 1}


def test_an_acknowledgement_that_came_twice_is_one_case(ledger, facts):
    ledger.case("torture-1", number=NUMBER, files=[(FILE, DIGEST)])
    assert judge(ledger, facts) == []


def test_a_lost_case_is_found(ledger, facts):
    facts.cases.clear()
    assert judge(ledger, facts) == ["case torture-1 was acknowledged and is lost"]


def change(facts: Facts, what: str):
    """One thing that must not be."""
    case = facts.cases["torture-1"]
    match what:
        case "doubled case": case.append(("c-2", "XZ2", 1))
        case "other number": case[0] = (CASE, "XZ9", 3)
        case "number given twice": facts.numbers.append(NUMBER)
        case "lost step": facts.events[CASE].remove("examined")
        case "doubled step": facts.events[CASE].append("examined")
        case "no beginning": facts.events[CASE].remove("submitted")
        case "version behind": case[0] = (CASE, NUMBER, 2)
        case "version ahead": case[0] = (CASE, NUMBER, 4)
        case "lost file": facts.files.clear()
        case "doubled file": facts.files[CASE].append((FILE, DIGEST))
        case "lost bytes": facts.stored.clear()
        case "doubled message": facts.messages[CASE, "accepted"].append("sent")
        case "lost message": facts.messages.pop((CASE, "accepted"))
        case "message not sent": facts.messages[CASE, "accepted"] = ["waiting"]
        case "stuck job": facts.stuck.append("job sms.send.1 is running")


@pytest.mark.parametrize(("what", "words"), [
    ("doubled case", "was acknowledged once and exists 2 times"),
    ("other number", f"was acknowledged as {NUMBER} and is XZ9"),
    ("number given twice", "was given 2 times"),
    ("lost step", "step examined of case torture-1 was acknowledged and is lost"),
    ("doubled step", "step examined of case torture-1 exists 2 times"),
    ("no beginning", "has no beginning"),
    ("version behind", "stands at version 2 after an act on version 2"),
    ("version ahead", "stands at version 4 after 2 acts"),
    ("lost file", "a file of case torture-1 was acknowledged once and exists 0 times"),
    ("doubled file", "a file of case torture-1 was acknowledged once and exists 2 times"),
    ("lost bytes", "the bytes of a file of case torture-1 are lost or changed"),
    ("doubled message", "the SMS accepted of case torture-1 exists 2 times"),
    ("lost message", "the SMS accepted of case torture-1 exists 0 times"),
    ("message not sent", "the SMS accepted of case torture-1 is waiting"),
    ("stuck job", "job sms.send.1 is running"),
])
def test_what_must_not_be_is_found(ledger, facts, what, words):
    broken = copy.deepcopy(facts)
    change(broken, what)
    assert any(words in sentence for sentence in judge(ledger, broken))


def test_two_acknowledged_acts_on_one_version_are_found(ledger, facts):
    ledger.step("torture-1", "withdrawn", 2)
    assert "2 acts on version 2 of case torture-1 were acknowledged" in judge(ledger, facts)


def test_a_number_acknowledged_for_two_cases_is_found(ledger, facts):
    facts.cases["torture-2"] = [("c-2", NUMBER, 1)]
    facts.events["c-2"] = ["submitted"]
    facts.messages["c-2", "submitted"] = ["sent"]
    ledger.case("torture-2", number=NUMBER)
    assert judge(ledger, facts) == [f"number {NUMBER} was acknowledged for torture-1 and torture-2"]


def test_the_same_seed_gives_the_same_schedule():
    kinds = list(faults.FAULTS)
    first = faults.schedule(7, 600, kinds)
    assert first == faults.schedule(7, 600, kinds) != faults.schedule(8, 600, kinds)
    assert [one.at for one in first] == sorted(one.at for one in first) and first[-1].at + first[-1].seconds < 600


def test_three_minutes_hold_every_fault_once():
    for seed in range(20):
        events = faults.schedule(seed, 180, list(faults.FAULTS))
        assert {one.kind for one in events} == set(faults.FAULTS)


def test_error_seconds_are_moments_when_both_looks_failed():
    looks = [(0.0, 0.2, True, True), (1.0, 1.5, False, True), (2.0, 2.4, False, False), (2.2, 2.6, False, False),
             (9.0, 9.5, False, False)]
    assert report.error_seconds(looks, 0, 5) == pytest.approx(0.6)
    windows = [{"kind": "rolling upgrade", "begin": 0, "over": 1, "healed": 2, "end": 5}]
    rows = report.per_fault(windows, looks, [(2.1, "503"), (7.0, "503")])
    assert rows[0]["errors"] == {"503": 1} and rows[0]["failed_first_looks"] == 3
    assert report.outages(rows) == [
        "rolling upgrade: 0.60 s of errors for clients that try twice, allowed are 0 s"]


def test_keys_and_digests():
    assert short_key("citizen:5a3e0001-0000:draft-9") == "draft-9" and short_key("client:yangben:torture-1") == "torture-1"
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
