lookup-not-a-plate = This is not a plate number. Write it with its dash, like BKZ-5937.
lookup-one-plate = Standard input holds several plates; kiosk lookup answers one at a time.
lookup-type = The type is car, or motorcycle (heavy ones with red or yellow plates too).
lookup-no-token = This machine has no token for that service: { $reason }
lookup-guest = This machine has no token for that service: { $reason }. Or ask at a terminal, without --no-input: reading a picture lets you in as a guest.
lookup-picture-wrong = Those are not the digits. Please look at the picture above again.
lookup-picture-digits = Please type five digits.
lookup-address = A service's address is like https://parking.example.tw
lookup-nothing-owed = { $plate }: no parking fees are owed, neither as a car nor as a motorcycle.
lookup-only-other = { $plate } owes no { $type } parking; it has { $count ->
    [one] { $count } { $other } bill
   *[other] { $count } { $other } bills
}: add --type { $option }.
lookup-other = { $plate } also has { $count ->
    [one] { $count } { $other } bill
   *[other] { $count } { $other } bills
}: add --type { $option }.
lookup-could-not-ask = The registers cannot be asked now, which does not mean that nothing is owed. Please try again later. (code { $code })
lookup-refused = The service refused this look-up. (code { $code })
lookup-partly-answered = Some registers did not answer: more may be owed than is shown. Please ask again later.
lookup-number = Number
lookup-total = Total
lookup-vehicle = Vehicle
lookup-stage = Kind
lookup-parked = Parked
lookup-pay-by = Due
lookup-state = State
lookup-amount = Amount
explain-not-a-number = This is no number of a bill: a ticket's has a letter and 14 more characters, a notice's nine digits.
explain-unknown = Nothing is owed under { $number }: the number may be wrong, withdrawn, or part of a notice by now, which has a number of its own.
explain-paid = { $number } is paid.
explain-ticket = { $number }
explain-sum = Owed
explain-due = due { $day }
explain-stay = { $when }; { $rate }
