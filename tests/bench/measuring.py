"""What a measurement is, how it is taken, and how the table of all of them is printed."""

from __future__ import annotations

import gc
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True)
class Taken:
    """How long something took on the clock, and how long the processor worked for it, in milliseconds."""

    wall: float
    cpu: float

    def __add__(self, other: Taken) -> Taken:
        """Take one after the other."""
        return Taken(self.wall + other.wall, self.cpu + other.cpu)


@dataclass(frozen=True)
class Figure:
    """One line of the table. Times are in milliseconds, `size` in MB; `bar` is what we want it to be.

    `cpu` is what the processor worked in these times: waiting for the disk, or for other programs, is not in it.
    """

    name: str
    times: Sequence[float] = ()
    cpu: Sequence[float] = ()
    size: float | None = None
    bar: str = ""
    note: str = ""

    @classmethod
    def of(cls, name: str, *measured: Taken, **more: Any) -> Figure:
        """Make a line of what was measured by both clocks."""
        return cls(name, [each.wall for each in measured], [each.cpu for each in measured], **more)

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


def taken(work: Callable[[], object]) -> Taken:
    """Measure `work` by both clocks."""
    worked, before = process_time(), perf_counter()
    work()
    return Taken((perf_counter() - before) * 1000, (process_time() - worked) * 1000)


def told_by(module: str, *arguments: str) -> dict[str, Any]:
    """Run a module in a fresh process, without a screen; returns what its last line tells."""
    run = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    if run.returncode:
        raise RuntimeError(run.stderr)
    told = json.loads(run.stdout.splitlines()[-1])
    assert isinstance(told, dict)
    return told


def repeated(work: Callable[[], object], times: int) -> tuple[Taken, ...]:
    """Measure `work` so many times, after one go that warms it up."""
    work()
    gc.collect()
    return tuple(taken(work) for _ in range(times))


def resident() -> float:
    """Return the memory this process holds, in MB (Linux only; elsewhere nothing is measured)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def most_resident() -> float:
    """Return the most memory this process ever held, in MB (Linux only; elsewhere nothing is measured).

    What `getrusage` says would do for a process nobody started: a child begins with its parent's figure.
    """
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return float("nan")
    return next(float(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM"))


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


HEAD = ("what", "median", "p95", "of it CPU", "memory", "bar", "")


def table(figures: Iterable[Figure]) -> str:
    """Lay the figures out in columns."""
    rows = [HEAD, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if n in (1, 2, 3, 4) else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    size = "" if figure.size is None else f"{figure.size:.0f} MB"
    worked = statistics.median(figure.cpu) if figure.cpu else None
    return (figure.name, _time(figure.median), _time(figure.p95), _time(worked), size, figure.bar, figure.note)


def _time(milliseconds: float | None) -> str:
    if milliseconds is None:
        return ""
    if milliseconds >= 10_000:
        return f"{milliseconds / 1000:.1f} s"
    return f"{milliseconds:.{0 if milliseconds >= 100 else 1 if milliseconds >= 10 else 2}f} ms"
