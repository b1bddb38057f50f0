## register

form-next = Next
form-working = One moment…
password-fault-empty = Enter your password
register-plate-title = Which vehicle is yours?
mobile-label = Mobile number
mobile-hint = 0912-345-678
mobile-title = Please enter your mobile number
mobile-note = A code will be sent to it by text message. You will also sign in with this number.
mobile-other-title = Which number should the code go to?
mobile-other-note = We will send a code to the new number. The one in the former message will then no longer work.
mobile-fault-empty = Enter your mobile number
mobile-fault-character = A number has digits only
mobile-fault-too-short = Too short: it has 10 digits
mobile-fault-too-long = Too long: it has 10 digits
mobile-fault-not-mobile = It begins with 09: 10 digits
name-title = What is your name?
name-label = Name
name-hint = such as Wang Xiaoming
name-note = It is used for your record and our notices. The keys on the screen are Latin letters; for Chinese, press “My phone”.
name-note-staff = It is used for your record and our notices. The keys on the screen are Latin letters; for Chinese, press “Ask staff to type it”.
name-help = Ask staff to type it
name-fault-empty = Enter your name
name-fault-too-long = 40 characters at most
name-fault-character = A sign that no name has
email-title = Would you like to give an e-mail address?
email-label = E-mail
email-hint = optional
email-note = Important notices will then come there too.
email-note-unsent = No e-mails are sent for now. Important notices come as text messages.
email-none = Go on without
email-fault-no-at = An address has an @ in it
email-fault-local = Something is wrong before the @
email-fault-domain = Something is wrong after the @
email-fault-too-long = That address is too long
password-title = Please choose a password
password-label = Password
password-again-label = Confirm it
password-again-hint = once more
password-differs = The two are not the same
password-fault-length = It needs 6 characters
password-fault-upper = It needs a capital letter
password-fault-lower = It needs a small letter
password-fault-digit = It needs a digit
password-fault-character = A sign that cannot be used
password-common = Too easy to guess: another?
password-send = Send code
privacy-why = Registering needs some of your data. This is how we use it.
privacy-agree = I have read this and agree
registered-title = ✓ You are registered. Welcome!
registered-bound = { $plate } ({ $type }) is among your vehicles.
registered-reminder = Before a parking fee falls due, a text message between 1 and 6 p.m. will remind you.
registered-more = Paperless tickets, flood alerts and more can be chosen under “Vehicles”.
registered-taken = { $plate } ({ $type }) is another owner’s vehicle here, so it is not among yours yet.
registered-claim = If it is yours, tell us so under “Vehicles”. We will look into it and let you know.
registered-go-on = My account

## sign in

sign-in-title = Your mobile number and password, please
sign-in-note = No account yet? Go to the first page and choose “Register”.
sign-in-do = Sign in
sign-in-working = Signing in…
sign-in-forgotten = Forgot password
sign-in-refused = Wrong number or password
sign-in-paused = Too often: wait { $minutes } min
reset-title = Forgot your password?
reset-note = We will send a code to the number you registered. Then you can set a new password.
reset-set = Set password
sign-in-with-phone = Sign in with your phone, without a password
sign-in-by-title = Which account do you want to use?
sign-in-by-explanation = An account that you have linked here signs you in without a password.
sign-in-by-provider = { $provider }
sign-in-by-link = Sign in with { $provider }
sign-in-by-give-up = Use my password
sign-in-scan = Scan to sign in
sign-in-compare = Your phone must show this code
sign-in-on-phone = Go on on your phone: sign in with { $provider }
sign-in-on-phone-scan = Nothing opened on your phone? Scan this.

## by phone

by-phone = My phone
by-phone-title-name = Enter your name on your phone
by-phone-title-email = Enter your e-mail on your phone
by-phone-title-password = Choose a password on your phone
by-phone-note = Send it there and it is filled in here automatically.
by-phone-waiting = Waiting for your phone…
by-phone-give-up = Type here instead
by-phone-over = Nothing came from the phone in time. Press “My phone” again
by-phone-failed = The phone cannot be used right now. Please try again later
by-phone-scan = Scan this with your phone and type there.

## code

code-title = Please enter the code from the message
code-sent-to = Sent to { $mobile }
code-hint = Enter the digits from the message. Sent automatically after the last digit.
code-left = { $seconds } s left
code-done = Done
code-resend = Send again
code-resend-in = Again in { $seconds } s
code-other-number = Change number
code-checking = Checking…
code-sending = Sending…
code-on-its-way = The message was sent
code-on-its-way-where = A code is on its way to { $mobile }
code-on-its-way-close = OK
code-short = { $missing ->
    [one] The code has { $digits } digits; { $missing } is missing.
   *[other] The code has { $digits } digits; { $missing } are missing.
}
code-wrong = That is not the code. Please look at the latest message and try again.
code-wrong-left = { $tries ->
    [1] Wrong code. One try left: after another wrong one you have to wait.
   *[other] Wrong code. You have { $tries } tries left. Look at the latest message.
}
code-expired = The code has expired. Press “Send again” for a new one.
code-paused = { $minutes ->
    [one] Too many wrong codes. Try again in { $minutes } minute, or ask at the counter.
   *[other] Too many wrong codes. Try again in { $minutes } minutes, or ask at the counter.
}
code-counter = Too many wrong codes for this number. Our staff at the counter will help you.
code-later = { $seconds ->
    [one] One was sent just now. You can ask for another in { $seconds } second.
   *[other] One was sent just now. You can ask for another in { $seconds } seconds.
}
code-later-long = { $minutes ->
    [one] Too many messages to this number. Try again in { $minutes } minute, or ask at the counter.
   *[other] Too many messages to this number. Try again in { $minutes } minutes, or ask at the counter.
}
code-messages-down = Messages cannot be sent right now. Try again later, or ask at the counter.
code-delayed = ! Messages are slow right now. You can also ask at the counter.
phone-handle = SMS{ $count }
phone-close = Demo phone: F4 closes
phone-empty = No messages: F4 closes
phone-hint = Touch it to fill it in

## picture

picture-title = Please enter the five digits in the picture
picture-why = This computer is not enrolled: we make sure that a person is using it.
picture-listen = Listen
picture-other = Another one
picture-done = Done
picture-checking = Checking…
picture-drawing = Drawing…
picture-short = { $missing ->
    [one] There are 5 digits; { $missing } is missing.
   *[other] There are 5 digits; { $missing } are missing.
}
picture-wrong = Those are not the digits. Look again, listen, or take another picture.
picture-wrong-left = { $tries ->
    [1] Wrong digits. One try left: look again, or listen.
   *[other] Wrong digits. { $tries } tries left: look again, or listen.
}
picture-over = That picture can no longer be used. Please enter the digits of this one.
picture-playing = Playing: an English voice says the five digits.
picture-silent = This computer cannot play sounds. Please use the picture, or take another one.
picture-ask = The five digits in the picture (? to hear them):{" "}
