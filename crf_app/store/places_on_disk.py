"""Which disk a path lies on: a study file is not worked on over a network."""

from __future__ import annotations

import sys
from pathlib import Path

_NETWORK = frozenset(
    (
        "afs",
        "afp",
        "ceph",
        "cifs",
        "davfs",
        "fuse.ceph",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.sshfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb2",
        "smb3",
        "smbfs",
    )
)
"""File systems on which SQLite's locks and its write-ahead log cannot be trusted
(https://www.sqlite.org/wal.html: "all processes must be on the same host")."""

_MOUNTS = Path("/proc/self/mounts")


def network_kind(path: Path) -> str | None:
    """Return the kind of network share `path` lies on, or None where none can be recognised."""
    if sys.platform == "win32":
        return "a network path" if str(path.absolute()).startswith("\\\\") else None
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    kind = _file_system(path.absolute(), mounts)
    return kind if kind in _NETWORK else None


def _file_system(path: Path, mounts: str) -> str:
    """Return the file system of the deepest mount point above `path`."""
    deepest, kind = 0, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = Path(_unescaped(parts[1]))
        if path.is_relative_to(point) and len(point.parts) >= deepest:
            deepest, kind = len(point.parts), parts[2]
    return kind


def _unescaped(point: str) -> str:
    """Read a mount point as the kernel writes it: blanks and the like as octal numbers."""
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\134", "\\")):
        point = point.replace(code, sign)
    return point
