"""The machine: folders, secrets, logs, the processes' own settings."""
