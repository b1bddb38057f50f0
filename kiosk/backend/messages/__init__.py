"""What people are told: by text message, and in the owner's history and messages."""
