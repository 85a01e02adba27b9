"""The key of a file: made from the passphrase once, kept in memory, never written anywhere."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

SALT_BYTES = 16
_ROUNDS = 256_000
"""SQLCipher 4 derives its keys with this many rounds of PBKDF2-HMAC-SHA512."""


@dataclass(frozen=True)
class FileKey:
    """What opens one file. Its parts never show in a repr, a log or a traceback."""

    secret: str = field(repr=False)

    @classmethod
    def derive(cls, passphrase: str, salt: bytes) -> FileKey:
        """Make the key SQLCipher itself makes from a passphrase and the file's first 16 bytes.

        It takes 0.1-0.2 s on purpose: that is what a guesser has to pay for each try. The passphrase is
        brought to Unicode's composed form (NFC) first, so that two keyboards agree on one word.
        """
        # Halves of broken characters, from an environment in another encoding, open nothing and raise nothing.
        words = unicodedata.normalize("NFC", passphrase).encode(errors="surrogatepass")
        key = hashlib.pbkdf2_hmac("sha512", words, salt, _ROUNDS, 32)
        return cls(key.hex() + salt.hex())

    @classmethod
    def for_new_file(cls, passphrase: str) -> FileKey:
        """Make the key of a file that is about to be created, with a salt of its own."""
        return cls.derive(passphrase, secrets.token_bytes(SALT_BYTES))

    @classmethod
    def of_file(cls, path: Path, passphrase: str) -> FileKey:
        """Make the key of an existing file. Raises OSError."""
        with path.open("rb") as file:
            return cls.derive(passphrase, file.read(SALT_BYTES))

    @classmethod
    def random(cls) -> FileKey:
        """Make a key nobody knows, for a file that lives no longer than this process."""
        return cls(secrets.token_hex(32 + SALT_BYTES))
