"""What the backend tells of a thing, as lines of a pane: pure functions, one file a kind of thing."""
