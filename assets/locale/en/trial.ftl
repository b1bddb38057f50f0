# Plates to try in the demo (`shows` in assets/demo/vehicles.toml)
trial-three-tickets = 3 tickets
trial-motorcycle = motorcycle, 2 tickets
trial-overdue = due or just overdue
trial-ordinary = first notice
trial-registered = second notice
trial-recovery = recovery
trial-every-stage = every stage
trial-nothing-owed = nothing owed
trial-partly-answered = partly answered
trial-could-not-ask = cannot be looked up
trial-forty-tickets = 40 tickets
trial-three-hundred-tickets = 300 tickets
trial-military = military plate
