"""Passphrases in the key store of the computer's own account, where a person wants them kept."""

from __future__ import annotations

from pathlib import Path
from typing import Final

SERVICE: Final = "crf-app"


def kept_passphrase(path: Path) -> str | None:
    """Return the passphrase kept for a file, if there is one and the key store can be asked."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, _name(path))
    except (KeyringError, RuntimeError):
        return None


def keep_passphrase(path: Path, passphrase: str) -> bool:
    """Keep a passphrase; False where the computer has no key store."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, _name(path), passphrase)
    except (KeyringError, RuntimeError):
        return False
    return True


def forget_passphrase(path: Path) -> bool:
    """Forget the passphrase kept for a file; False where none was kept, or the key store cannot be asked."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(SERVICE, _name(path))
    except (KeyringError, RuntimeError):
        return False
    return True


def can_keep() -> bool:
    """Whether this computer has a key store that keeps anything."""
    import keyring

    return float(keyring.get_keyring().priority) > 0


def _name(path: Path) -> str:
    return str(path.resolve())
