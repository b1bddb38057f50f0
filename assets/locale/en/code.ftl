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
code-told = The message was sent
code-told-where = A code is on its way to { $mobile }
code-told-close = OK
code-short = The code has { $digits } digits; { $missing } are missing.
code-wrong = That is not the code. Please look at the latest message and try again.
code-wrong-left = { $tries ->
    [1] Wrong code. One try left: after another wrong one you have to wait.
   *[other] Wrong code. You have { $tries } tries left. Look at the latest message.
}
code-expired = The code has expired. Press “Send again” for a new one.
code-paused = Too many wrong codes. Try again in { $minutes } minutes, or ask at the counter.
code-counter = Too many wrong codes for this number. Our staff at the counter will help you.
code-later = One was sent just now. You can ask for another in { $seconds } seconds.
code-later-long = Too many messages to this number. Try again in { $minutes } minutes, or ask at the counter.
code-messages-down = Messages cannot be sent right now. Try again later, or ask at the counter.
code-delayed = ! Messages are slow right now. You can also ask at the counter.
phone-handle = SMS{ $count }
phone-close = Demo phone: F4 closes
phone-empty = No messages: F4 closes
phone-hint = Touch it to fill it in
