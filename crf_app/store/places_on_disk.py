"""Which disk a path lies on: a study file is not worked on over a network.

Linux tells it in its table of mounts, macOS in the answer of `mount`, Windows by the kind of drive. What is not
recognised is taken for a disk of this computer: a share in disguise (a folder that a program keeps in step with a
server, a disk image on a share) cannot be told from one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_NETWORK = frozenset(
    (
        "afpfs",
        "afs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.ceph",
        "fuse.davfs2",
        "fuse.gcsfuse",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.smbnetfs",
        "fuse.sshfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb2",
        "smb3",
        "smbfs",
        "webdav",
    )
)
"""File systems on which SQLite's locks and its write-ahead log cannot be trusted
(https://www.sqlite.org/wal.html: "all processes must be on the same host")."""

_MOUNTS = Path("/proc/self/mounts")


def network_kind(path: Path) -> str | None:
    """Return the kind of network share `path` lies on, or None where none can be recognised."""
    if sys.platform == "win32":
        return _windows_kind(path)
    kind = _file_system(path.resolve(), _mounts())
    return kind if kind in _NETWORK else None


Mounts = tuple[tuple[Path, str], ...]
"""Mount points and the file system at each."""


def _mounts() -> Mounts:
    try:
        if sys.platform == "darwin":
            told = subprocess.run(["/sbin/mount"], capture_output=True, check=True, timeout=5)
            return mounts_of_mount(told.stdout.decode(errors="replace"))
        return mounts_of_proc(_MOUNTS.read_text(encoding="utf-8", errors="replace"))
    except (OSError, subprocess.SubprocessError):
        return ()


def mounts_of_proc(told: str) -> Mounts:
    """Read Linux's table: ``server:/export /srv/share nfs4 rw,relatime 0 0``."""
    rows = (line.split(" ") for line in told.splitlines())
    return tuple((Path(_unescaped(parts[1])), parts[2]) for parts in rows if len(parts) > 2)


def mounts_of_mount(told: str) -> Mounts:
    """Read what macOS's `mount` says: ``//ann@server/share on /Volumes/share (smbfs, nodev, nosuid)``."""
    found = []
    for line in told.splitlines():
        where, _, options = line.rpartition(" (")
        _, on, point = where.partition(" on /")
        if on:
            found.append((Path(f"/{point}"), options.rstrip(")").split(",")[0].strip()))
    return tuple(found)


def _file_system(path: Path, mounts: Mounts) -> str:
    """Return the file system of the deepest mount point above `path`."""
    above = [(len(point.parts), kind) for point, kind in mounts if path.is_relative_to(point)]
    # Of two at one point the later one lies on top.
    return max(reversed(above), key=lambda each: each[0], default=(0, ""))[1]


def _unescaped(point: str) -> str:
    """Read a mount point as the kernel writes it: blanks and the like as octal numbers."""
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\134", "\\")):
        point = point.replace(code, sign)
    return point


if sys.platform == "win32":
    import ctypes

    _REMOTE = 4
    """DRIVE_REMOTE of GetDriveTypeW: a letter that stands for a share."""

    def _windows_kind(path: Path) -> str | None:
        whole = path.resolve()
        if str(whole).startswith("\\\\"):
            return "a network path"
        drive = ctypes.windll.kernel32.GetDriveTypeW(f"{whole.drive}\\")
        return "a network drive" if drive == _REMOTE else None

else:

    def _windows_kind(_path: Path) -> str | None:
        return None
