"""What every use case stands on: refusals, the outbox, seals, draws, allowances, the city's rules and what is kept."""
