"""Pictures of every screen, for people to look at: `make screenshots` draws them into `build/screenshots`."""
