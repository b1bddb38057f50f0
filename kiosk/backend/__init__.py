"""The service behind the terminals. It ships in the same package, and never imports the app."""
