"""The machine underneath: folders, secrets, the terminal, logs, the child process."""
