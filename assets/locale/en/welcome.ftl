welcome-question = What would you like to do?
welcome-pay = Pay for parking
welcome-pay-more = 1 Plate   2 Tickets   3 Scan with phone
    No account, about 1 minute
welcome-look-up = Look up parking fees
welcome-look-up-more = All it takes is your plate
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
