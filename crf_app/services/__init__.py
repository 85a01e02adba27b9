"""What can be done with a record: the Desk, and the handlers of its commands, one module per kind of work."""
