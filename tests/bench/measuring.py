"""What a measurement is, how it is taken, and how the table of all of them is printed."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter


@dataclass(frozen=True)
class Figure:
    """One line of the table. Times are in milliseconds, `size` in MB; `bar` is what we want it to be."""

    name: str
    times: Sequence[float] = ()
    size: float | None = None
    bar: str = ""
    note: str = ""

    @property
    def median(self) -> float | None:
        """The middle of the times."""
        return statistics.median(self.times) if self.times else None

    @property
    def p95(self) -> float | None:
        """The time that 19 of 20 stay below; None where there are too few to say."""
        if len(self.times) < 20:
            return None
        return statistics.quantiles(self.times, n=20, method="inclusive")[-1]


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds `work` takes."""
    before = perf_counter()
    work()
    return (perf_counter() - before) * 1000


def repeated(work: Callable[[], object], times: int) -> tuple[float, ...]:
    """Take the time of `work` so many times, after one go that warms it up."""
    work()
    gc.collect()
    return tuple(timed(work) for _ in range(times))


def resident() -> float:
    """Return the memory this process holds, in MB (Linux only; elsewhere nothing is measured)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def machine() -> str:
    """Name the machine, so that figures of two machines are never mixed up."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_memory()}; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}; load {os.getloadavg()[0]:.1f}"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    if sys.platform == "win32":
        return "memory unknown"
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{total / 1e9:.0f} GB"


HEAD = ("what", "median", "p95", "memory", "bar", "")


def table(figures: Iterable[Figure]) -> str:
    """Lay the figures out in columns."""
    rows = [HEAD, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if n in (1, 2, 3) else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    size = "" if figure.size is None else f"{figure.size:.0f} MB"
    return (figure.name, _time(figure.median), _time(figure.p95), size, figure.bar, figure.note)


def _time(milliseconds: float | None) -> str:
    if milliseconds is None:
        return ""
    if milliseconds >= 10_000:
        return f"{milliseconds / 1000:.1f} s"
    return f"{milliseconds:.{0 if milliseconds >= 100 else 1 if milliseconds >= 10 else 2}f} ms"
