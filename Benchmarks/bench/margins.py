"""What a run has to reach: the targets, and the wide margins of `--quick` for machines that do other things too."""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Bound:
    """A measure with the least or the most it may be."""

    measure: str
    least: float | None = None
    most: float | None = None

    def holds(self, value: float | None) -> bool:
        """What was not measured does not hold."""
        if value is None or value != value:
            return False
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    @property
    def words(self) -> str:
        return f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"


# What an operation may ask of PostgreSQL: round trips and statements, as `yanmen limits` records them. They are exact
# on any machine; one more of either is a decision, not noise.
BUDGETS = [
    Bound(f"{op} {what}", most=most)
    for op, trips, statements in (
        ("create", 1, 8), ("submit", 5, 16), ("get", 1, 2), ("track", 1, 1), ("inbox", 2, 8), ("case", 3, 12),
        ("accept", 3, 14), ("decide", 3, 15), ("dashboard", 1, 6))
    for what, most in (("round trips", trips), ("statements", statements))
]

TARGETS = [
    Bound("create@16 ratio", least=0.85), Bound("create@64 ratio", least=0.85),
    Bound("inbox@16 ratio", least=0.60), Bound("inbox@64 ratio", least=0.80),
    Bound("get@16 ratio", least=0.60), Bound("get@64 ratio", least=0.85),
    *(Bound(f"{op}@{connections} errors", most=0) for op in ("create", "inbox", "get") for connections in (16, 64)),
    Bound("create@16 program ms", most=0.13), Bound("inbox@16 program ms", most=0.13),
    Bound("get@16 program ms", most=0.10),
    Bound("day@500 p90 ms", most=50), Bound("day@500 errors", most=0), Bound("day@500 under 3 s", least=0.9),
    Bound("day@500 transactions under 5 s", least=0.9), Bound("day@500 memory MB", most=100),
    Bound("day@8000 p90 ms", most=300), Bound("day@8000 errors", most=0), Bound("day@8000 under 3 s", least=0.9),
    Bound("day@8000 transactions under 5 s", least=0.9), Bound("day@8000 memory MB", most=250),
    Bound("users carried", least=8000),
    Bound("upload of 200 MB adds MB", most=32), Bound("export of all cases adds MB", most=32),
    Bound("start to ready s", most=2), Bound("idle worker cores", most=0.01),
    Bound("restricted inbox cost ratio", most=1.1),
    Bound("growth inbox cost ratio", most=1.1), Bound("growth get cost ratio", most=1.1),
    Bound("growth case cost ratio", most=1.1), Bound("growth dashboard cost ratio", most=1.1),
    Bound("growth search cost ratio", most=1.1), Bound("growth dashboard p50 ms", most=5),
    *BUDGETS,
]

# A shared machine may halve a ratio; a mistake in the program costs more than that.
QUICK = [
    Bound("create@16 ratio", least=0.35), Bound("inbox@16 ratio", least=0.25), Bound("get@16 ratio", least=0.10),
    Bound("create@16 errors", most=0), Bound("inbox@16 errors", most=0), Bound("get@16 errors", most=0),
    Bound("create@16 program ms", most=1.5), Bound("inbox@16 program ms", most=1.5),
    Bound("get@16 program ms", most=1.0),
    Bound("day@200 p90 ms", most=500), Bound("day@200 errors", most=0), Bound("day@200 memory MB", most=200),
    Bound("upload of 200 MB adds MB", most=48), Bound("export of all cases adds MB", most=48),
    Bound("start to ready s", most=10), Bound("idle worker cores", most=0.05),
    *BUDGETS,
]


def users_carried(measures: dict[str, float], sizes: list[int]) -> int:
    """The largest crowd for which the tender's limits held without an error, smaller ones included."""
    carried = 0
    for users in sorted(sizes):
        name = f"day@{users}"
        holds = (measures.get(f"{name} errors") == 0 and measures.get(f"{name} under 3 s", 0) >= 0.9
                 and measures.get(f"{name} transactions under 5 s", 0) >= 0.9)
        if not holds:
            break
        carried = users
    return carried


def ratio(above: list[float], below: list[float]) -> float | None:
    """The ratio of two medians; nothing when there is nothing to divide."""
    if not above or not below or statistics.median(below) == 0:
        return None
    return statistics.median(above) / statistics.median(below)


def check(bounds: list[Bound], measures: dict[str, float], only_measured: bool) -> list[tuple[Bound, float | None, bool]]:
    """Each bound with its value and whether it holds; `only_measured` leaves out what the run was not asked for."""
    wanted = [bound for bound in bounds if not only_measured or bound.measure in measures]
    return [(bound, measures.get(bound.measure), bound.holds(measures.get(bound.measure))) for bound in wanted]


def failures(checked: list[tuple[Bound, float | None, bool]]) -> list[str]:
    """A sentence for each bound that does not hold."""
    return [f"{bound.measure}: {'not measured' if value is None else f'{value:.3g}'}, wanted {bound.words}"
            for bound, value, holds in checked if not holds]
