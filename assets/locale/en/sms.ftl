# Text messages. Each fits in one on the air where plates and figures are of the usual length: 160 letters of GSM 7-bit, or 70 of Chinese.
# No links: an office that never sends any gives a false one away. The one exception is a new number asked for at a counter:
# whoever has lost phone and password has nothing else to answer with.

sms-code = Taipei Parking: { $digits } is your code to { $what }, good for 5 minutes. City staff never ask for it. Do not share it.
sms-code-register = create your account
sms-code-reset-password = reset your password
sms-code-change-mobile = change your mobile number
sms-number-changed = Taipei Parking: your account's mobile number was changed on { $day } at { $time }. Not you? Call { $phone }.
sms-number-link = Taipei Parking: at a counter you asked that your account use this number. Confirm within a day: { $link } Not you? Do not open it.
sms-number-waits = Taipei Parking: at a counter another number was asked for your account. It changes on { $day } at { $time }. Not you? Stop it: { $link }
sms-number-yours = Taipei Parking: this is your account's number now. At a machine, choose "Forgot password" to set a new one. Questions: { $phone }
sms-number-not = Taipei Parking: the change of an account to this number, asked for at a counter, was cancelled. Nothing was registered. Questions: { $phone }
sms-reminder = Taipei Parking: { $plate } has { $count ->
    [one] 1 ticket
   *[other] { $count } tickets
}, NT${ $dollars }, { $count ->
    [one] due
   *[other] first due
} { $day }. Please pay in time. Questions: { $phone }
sms-ticket = Taipei Parking: ticket { $number } for { $plate }, parked { $day } { $time }: NT${ $dollars }, due { $due }.
sms-objection-upheld = Taipei Parking: the objection to ticket { $number } was upheld; you do not have to pay it. Questions: { $phone }
sms-objection-rejected = Taipei Parking: the objection to ticket { $number } was rejected. If it is unpaid, please pay it in time. Questions: { $phone }
sms-objection-taken-back = Taipei Parking: the objection to ticket { $number } was withdrawn. If it is unpaid, please pay it in time. Questions: { $phone }
sms-flood = Taipei Parking flood alert: clear the riverside car parks ({ $area }) by { $day } { $time }, when the flood gates close. Vehicles: { $plates }
# Of five vehicles three are named: $more is 2, $count is 5, and a language takes the one that it says.
sms-flood-more = { $plates } and { $more } more{ $count ->
   *[other] { "" }
}
sms-day = { $day } { $month ->
         [1] { short-month-1 }
         [2] { short-month-2 }
         [3] { short-month-3 }
         [4] { short-month-4 }
         [5] { short-month-5 }
         [6] { short-month-6 }
         [7] { short-month-7 }
         [8] { short-month-8 }
         [9] { short-month-9 }
         [10] { short-month-10 }
         [11] { short-month-11 }
        *[other] { short-month-12 }
    }
