## plate

plate-title = Please enter your licence plate
plate-hint = Enter it as on the plate, for example BKZ-5937
plate-prefix = before dash
plate-suffix = after dash
plate-look-up-car = Check car
plate-look-up-motorcycle = Check motorcycle
plate-look-up-with = { $what } ({ $more })
plate-asking = Looking it up…
plate-meant = Change to { $plate }
plate-meant-lookalike = Did you mistake O and 0, or I and 1?
plate-meant-split = Is the dash in the right place?
plate-vehicle-missing = Please choose car or motorcycle.
plate-look-up-missing = Please choose “Check car” or “Check motorcycle”.
plate-key-clear = Clear
plate-key-rub-out = ⌫
plate-key-more =
    Army
    CD
plate-key-letters = ABC
plate-key-digits = 123
plate-fault-empty = No plate has been entered yet.
plate-fault-prefix-missing = Please enter what stands before the dash.
plate-fault-suffix-missing = Please enter what stands after the dash.
plate-fault-too-long = No plate is that long. Please check and type it again.
plate-fault-character = No plate has “{ $character }”. Please use letters and digits.
plate-fault-separator = Where is the dash? Please use both boxes.
vehicle-car = Car
vehicle-car-short = Car
vehicle-motorcycle-short = Motorcycle
vehicle-motorcycle-more = incl. heavy
vehicle-car-plain = car
vehicle-motorcycle-plain = motorcycle

## bills

bills-title = { $plate } ({ $vehicle }): { $count ->
    [one] { $count } bill to pay
   *[other] { $count } bills to pay
}
bills-title-partly = { $plate } ({ $vehicle }): { $count ->
    [one] { $count } bill found so far
   *[other] { $count } bills found so far
}
bills-title-mine = Your vehicles ({ $vehicles }): { $count ->
    [one] { $count } bill to pay
   *[other] { $count } bills to pay
}
bills-title-mine-partly = Your vehicles ({ $vehicles }): { $count ->
    [one] { $count } bill found so far
   *[other] { $count } bills found so far
}
bills-partly = ! Incomplete: { $missing } did not answer.
bills-notice = { $count ->
    [one] { $count } ticket
   *[other] { $count } tickets
} + { $surcharge } fee
bills-notice-number = Notice { $number }
bills-sent = Sent { $date }
bills-due = Due { $date }
bills-details = Details ›
bills-group = { $kind }: { $count }
bills-group-surcharge = { $kind }: { $count }, surcharges of { $surcharge } included
bills-tab-ticked = { $count } selected
bills-none-here = Nothing to pay.
bills-unknown-here = We cannot tell: { $missing } did not answer.
bills-none-payable = Nothing payable
bills-none-ticked = Nothing selected: select what to pay
bills-most = { $count } selected (the most at once), total { $amount }
bills-total = { $count } selected, total { $amount }
bills-all = Select all
bills-all-sum = Select all { $count }: { $amount }
bills-none = Clear all
bills-pay = Pay
bills-pay-sum = Pay { $amount }
bills-pay-elsewhere = This machine takes no payments at present. Please pay elsewhere.
bills-where = Where to pay
bills-pay-at-city = Nothing is taken here: scan the city's code and pay on its own page. Notices have no code; pay them as they say.
bills-as-of = As of { $time }
bills-by-phone = Pay by phone
stage-general = Tickets
stage-ordinary = First notice
stage-registered = Second notice
stage-recovery = Recovery
one-general = Ticket
one-ordinary = First notice
one-registered = Second notice
one-recovery = Recovery notice
issued-paper = On paper
issued-paperless = Paperless
issued-smart-post = Smart post
state-due-today = ! Due today
state-days-left = { $days ->
    [one] { $days } day left
   *[other] { $days } days left
}
state-overdue = { $days ->
    [one] ! { $days } day late
   *[other] ! { $days } days late
}
state-being-paid = Being paid now
state-not-here = Not payable here
source-tickets = the ticket register
source-notices = the notice register

## bill

bill-title = { $stage }  { $number }
bill-amount = To pay here
bill-pay-by = Due
bill-issued-on = Notice sent on
bill-ticket = Ticket number
bill-parked = Parked
bill-rate = Rate
bill-issued = Issued
bill-back = Back
bill-why-surcharge = The cost of sending a notice, once for each notice.
bill-why-fine = Collected by the motor vehicles office, not here.
bill-why-not-here = This is past the notice's date and has been handed over; it cannot be paid here. Please take the notice to the motor vehicles office, or ask at the parking office's counter.
bill-why-being-paid = This is being paid somewhere else. Please do not pay twice; if that is cancelled, you can pay here.
line-fee = Parking fee
line-paperless-discount = Paperless discount
line-smart-payment-discount = Mobile payment discount
line-surcharge = Notice fee
line-fine = Fine (paid elsewhere)
bill-owed = Owed, not payable here
bill-fee-of = Parking fees of { $count } tickets, see below
bill-ticket-fee = { $number }  { $fee }
bill-state = State
bill-objection = Objection
bill-objection-open = Under objection; it can still be paid
bill-objection-rejected = Rejected; it has to be paid
bills-objection-open = Under objection
bills-objection-rejected = Objection rejected
bill-why-paperless-discount = Less to pay because no paper was printed.
bill-why-smart-payment-discount = Less to pay when you pay by phone.
bill-share-paperless-discount = { $percent }% of the fee, because no paper was printed; rounded to a whole dollar.
bill-share-smart-payment-discount = { $percent }% of the fee when you pay by phone; rounded to a whole dollar.
bill-store-codes = Bar codes
bill-take-along = Take list along

# Rates (the ids of assets/tariffs/rates.toml)
rate-car-hourly-20 = Car, NT$20 an hour
rate-car-hourly-30 = Car, NT$30 an hour
rate-car-hourly-50 = Car, NT$50 an hour
rate-car-loading-30 = Loading bay, NT$30 per 20 minutes
rate-car-post-20 = Smart post, NT$20 an hour, free up to 10 minutes
rate-car-visit-50 = Car, NT$50 a day
rate-motorcycle-visit-20 = Motorcycle, NT$20 a day
fee-made-up = { $rate }: { $how }
fee-worked-out = { $rate }; this fits { $how }
fee-time = { $count } × { $minutes } minutes at { $price }
fee-days = { $count ->
    [one] one day at { $price }
   *[other] { $count } days at { $price }
}
fee-free = within the free time, so nothing to pay
rate-national = As the city's own records have it

## check

check-title = Please check what you are paying
check-plate = Plate
check-bills = { $count ->
    [one] { $count } bill
   *[other] { $count } bills
}
check-provider = Provider
check-fee = Handling fee
check-making = One moment…
check-confirm = Show code
check-change-bills = Change bills
check-change-provider = Change provider
check-total = Total
check-warning = Paid elsewhere? That takes 1 to 5 days to show: please do not pay twice. No look-ups or payments from 05:15 to 06:15. Smart posts are free for 10 minutes.
check-vehicles = { $count } vehicles ({ $plates } …)
check-vehicle = { $plate } ({ $type })
check-of = { $count ->
    [one] { $count } bill, { $amount }
   *[other] { $count } bills, { $amount }
}
check-included = { $amount } (in the total)

## providers

providers-title = Choose a payment provider ({ $amount })
providers-explanation = Choose one that you already have on your phone.
provider-unavailable = Out of service
provider-limit = At most { $amount }
provider-why-not = ! { $name }: { $reason }. Please choose another.
provider-wallet = Wallet, { $fee }
provider-bank = Bank, { $fee }
provider-parking-app = Parking app, { $fee }
provider-fee = fee { $fee }
provider-no-fee = no fee
providers-more = More { $leaf }/{ $of }

## payment

payment-scan = Scan with your phone and pay there
payment-scanned = No need to scan any more
payment-open = The window is too small for the QR code. Open this address on your phone:
payment-due = To pay
payment-what = { $provider } · { $what }
payment-payee = Payee: { $payee }
payment-number = Order: { $number }
payment-left = Time left: { $time }
payment-waiting = Waiting for your phone…
payment-at-wallet = Please finish paying on your phone…
payment-processing = Confirmed on your phone, working…
payment-unknown = We are finding out how it ended. Please do not pay again. (order { $number })
payment-time-over = Time is up, finding out how it ended…
payment-link-lost = Connection lost. The result is kept and will appear here. Please do not pay again.
payment-cannot-scan = Can't scan?
payment-another-way = Change provider
payment-help-title = Can't scan it? Please try this
payment-help-distance = 1. Hold the phone 30 cm away, the whole code in view.
payment-help-distance-gaps = 1. Hold the phone 80 cm away, the whole code in view.
payment-help-app = 2. Use the camera, or “Scan” in your payment app.
payment-help-link = 3. Or open this address in the phone's browser:
payment-link = { $link }
payment-larger = Larger
payment-help-back = Back
payment-cancel-title = Cancel this payment?
payment-cancel-what = The code stops working. Nothing is charged for { $what } ({ $amount }), and you can pay later.
payment-cancel-no = Keep paying
payment-cancel-yes = Cancel it
payment-leave-title = Your phone has confirmed it
payment-leave-what = It cannot be cancelled any more. The result is kept; please do not pay again. If you leave, note order { $number } and look up your plate again later.
payment-leave-no = Wait here
payment-leave-yes = Leave
payment-cover-confirmed = ✓ Confirmed on your phone
payment-cover-at-wallet = Please finish on your phone
payment-cover-processing = One moment, please
payment-cover-unknown = Finding out how it ended
payment-cover-over = Time is up
payment-cover-hold = Please do not pay again
payment-alone = { $amount } Scan with your phone. Touch for help
payment-show-code = Show the code

## paid

paid-title = ✓ { $amount } paid, thank you
paid-when = Paid at
paid-by = Provider
paid-what = For
paid-receipt = Receipt number
paid-ends = { $seconds ->
    [one] Back to the start in { $seconds } second
   *[other] Back to the start in { $seconds } seconds
}
paid-show-receipt = Receipt
paid-more = Pay more
paid-finish = Finish
paid-still = { $count ->
    [one] { $count } more bill to pay: { $amount }
   *[other] { $count } more bills to pay: { $amount }
}
paid-go-on = Pay the rest
paid-take-along = Scan to keep it
paid-take-list = Take a summary along

## receipt

receipt-title = This is your receipt
receipt-explanation = You may photograph it. Parking fees come without a uniform invoice.
receipt-number = Receipt number
receipt-payee = Payee
receipt-office = Office
receipt-when = Paid at
receipt-provider = Provider
receipt-reference = Transaction
receipt-order = Order
receipt-line = { $plate }  { $number }
receipt-pass = { $plate }  { $name }, { $month }
receipt-total = Total
receipt-note = Please keep it for six months as proof of payment.
receipt-back = Back
receipt-paid = Paid
receipt-plates = Plate
receipt-take = Take it along

## take

take-back = Back
take-link = Open this on your phone: { $link }
take-days = The address works for 30 days. Whoever has it can look, so keep it to yourself.
take-receipt = Scan this to take your receipt along
take-receipt-how = On your phone you can save it, or print it at home.
take-owed = Scan this to take the list along
take-owed-how = It has every amount, date and bar code for stores, up to date whenever you open it.
take-paid = Scan this to take along what you paid
take-paid-how = It has the number and amount of every receipt of this visit.
take-visit = Scan this to take along what you did in this visit
take-visit-how = It lists what you did since signing in, without your name or number.
store-title = Bar codes for convenience stores
store-amount = { $amount }, to pay at a store by { $day }
store-sample-amount = Demo: nothing can be paid with these codes. { $amount } by { $day }
store-sample = Demo: nothing can be paid with these codes.
store-show = Scan this, then show your phone at the till: three codes, from top to bottom.
store-no-room = The bar codes do not fit on this screen. Please ask at the service desk.
store-once = Stores pass payments on after one to five days; please do not pay again meanwhile.
store-next = Next code
store-on-phone = On my phone
store-as-bars = Show the bars

## passes

passes-title = Which monthly pass for { $month }?
passes-on-sale = Choose one, enter the plate, and pay with your phone.
passes-not-yet-title = Next month’s passes are not on sale yet
passes-not-yet = You can buy them here from { $day }.
passes-none = There are no monthly passes at present.
passes-choose = Choose ›
passes-product = { $vehicle } · { $left }
passes-left = { $count } left
passes-unlimited = no limit
passes-sold-out = sold out
passes-choose-another = “{ $name }” is sold out. Please choose another.
pass-plate-title = { $type ->
    [car] Which car is the pass for?
   *[motorcycle] Which motorcycle is the pass for?
}
pass-plate-next = Next
pass-change = Change pass
pass-name = Monthly pass
pass-month = Month
pass-bought = { $name } ({ $month })

## city-payment

city-title = { $count ->
    [1] Scan with your phone and pay on the city's page
   *[other] Scan with your phone and pay on the city's page ({ $place } of { $count })
}
city-bill = Ticket { $number }, { $amount }, pay by { $day }
city-amount = The city's page has the last word on the amount: smart payment takes 5% off a ticket at present.
city-paid = I have paid
city-next = Next ticket
pay-warning = What you paid elsewhere can take one to five days to show: please do not pay twice. From 05:15 to 06:15 each day the city updates its records and nothing can be looked up or paid. At a smart post, the first 10 minutes are free.
bill-why-settling = You said that you have just paid this one, and the city does not show it yet. Please do not pay it again; look it up in a few days.

bills-elsewhere = Other cities
elsewhere-title = { $vehicle } in other cities
elsewhere-city = { $city }
elsewhere-asking = Asking: { $done } of { $all } cities have answered{ $count ->
    [0] { "" }
    [one] ; one to pay, { $amount }
   *[other] ; { $count } to pay, { $amount }
}
elsewhere-done = All { $all } cities have answered: { $count ->
    [0] nothing is owed there.
    [one] one to pay, { $amount }.
   *[other] { $count } to pay, { $amount }.
}
elsewhere-done-partly = { $answered ->
    [one] One city has answered
   *[other] { $answered } cities have answered
}: { $count ->
    [0] nothing to pay
    [one] one to pay, { $amount }
   *[other] { $count } to pay, { $amount }
}. Not known of { $lacking ->
    [one] one more, listed below.
   *[other] { $lacking } more, listed below.
}
elsewhere-none-answered = No city could be asked, which does not mean that nothing is owed. Please try again later.
elsewhere-nothing-yet = Cities where something is owed will be listed here. It takes about eight seconds.
elsewhere-owed = { $count ->
    [one] one to pay
   *[other] { $count } to pay
}
elsewhere-owed-here = { $count ->
    [one] { $count } bill, payable here
   *[other] { $count } bills, payable here
}
elsewhere-unknown = Not known: { $reason }
elsewhere-reason-service = our own service did not answer
elsewhere-incomplete = This city’s total is not that of its list: there may be more.
elsewhere-unsecured = This city is asked without encryption, so what it says may have been changed on its way.
elsewhere-other-type = Ask as { $type }
elsewhere-again = Ask again
elsewhere-bills-title = { $city }: { $vehicle }
elsewhere-where = { $count ->
    [one] One to pay, { $amount }.
   *[other] { $count } to pay, { $amount }.
} Pay at a convenience store, or on that city’s parking website or app. It cannot be paid here.
elsewhere-ticket = Parked on { $day }, pay by { $pay_by }
elsewhere-pay-by = Pay by { $pay_by }
elsewhere-reminder = { $count ->
    [one] Reminder of one ticket
   *[other] Reminder of { $count } tickets
}, { $surcharge } for the reminder; pay by { $pay_by }
elsewhere-back = Back

city-choice-group = { $count ->
    [one] { $count } bill to pay
   *[other] { $count } bills to pay
}
city-choice-ticket = Parking ticket
city-choice-parked = Parked { $day }
city-choice-paid-here = Paid, pending
city-choice-not-here = Not payable here
city-choice-note = Once you have paid here, we tell { $city }.
city-check = City
city-check-bills = Tickets and notices
city-check-note = Once you have paid we tell { $city }. Until it confirms, please do not pay elsewhere as well. If { $city } refuses, your money comes back automatically.
city-bought = { $city }: { $count ->
    [one] { $count } bill
   *[other] { $count } bills
}
city-standing-waiting = Paid, waiting for { $city } to confirm
city-standing-confirmed = Paid, confirmed by { $city }
city-standing-unclear = Paid; { $city } has not answered yet, and we are asking
receipt-city = City
receipt-city-says = Status
