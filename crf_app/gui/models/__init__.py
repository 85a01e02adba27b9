"""What the list screens show, worked out without a window: read models over the desk, the file and the timeline."""
