"""Our FEEL beside bkflow-feel of PyPI, in one run: both read and run `a > 10 and c < 9`, single-threaded.

    pip install bkflow-feel; swift build -c release --product decisions
    python3 Benchmarks/decisions.py .build/release/decisions
"""

import subprocess
import sys
import time

from bkflow_feel.api import parse_expression

EXPRESSION = "a > 10 and c < 9"


def peer_rate(seconds: float) -> float:
    """Expressions per second; the engine knows no way to read once and run often."""
    values = {"a": 20, "c": 7}
    assert parse_expression(EXPRESSION, values) is True
    start = time.perf_counter()
    rounds = 0
    while time.perf_counter() - start < seconds:
        parse_expression(EXPRESSION, values)
        rounds += 1
    return rounds / (time.perf_counter() - start)


def main() -> None:
    report = subprocess.run([sys.argv[1], "1"], check=True, capture_output=True, text=True).stdout
    print(report, end="")
    ours = next(float(line.split()[0]) for line in report.splitlines() if EXPRESSION in line)
    peer = peer_rate(2)
    print(f"{peer:12.0f} /s  the same by bkflow-feel")
    print(f"ratio: {ours / peer:.1f} times as many")


if __name__ == "__main__":
    main()
