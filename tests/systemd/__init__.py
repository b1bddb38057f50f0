"""The units under a real systemd: `uv run python -m tests.systemd`, as root, with systemd-nspawn and debootstrap."""
