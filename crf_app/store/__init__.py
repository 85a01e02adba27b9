"""The file of a study: encrypted, append-only, and the only place where SQL is spoken."""
