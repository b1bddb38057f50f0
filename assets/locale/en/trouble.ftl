## trouble

trouble-code = If you ask for help, tell them the code { $code }
trouble-staff = For the staff: { $why }
trouble-desk = The service counter can help you.
step-again = Try again
step-other-plate = Another plate
step-show = Show what was found
step-show-other = { $count ->
    [one] See { $count } { $other } bill
   *[other] See { $count } { $other } bills
}
step-look-again = Look it up again
step-other-provider = Change provider
step-elsewhere = Other cities
step-other-number = Another number
step-bind = Add a vehicle
step-claim = Claim it
step-back = My account
step-leave = Back
step-paid = Back to the result
step-sign-in = Sign in
step-take-along = Summary
step-home = Home
trouble-unreachable-title = The parking system cannot be reached
trouble-unreachable-body = The network or the system is down for the moment. This step was not done, and nothing was charged.
trouble-unreachable-now = Please wait a little and try again, or go to the counter.
trouble-timed-out-title = The system takes too long
trouble-timed-out-body = No answer came in time. If you were paying, please do not pay a second time yet.
trouble-timed-out-now = Please try again; nothing is charged twice.
trouble-no-receipt-title = You have paid, but the receipt cannot be shown yet
trouble-no-receipt-body = The system does not answer at the moment. Your payment is complete: please do not pay again.
trouble-no-receipt-now = Please wait a little and try again, or note the receipt number and ask for it at the counter.
trouble-could-not-ask-title = We could not ask. That does not mean nothing is owed
trouble-could-not-ask-body = The ticket registers do not answer at the moment, so we do not know whether you owe anything.
trouble-could-not-ask-now = Please try again in a few minutes, or ask at the counter or on the website.
trouble-nothing-owed-title = { $plate }: checked as car and as motorcycle; nothing is owed.
trouble-nothing-owed-body = A ticket can take 15 to 60 minutes to appear after you park.
trouble-nothing-owed-now = Please check the plate. If it is right, there is nothing to pay now.
trouble-owed-as-other-title = { $plate } owes no { $type } parking; it has { $count ->
    [one] { $count } { $other } bill
   *[other] { $count } { $other } bills
}.
trouble-owed-as-other-body = A car and a motorcycle can carry the same number; their bills are separate.
trouble-owed-as-other-now = If this is a { $other } plate, look at the { $other } bills.
trouble-partly-answered-title = Only part was found
trouble-partly-answered-body = There was no answer from { $missing }. What follows may not be everything.
trouble-partly-answered-now = You can see what was found, or look it up again.
trouble-broken-title = Something went wrong
trouble-broken-body = This step was not completed, and nothing was charged for it.
trouble-broken-now = Please try again. If it happens again, ask at the counter.
trouble-unread-title = This cannot be shown right now
trouble-unread-body = The network or the system does not answer at the moment.
trouble-unread-now = Please wait a little and try again, or ask at the counter.
trouble-failed-title = Sorry, we had to stop here
trouble-failed-body = What you entered has been cleared. If you have already paid, your payment is safe: please do not pay again.
trouble-failed-now = Please start again. If it happens again, ask at the counter.
trouble-busy-title = The system is busy
trouble-busy-body = Many people are using it now. This step has not been done yet.
trouble-busy-now = Please try again in a few seconds.
trouble-taken-title = This ticket is being paid elsewhere
trouble-taken-body = Another machine or phone is paying the same ticket, so it is not taken here.
trouble-taken-now = Please look it up again. If the other payment is cancelled, you can pay here.
trouble-already-paid-title = This ticket has been paid
trouble-already-paid-body = One of the bills you chose is paid already. It need not be paid again.
trouble-already-paid-now = Please look it up again to see what else is owed.
trouble-amount-changed-title = The amount has just changed
trouble-amount-changed-body = What is owed differs from what was on the screen, so nothing was taken.
trouble-amount-changed-now = Please look it up again and check the new amount.
trouble-not-payable-title = This bill cannot be paid here
trouble-not-payable-body = One of the bills you chose cannot be paid at this machine.
trouble-not-payable-now = Please look it up again, or ask at the counter.
trouble-provider-title = This provider is out of service
trouble-provider-body = The provider takes no payments at the moment. Nothing was charged.
trouble-provider-now = Please choose another provider.
trouble-not-enrolled-title = This machine is being serviced
trouble-not-enrolled-body = It can neither look up nor take payments at the moment.
trouble-not-enrolled-now = Please use another machine, or go to the counter.
trouble-not-for-guests-title = This computer is not enrolled as a parking machine
trouble-not-for-guests-body = You can look up and pay here. Registering, signing in and owners’ data need an enrolled machine.
trouble-not-for-guests-now = Please use a machine at a service point, or go to the counter.
trouble-insufficient-title = Balance too low, nothing was paid
trouble-insufficient-body = The provider says the balance does not cover the amount. Nothing was charged.
trouble-insufficient-now = Choose another provider, or top up and try again.
trouble-refused-title = The payment was not accepted
trouble-refused-body = The provider did not accept this payment. Nothing was charged.
trouble-refused-now = Please try another provider.
trouble-expired-title = The code has expired
trouble-expired-body = No confirmation came in time, so this payment was ended. If the phone has paid, the money is refunded automatically.
trouble-expired-now = You can make a new code.
trouble-cancelled-title = This payment was cancelled
trouble-cancelled-body = It was cancelled on the phone. If you are charged all the same, the money is returned automatically.
trouble-cancelled-now = You can choose a provider again.
trouble-refund-title = This money will be returned to you
trouble-refund-body = When it arrived, the bills could no longer be paid with it, so it is refunded automatically.
trouble-refund-now = Please do not pay again. The counter can answer questions.
trouble-session-over-title = You are signed out
trouble-session-over-body = To protect your data, you are signed out automatically after a while. You may also have signed out somewhere else.
trouble-session-over-now = Please go back to the start and sign in again.
trouble-no-payments-title = This machine takes no payments at present
trouble-no-payments-body = This office is not connected to a payment system yet, so nothing can be bought or paid here. You can still look up what you owe.
trouble-no-payments-now = For a monthly pass, please ask at the counter. “Ways to pay” on the first page lists where else parking fees can be paid.
trouble-withdrawn-title = This was withdrawn
trouble-withdrawn-body = It was on the list a moment ago and is not offered any more.
trouble-withdrawn-now = Please look at the list again.
trouble-already-registered-title = This number is registered already
trouble-already-registered-body = You are an owner here and need not register again. What you typed just now was not kept.
trouble-already-registered-now = Please sign in. If you forgot the password, you can set a new one there.
trouble-send-later-title = No other code can be sent yet
trouble-send-later-body = One was sent to this number or from this machine just now. It is still good until it expires.
trouble-send-later-now = { $minutes ->
    [one] Please try again in { $minutes } minute, or ask at the counter.
   *[other] Please try again in { $minutes } minutes, or ask at the counter.
}
trouble-code-paused-title = Too many wrong codes
trouble-code-paused-body = To protect this number, no code is looked at for a while. Sending another does not shorten it.
trouble-code-paused-now = { $minutes ->
    [one] Please try again in { $minutes } minute, or ask at the counter.
   *[other] Please try again in { $minutes } minutes, or ask at the counter.
}
trouble-code-counter-title = Please go to the counter
trouble-code-counter-body = There were too many wrong codes for this number lately. It cannot be proved by message any more.
trouble-code-counter-now = Please take an identity card to the counter. Our staff will help you.
trouble-messages-down-title = Messages cannot be sent right now
trouble-messages-down-body = Our message service is down, and no code went out. What you typed is still here.
trouble-messages-down-now = Please try again in a while, or ask at the counter.
trouble-flow-over-title = This code has had its time
trouble-flow-over-body = It may have taken too long, or it may have worked without our hearing of it. What you typed is still here.
trouble-flow-over-now = Please try again. If it did work, go to the first page and sign in.
step-bill = Back
trouble-store-overdue-title = Past its date, so stores no longer take it
trouble-store-overdue-body = After the date its bar codes are void, and money paid at a store would not count.
trouble-store-overdue-now = Pay it here by phone, or with the bar codes of the notice once that has come.
trouble-store-being-paid-title = This is being paid somewhere else
trouble-store-being-paid-body = Whoever pays it at a store now pays it twice.
trouble-store-being-paid-now = Please wait until that is done; if it is cancelled, come back for the codes in a few minutes.
trouble-store-not-here-title = This has been handed over; stores do not take it
trouble-store-not-here-body = It is past the notice's date, and can be paid neither at a store nor here.
trouble-store-not-here-now = Please take the notice to the motor vehicles office, or ask at the parking office's counter.
trouble-store-too-much-title = More than stores take
trouble-store-too-much-body = Stores take NT$20,000 for one bill at most.
trouble-store-too-much-now = Please pay it here by phone, or ask at the counter.
trouble-store-other-title = This bill has no bar codes for stores
trouble-store-other-body = Stores do not take it now.
trouble-store-other-now = Please pay it here by phone, or ask at the counter.
trouble-number-unknown-title = This bill was not found
trouble-number-unknown-body = There is no parking bill or notice with the number { $number }.
trouble-number-unknown-now = A new bill can take 15 to 60 minutes to appear. You can also look it up by your plate.
trouble-number-paid-title = This bill has been paid
trouble-number-paid-body = { $number } is paid. You need not pay it again.
trouble-number-paid-now = To see what else is owed, look it up by your plate.

## unreached

unreached-refused = The service's computer answers, but nothing listens at that port. Start the backend there, or correct the port in the address.
unreached-no-name = The name in the service's address is not known here. Correct the address, or this machine's name server (DNS).
unreached-no-route = No network leads to the service. Check this machine's cable, Wi-Fi or VPN.
unreached-silent = The service did not answer in time. See whether it is running, and whether a firewall is in between.
unreached-connect = No connection to the service could be made. Check its address and the network.
unreached-certificate = This machine does not trust the service's certificate. Install the certificate of the authority that signed it.
unreached-certificate-name = The service's certificate is for another name. Use the name that stands in the certificate.
unreached-certificate-date = The service's certificate has expired or is not valid yet. Renew it, and check this machine's clock.
unreached-tls = The address begins with https, but that port does not speak TLS. Correct the address, or set up TLS there.
unreached-dropped = The connection was closed before an answer came. If that port speaks TLS, the address must begin with https.
unreached-gateway = A proxy in between answers that it cannot reach the service. See whether the backend behind it is running.
unreached-redirected = Something on the way sends this terminal elsewhere: a proxy that wants https, or a network that wants a sign-in.
unreached-not-ours = What answers at that address is not the parking backend. Check the host, the port and the path.
unreached-not-ready = The service is there but cannot work at the moment, mostly for want of its database. See the backend's log.
unreached-not-started = The service on this machine ended before it could answer. See its log.

## embedded

embedded-port = The service on this machine cannot start: another program uses its port. Close it and start again.
embedded-disk = The service on this machine cannot start: its folder cannot be written to. Check disk space and permissions.
embedded-database = The service on this machine cannot start: its database cannot be opened. Ask the administrator.
embedded-unknown = The service on this machine was interrupted and is starting again.
embedded-settings = The service on this machine cannot start: its settings cannot be used. Ask the administrator.
embedded-said = { $what } ({ $said })

## starting

starting-begins = Starting the service on this machine…
starting-waiting = Another program is preparing the data; waiting for it…
starting-tables = Preparing the database…
starting-city = Preparing the demo city…
starting-city-share = Preparing the demo city: { $percent }%

## crash

crash-title = This machine is out of service. We are sorry.
crash-payment = If you have already paid, your payment is safe. Please do not pay again.
crash-next = Please ask our staff for help and tell them this code: { $code }
trouble-settling-title = { $count ->
    [one] The bill you have just paid still shows at the city
   *[other] { $count } bills you have just paid still show at the city
}
trouble-settling-body = Payments by phone usually show within minutes, those at a store within one to five days. Please do not pay twice.
trouble-settling-now = You can look it up again, or see what else is listed first.
trouble-by-plate-title = Here we look up by plate
trouble-by-plate-body = Parking fees are asked for at the city, which takes plates alone, no ticket numbers.
trouble-by-plate-now = Please type the plate. You can also scan the code on the ticket with your phone.
trouble-city-silent-title = { $city } is not answering, so nothing was taken
trouble-city-silent-body = Before you pay, we check the amount with the city. It cannot be asked just now.
trouble-city-silent-now = Please try again in a few minutes, or pay on that city's own parking website.
