"""A network share is recognised where the system tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf_app.store import places_on_disk
from crf_app.store.places_on_disk import mounts_of_mount, network_kind

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
//ward/share /mnt/ward\\040share cifs rw 0 0
/dev/sdb1 /mnt/ward\\040share/local ext4 rw 0 0
nas:/clinic /clinic/nurse nfs4 rw 0 0
rubbish
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/site.crf", None),
        ("/tmp/site.crf", None),
        ("/mnt/ward share/trial/site.crf", "cifs"),
        ("/mnt/ward share/local/site.crf", None),
        ("/mnt/ward shared/site.crf", None),
        ("/clinic/nurse/site.crf", "nfs4"),
    ],
)
def test_the_deepest_mount_decides(
    path: str, kind: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    monkeypatch.setattr(places_on_disk, "_MOUNTS", mounts)
    assert network_kind(Path(path)) == kind


def test_a_link_to_a_share_is_the_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "mine").symlink_to(tmp_path / "share")
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nnas:/clinic {tmp_path}/share nfs4 rw 0 0\n")
    monkeypatch.setattr(places_on_disk, "_MOUNTS", mounts)
    assert network_kind(tmp_path / "mine" / "site.crf") == "nfs4"
    assert network_kind(tmp_path / "site.crf") is None


def test_what_macos_says_of_its_mounts_is_read() -> None:
    told = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//ann@ward._smb._tcp.local/studies on /Volumes/studies on the ward (smbfs, nodev, nosuid, mounted by ann)
"""
    assert mounts_of_mount(told) == (
        (Path("/"), "apfs"),
        (Path("/System/Volumes/Data/home"), "autofs"),
        (Path("/Volumes/studies on the ward"), "smbfs"),
    )


def test_a_system_that_does_not_tell_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places_on_disk, "_MOUNTS", tmp_path / "none")
    assert network_kind(tmp_path) is None
