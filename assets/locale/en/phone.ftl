# What phones show: pages of the backend, on the visitor's own phone.

phone-after = What to do now
phone-help = Help line

## no page

phone-lost-title = There is no such page
phone-lost-text = The address may be wrong, or its time may be over.
phone-lost-next = Please go back to the machine and scan the code on its screen again.
phone-broken-title = Something went wrong here
phone-broken-text = This step was not completed. Please do not pay twice.
phone-broken-next = Please load this page again. If that does not help, look at the machine's screen, or ask at the counter.
phone-busy-title = The system is busy
phone-busy-text = This page cannot be opened just now. Nothing has changed.
phone-busy-next = Please wait a few seconds and load this page again.

## a payment

phone-pay-what = Pay for parking
phone-pay-order = Order
phone-pay-title = Confirm payment of { $amount }
phone-pay-due = To pay
phone-pay-provider = Provider
phone-pay-until = Please confirm by { $time }
phone-pay-left = , about { $minutes } min left
phone-pay-last-minute = , less than a minute left
phone-pay-pass = Monthly pass
phone-pay-bills = What you pay: { $count }
phone-pay-all = Show all
phone-pay-by = Due
phone-pay-month = Month
phone-pay-price = Price of the pass
phone-pay-gross = Before discounts
phone-pay-discount = Discount
phone-pay-fee = Handling fee
phone-pay-confirm = Pay { $amount }
phone-pay-cancel = Cancel
phone-pay-receipt = Receipt number
phone-pay-paid-at = Paid at
phone-pay-for = For
phone-pay-some-bills = Bills: { $count }
phone-pay-keep = Receipt to keep or print
phone-pay-wallet = Go to { $provider }
phone-state-at-wallet-title = Please finish paying
phone-state-at-wallet-text = Please finish on the provider's page. Nothing is charged before that.
phone-returned-title = Finding out how your payment ended
phone-returned-text = Please wait, we are asking the provider; do not pay again. If you have not paid yet, go back to the provider's page.
phone-state-processing-title = Your payment is being processed
phone-state-processing-text = Please wait, keep this page open and do not pay again.
phone-state-unknown-title = Finding out how your payment ended
phone-state-unknown-text = The provider has not answered yet. We keep asking; please do not pay again.
phone-state-paid-title = Payment complete. Thank you
phone-state-paid-text = The machine's screen changes automatically. You can close this page.
phone-state-cancelled-title = This payment was cancelled
phone-state-cancelled-text = Nothing was charged.
phone-state-expired-title = The time for this payment is over
phone-state-expired-text = Nothing was charged.
phone-late-text = If the wallet has charged you all the same, the money is returned automatically; you need do nothing.
phone-state-refund-due-title = Your money will be returned
phone-state-refund-due-text = This payment could not be used for parking fees. The provider returns it; you need do nothing.
phone-state-refunded-title = Your money has been returned
phone-state-refunded-text = The provider is returning the money. When it arrives depends on the provider.
phone-pass-not-bought = This payment came too late for the pass. The provider returns it; you need do nothing.
phone-failed-title = The payment failed
phone-failed-insufficient = The balance was too low. Nothing was charged.
phone-failed-refused = The provider did not accept it. Nothing was charged.
phone-failed-provider-down = The provider is out of service. Nothing was charged.
phone-no-payment-title = There is no such payment
phone-no-payment-text = The link may be wrong, or its time may be over.
phone-wait-text = Please wait. This page will try again automatically.
phone-next-again = Please go back to the machine, look it up again and scan the new code.
phone-late-next = Please make sure in the wallet that nothing was charged before you pay again at the machine.
phone-next-other = Please go back to the machine, look it up again and choose another provider.
phone-next-look-up = Please look up at the machine whether your tickets are paid.
phone-next-buy = If you still need a monthly pass, please buy it at the machine again.
phone-next-later = You can open this page again later. The machine's screen changes automatically too.

## a field of the machine's form

phone-entry-name = Your name
phone-entry-name-hint = For example: Mary Brown
phone-entry-name-unfit = Enter a name of up to 40 characters, without special signs.
phone-entry-email = E-mail
phone-entry-email-hint = For example: wang@example.tw
phone-entry-email-unfit = That is not a whole e-mail address. Please check it.
phone-entry-password = Choose a password
phone-entry-password-hint = At least 6 characters: upper and lower case letters, and a digit
phone-entry-password-unfit = A password has at least 6 characters, with upper and lower case letters, and a digit.
phone-entry-send = Send to the machine
phone-entry-how = The machine fills it in automatically.
phone-given-title = ✓ Sent to the machine
phone-given-text = Please go on at its screen. You can close this page.
phone-entry-over-title = This link can no longer be used
phone-entry-over-text = Please go back to the machine and press “My phone” again.

## signing in at the machine

phone-offer-title = Sign in at the parking machine
phone-offer-compare = The machine must show the same code as this page:
phone-offer-warning = If it shows another one, or you are not in front of a machine, do not sign in, and close this page.
phone-offer-by = Sign in with { $provider }
phone-offer-down = { $provider } cannot be reached just now, and you are not signed in. Please try again in a moment, or sign in at the machine with your password.
phone-offer-taken-title = This link has been used
phone-offer-taken-text = Please finish on your account's page, then look at the machine's screen.
phone-offer-over-title = This link can no longer be used
phone-offer-over-text = Please go back to the machine and scan the code on its screen again.
phone-number-prove-title = Confirm your new number
phone-number-prove-text = At a counter you asked that your account use this phone's number. If that was you, press the button; if not, just close this page.
phone-number-prove-do = I asked for it, this is my phone
phone-number-stop-title = Your account is to have another number
phone-number-stop-text = Somebody showed an ID card and a vehicle licence at a counter and asked that your account use another mobile number. It changes on { $day } at { $time }. If that was you, there is nothing to do.
phone-number-stop-do = This is not me, stop it
phone-number-proved-title = Confirmed
phone-number-proved-text = This phone's number is confirmed; please tell the clerk. Once it is approved it still takes a while, and you will get a text message.
phone-number-stopped-title = Stopped
phone-number-stopped-text = Your number stays as it was, and so does your account. Please set a new password; if somebody has used your papers, go to the counter.
phone-number-done-title = It has taken effect and cannot be stopped from here
phone-number-done-text = The account's number has changed. If you did not ask for that, go to a counter at once, with your ID card and vehicle licence.
phone-number-over-title = This link can no longer be used
phone-number-over-text = This request has ended, and no number was changed by it.

## what is taken along

phone-sheet-keep = Use your browser to share or save this page, or to print it on your own printer.
phone-sheet-until = This address works until { $moment }
