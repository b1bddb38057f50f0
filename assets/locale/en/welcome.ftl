## welcome

welcome-question = What would you like to do?
welcome-pay = Pay for parking
welcome-pay-more = 1 Plate   2 Tickets   3 Scan with phone
    No account, about 1 minute
welcome-look-up = Look up parking fees
welcome-look-up-more = All it takes is your plate
welcome-type-city = Or just type your plate
welcome-look-up-city = Asked at the city; pay on its page by phone
welcome-sign-in = Sign in
welcome-sign-in-more = Vehicles, alerts
welcome-register = Register
welcome-register-more = Create account
welcome-how = How it works
welcome-notices = Notices
welcome-questions = Questions
welcome-channels = Ways to pay
welcome-passes = Monthly passes
welcome-trials = Demonstration: plates you can try
welcome-type = Or just type your plate, or scan the bar code on your bill

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
