"""The measuring itself: margins that fail when they should, reports that say what was measured."""

import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Benchmarks"))

from bench import load, margins, meter, table  # noqa: E402


def test_a_failing_ratio_fails():
    measures = {bound.measure: bound.most or bound.least or 0 for bound in margins.QUICK}
    assert margins.failures(margins.check(margins.QUICK, measures, only_measured=False)) == []

    measures["create@16 ratio"] = 0.2

    failed = margins.failures(margins.check(margins.QUICK, measures, only_measured=False))
    assert failed == ["create@16 ratio: 0.2, wanted ≥ 0.35"]


def test_what_was_not_measured_does_not_hold():
    checked = margins.check(margins.QUICK, {}, only_measured=False)
    assert len(margins.failures(checked)) == len(margins.QUICK)
    assert not margins.Bound("x", least=0).holds(None)
    assert not margins.Bound("x", least=0).holds(float("nan"))


def test_one_error_of_the_day_is_too_many():
    checked = margins.check(margins.TARGETS, {"day@500 errors": 1}, only_measured=True)
    assert margins.failures(checked) == ["day@500 errors: 1, wanted ≤ 0"]


@pytest.mark.parametrize("value, holds", [(0.84, False), (0.85, True), (2, True)])
def test_a_least_is_met_from_it_on(value, holds):
    assert margins.Bound("ratio", least=0.85).holds(value) is holds


@pytest.mark.parametrize("value, holds", [(32, True), (32.1, False), (0, True)])
def test_a_most_is_met_up_to_it(value, holds):
    assert margins.Bound("MB", most=32).holds(value) is holds


def test_the_ratio_is_one_of_medians():
    assert margins.ratio([10, 100, 20], [40, 1, 50]) == 0.5
    assert margins.ratio([], [1]) is None
    assert margins.ratio([1], [0]) is None


def test_users_are_carried_while_the_limits_hold_without_an_error():
    def day(users, errors=0, requests=0.99, transactions=1.0):
        return {f"day@{users} errors": errors, f"day@{users} under 3 s": requests,
                f"day@{users} transactions under 5 s": transactions}

    sizes = [2000, 500, 4000]
    assert margins.users_carried(day(500) | day(2000) | day(4000), sizes) == 4000
    assert margins.users_carried(day(500) | day(2000, errors=1) | day(4000), sizes) == 500
    assert margins.users_carried(day(500) | day(2000) | day(4000, requests=0.89), sizes) == 2000
    assert margins.users_carried(day(500) | day(2000) | day(4000, transactions=0.5), sizes) == 2000
    assert margins.users_carried({}, sizes) == 0


def test_one_statement_more_than_the_budget_fails():
    measures = {bound.measure: bound.most for bound in margins.BUDGETS}
    assert margins.failures(margins.check(margins.BUDGETS, measures, only_measured=False)) == []
    measures["inbox statements"] += 1
    assert len(margins.failures(margins.check(margins.BUDGETS, measures, only_measured=False))) == 1


def test_every_quick_margin_is_wider_than_its_target():
    targets = {bound.measure: bound for bound in margins.TARGETS}
    shared = [bound for bound in margins.QUICK if bound.measure in targets and bound.most != 0 and bound not in margins.BUDGETS]
    assert len(shared) >= 6
    for bound in shared:
        target = targets[bound.measure]
        if target.least is not None:
            assert bound.least < target.least
        if target.most:
            assert bound.most > target.most


PGBENCH = """transaction type: multiple scripts
number of transactions actually processed: 4321
number of failed transactions: 2 (0.046%)
latency average = 3.7 ms
initial connection time = 20.1 ms
tps = 864.123456 (without initial connection time)
"""


def test_the_report_of_pgbench_is_read():
    assert load.parse_pgbench(PGBENCH) == {"rate": 864.123456, "count": 4321, "failed": 2}
    assert load.parse_pgbench("pgbench: error: connection failed") is None


def test_a_process_name_with_brackets_does_not_shift_the_fields():
    text = "77 (a b) c) S 42 77 77 0 -1 4194304 1 2 3 4 500 250 100 50 20 0 1 0 99 1 1"
    process = meter.parse_stat(77, text)
    assert (process.parent, process.own, process.reaped) == (42, 750 / meter.TICKS, 150 / meter.TICKS)


def test_this_process_is_in_its_own_tree_and_has_memory():
    assert os.getpid() in [process.pid for process in meter.tree(os.getpid())]
    assert meter.pss_mb(os.getpid()) > 1
    assert meter.pss_mb(2**22 + 1) == 0


def test_a_meter_counts_the_work_of_its_root():
    with meter.Meter({"me": os.getpid()}) as found:
        begin = os.times().user
        while os.times().user - begin < 0.1:
            sum(range(1000))
    assert 0.05 <= found.spent["me"] <= 5
    assert found.wall > 0.05


ABOUT = {"date": "2026-11-25", "commit": "abc", "cases": 100, "cpu": "X", "cores": 2, "memory_gb": 8}


def row(kind, rate, **more):
    return {"kind": kind, "op": "create", "connections": 16, "rate": rate, "p50_ms": 1, "p90_ms": 2, "p99_ms": 3,
            "program_ms": 0.1, "worker_ms": 0.01, "postgres_ms": 0.2, "errors": {}, **more}


def test_the_table_shows_medians_and_their_ratio():
    rows = [row("capacity", rate) for rate in (90, 10, 80)] + [row("limit", rate) for rate in (100, 100, 5)]
    text = table.render(rows, [], ABOUT | {"other_cores": 0.1})
    assert "| create | 16 | 80.0 | 100.0 | 0.800 |" in text
    assert "The machine was quiet" in text


def test_the_table_says_that_the_machine_was_busy_and_what_does_not_hold():
    checked = margins.check(margins.TARGETS, {"create@16 ratio": 0.5}, only_measured=True)
    text = table.render([row("capacity", 1)], checked, ABOUT | {"other_cores": 1.4})
    assert "busy with other work" in text and "1.40 cores" in text
    assert "| create@16 ratio | ≥ 0.85 | 0.500 | **no** |" in text
