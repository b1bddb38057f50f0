"""The desk's interface: an application of its own, on a listener of its own, that the terminals' knows nothing of."""
