"""What an office runs around the kiosk: units, balancers, a pooler, a monitor."""
