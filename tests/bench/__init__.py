"""Speed and memory, measured and never asserted: `make bench` prints one table for people to judge."""
