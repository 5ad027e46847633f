"""What a run found, as JSON for programs and as Markdown for people."""

import collections

from bench.table import table

# Errors that clients who try once more may see, in seconds; other faults are reported only.
ALLOWED = {"kill a copy of the doors": 1.0, "kill the worker": 0.0, "rolling upgrade": 0.0}


def error_seconds(looks: list[tuple[float, float, bool, bool]], begin: float, end: float) -> float:
    """How much of a window visitors spent on looks that failed twice: the length of the union of those moments."""
    failed = sorted((max(start, begin), min(stop, end)) for start, stop, _, good in looks
                    if not good and start < end and stop > begin)
    total, reached = 0.0, begin
    for start, stop in failed:
        total += max(0.0, stop - max(start, reached))
        reached = max(reached, stop)
    return total


def per_fault(windows: list[dict], looks: list, attempts: list[tuple[float, str]]) -> list[dict]:
    """For each kind: how often, the worst error seconds, looks that failed once, attempts without acknowledgement."""
    kinds: dict[str, dict] = {}
    for window in windows:
        begin, end = window["begin"], window["end"]
        row = kinds.setdefault(window["kind"], {
            "kind": window["kind"], "times": 0, "worst_error_seconds": 0.0, "failed_first_looks": 0,
            "longest_healing": 0.0, "errors": collections.Counter()})
        row["times"] += 1
        row["worst_error_seconds"] = round(max(row["worst_error_seconds"], error_seconds(looks, begin, end)), 2)
        row["failed_first_looks"] += sum(1 for start, _, first, _ in looks if begin <= start < end and not first)
        row["longest_healing"] = round(max(row["longest_healing"], window["healed"] - window["over"]), 2)
        row["errors"].update(words for moment, words in attempts if begin <= moment < end)
    for row in kinds.values():
        row["errors"] = dict(row["errors"].most_common())
    return sorted(kinds.values(), key=lambda row: row["kind"])


def outages(rows: list[dict]) -> list[str]:
    """Faults that must hardly be felt and were."""
    return [f"{row['kind']}: {row['worst_error_seconds']:.2f} s of errors for clients that try twice, "
            f"allowed are {ALLOWED[row['kind']]:g} s"
            for row in rows if row["kind"] in ALLOWED and row["worst_error_seconds"] > ALLOWED[row["kind"]]]


def render(result: dict) -> str:
    about = result["about"]
    parts = [
        f"# Torture of {about['minutes']:g} minutes, seed {about['seed']}",
        f"{about['date']} · commit {about['commit']} · {about['cases']} cases sampled, {about['users']} people of the city "
        f"day · {about['cpu']}, {about['cores']} cores, {about['memory_gb']} GB · "
        f"{'root' if about['root'] else 'not root'}",
        "## Findings",
        "\n".join(f"- {one}" for one in result["findings"]) or "None: nothing acknowledged was lost or doubled.",
        "## Acknowledged",
        table(["what", "times"], [[name, str(count)] for name, count in sorted(result["acknowledged"].items())]),
        "## Faults",
        table(["fault", "times", "worst error seconds", "looks that failed once", "healing, longest s",
               "attempts without acknowledgement"],
              [[row["kind"], str(row["times"]), f"{row['worst_error_seconds']:.2f}", str(row["failed_first_looks"]),
                f"{row['longest_healing']:.1f}", ", ".join(f"{name} × {count}" for name, count in row["errors"].items()) or "–"]
               for row in result["faults"]]),
    ]
    if result["skipped"]:
        parts += ["Not tried: " + "; ".join(f"{kind} ({why})" for kind, why in result["skipped"].items()) + "."]
    if result["unclear"]:
        parts += ["Refused after an answer was lost (allowed): " + ", ".join(
            f"{name} × {count}" for name, count in sorted(result["unclear"].items())) + "."]
    if result["day"]:
        day = result["day"]
        parts += [f"The city day beside it: {day.get('answered', 0)} answers, errors {day.get('errors', {})}."]
    parts += ["## Schedule", table(["second", "fault", "seconds", "pick"], [
        [f"{one['at']:g}", one["kind"], f"{one['seconds']:g}", str(one["pick"])] for one in result["schedule"]])]
    return "\n\n".join(parts) + "\n"
