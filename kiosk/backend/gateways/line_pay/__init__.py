"""LINE Pay, version 3 of its online interface: the payer is sent to the wallet, comes back, and we confirm."""
