"""The results as Markdown."""

import statistics

from .margins import Bound


def render(rows: list[dict], checked: list[tuple[Bound, float | None, bool]], about: dict) -> str:
    parts = [_head(about), _capacities(rows), _days(rows), _operations(rows), _bounds(checked)]
    return "\n\n".join(part for part in parts if part) + "\n"


def table(headings: list[str], lines: list[list[str]]) -> str:
    rows = [headings, ["---"] * len(headings), *lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def number(value: float | None) -> str:
    if value is None:
        return "–"
    digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:.{digits}f}"


def _median(rows: list[dict], key: str) -> float | None:
    values = [row[key] for row in rows if key in row]
    return statistics.median(values) if values else None


def _head(about: dict) -> str:
    noise = about["other_cores"]
    state = "quiet" if noise < 0.3 else "busy with other work: read ratios and processor time, not rates"
    return (f"{about['date']} · commit {about['commit']} · {about['cases']} cases · {about['cpu']}, "
            f"{about['cores']} cores, {about['memory_gb']} GB\n\n"
            f"The machine was {state} (at most {noise:.2f} cores of others).")


def _capacities(rows: list[dict]) -> str:
    keys = list(dict.fromkeys(
        (row["kind"], row["op"], row["connections"]) for row in rows if row["kind"].startswith(("capacity", "growth"))))
    lines = []
    for kind, op, connections in keys:
        def chosen(wanted: str) -> list[dict]:
            return [row for row in rows if row["kind"] == wanted
                    and (row["op"], row["connections"]) == (op, connections)]
        program, limit = chosen(kind), chosen("limit") if kind == "capacity" else []
        ours, bound = _median(program, "rate"), _median(limit, "rate")
        lines.append([
            op if kind == "capacity" else f"{op} ({kind})", str(connections), number(ours), number(bound),
            number(ours / bound if ours and bound else None), number(_median(program, "p50_ms")),
            number(_median(program, "p90_ms")), number(_median(program, "p99_ms")),
            number(_median(program, "program_ms")), number(_median(program, "worker_ms")),
            number(_median(program, "postgres_ms")), number(_median(limit, "postgres_ms")),
            str(sum(sum(row["errors"].values()) for row in program))])
    return "" if not lines else "## One operation over and over\n\n" + table(
        ["operation", "connections", "per second", "limit (pgbench)", "ratio", "p50 ms", "p90 ms", "p99 ms",
         "program ms", "worker ms", "PostgreSQL ms", "PostgreSQL ms at the limit", "errors"], lines)


def _days(rows: list[dict]) -> str:
    days = [row for row in rows if row["kind"] == "day"]
    lines = []
    for users in dict.fromkeys(row["users"] for row in days):
        chosen = [row for row in days if row["users"] == users]
        lines.append([str(users), *(number(_median(chosen, key)) for key in (
            "rate", "p50_ms", "p90_ms", "p99_ms", "under3s", "transactions_under5s", "program_ms", "worker_ms",
            "postgres_ms", "memory_mb", "postgres_mb", "driver_cores")),
            str(sum(row["conflicts"] for row in chosen)), str(sum(sum(row["errors"].values()) for row in chosen))])
    return "" if not lines else "## The city day\n\n" + table(
        ["users", "requests per second", "p50 ms", "p90 ms", "p99 ms", "under 3 s", "transactions under 5 s",
         "program ms", "worker ms", "PostgreSQL ms", "memory of a copy MB", "PostgreSQL MB", "driver cores",
         "409", "errors"], lines)


def _operations(rows: list[dict]) -> str:
    days = [row for row in rows if row["kind"] == "day"]
    lines = []
    for users in dict.fromkeys(row["users"] for row in days):
        chosen = [row["ops"] for row in days if row["users"] == users]
        for op in dict.fromkeys(op for ops in chosen for op in ops):
            found = [ops[op] for ops in chosen if op in ops]
            lines.append([str(users), op, *(number(_median(found, key)) for key in (
                "count", "p50_ms", "p90_ms", "p99_ms", "max_ms"))])
    return "" if not lines else "## What they did\n\n" + table(
        ["users", "operation", "count", "p50 ms", "p90 ms", "p99 ms", "max ms"], lines)


def _bounds(checked: list[tuple[Bound, float | None, bool]]) -> str:
    lines = [[bound.measure, bound.words, number(value), "yes" if holds else "**no**"]
             for bound, value, holds in checked]
    return "" if not lines else "## Against the targets\n\n" + table(["measure", "wanted", "found", "holds"], lines)
