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


TARGETS = [
    Bound("create@16 ratio", least=0.85), Bound("create@64 ratio", least=0.85),
    Bound("inbox@16 ratio", least=0.60), Bound("inbox@64 ratio", least=0.80),
    Bound("get@16 ratio", least=0.60), Bound("get@64 ratio", least=0.85),
    Bound("create@16 program ms", most=0.13), Bound("inbox@16 program ms", most=0.13),
    Bound("get@16 program ms", most=0.10),
    Bound("day@500 p90 ms", most=50), Bound("day@500 errors", most=0), Bound("day@500 under 3 s", least=0.9),
    Bound("day@500 transactions under 5 s", least=0.9), Bound("day@500 memory MB", most=100),
    Bound("day@8000 p90 ms", most=300), Bound("day@8000 errors", most=0), Bound("day@8000 under 3 s", least=0.9),
    Bound("day@8000 transactions under 5 s", least=0.9), Bound("day@8000 memory MB", most=250),
    Bound("upload of 200 MB adds MB", most=32), Bound("start to ready s", most=2),
    Bound("restricted inbox cost ratio", most=1.1),
    Bound("growth inbox cost ratio", most=1.1), Bound("growth get cost ratio", most=1.1),
    Bound("growth case cost ratio", most=1.1), Bound("growth dashboard cost ratio", most=1.1),
    Bound("growth search cost ratio", most=1.1), Bound("growth dashboard p50 ms", most=5),
]

# A shared machine may halve a ratio; a mistake in the program costs more than that.
QUICK = [
    Bound("create@16 ratio", least=0.35), Bound("inbox@16 ratio", least=0.25), Bound("get@16 ratio", least=0.25),
    Bound("create@16 program ms", most=1.5), Bound("inbox@16 program ms", most=1.5),
    Bound("get@16 program ms", most=1.0),
    Bound("day@200 p90 ms", most=500), Bound("day@200 errors", most=0), Bound("day@200 memory MB", most=200),
    Bound("upload of 200 MB adds MB", most=48), Bound("start to ready s", most=10),
]


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
