## area

area-title = Hello, { $name } ({ $mobile })
area-bills = Bills to pay
area-bills-more = What your vehicles owe, paid from here
area-vehicles = Vehicles
area-vehicles-more = Add, services, remove
area-messages = Messages
area-messages-more = Nothing new
area-unread = { $count } unread
area-paid = Payment history
area-paid-more = Payments and receipts
area-edit = Personal details
area-edit-more = Name, number, password
area-history = History
area-history-more = Sign-ins and changes
area-identities = Linked accounts
area-identities-more = LINE, Google and more
area-closing = Close my account
area-sign-out = Sign out

## vehicles

vehicles-title = Your vehicles ({ $count } of at most { $most })
vehicles-none = You have no vehicles here yet.
vehicles-none-more = Add one to be told of tickets and due dates, and to pay for all your vehicles at once.
vehicles-add = Add a vehicle
vehicles-edit = Edit
vehicles-remove = Remove
service-paperless = Paperless tickets
service-paperless-more = No paper on the vehicle any more: look tickets up and be notified instead.
service-paperless-motorcycle = Motorcycles park at a discount (not those with red or yellow plates).
service-reminder = Payment reminders
service-reminder-more = A text message 3 days before the due date, at the hours you choose.
service-flood = Flood alerts
service-flood-more = A text message when riverside car parks must be cleared.
service-since = { $service }, from { $day }
service-with = { $service } ({ $choice })
service-by-text = by text, { $hours }
area-of-tamsui = Tamsui
area-of-keelung = Keelung
area-of-xindian = Xindian
area-of-jingmei = Jingmei
area-of-shuangxi = Shuangxi
extra-member = Member of public car parks: { $answer }
extra-pass-lot = Monthly pass at: { $lot }
extra-third-party = Third-party payment: { $party }
extra-yes = yes
extra-no = no
extra-nothing = none
bind-title = Which vehicle would you like to add?
bind-next = Next
services-title = Which services for { $vehicle }?
services-explanation = Choose one or more; you can change this at any time.
services-note = Chosen today, they begin on { $day }.
services-morning = 8:00–12:00
services-afternoon = 13:00–18:00
services-evening = 18:00–21:00
services-all-day = Any time
services-working = Saving…
services-done = Save
services-none = Please choose at least one service.
services-window-missing = Please choose the hours for messages.
services-area-missing = Please choose the river where you park.
bound-new = ✓ { $vehicle } was added
bound-changed = ✓ The services of { $vehicle } were changed
bound-services = Services
bound-back = OK
remove-title = Remove { $vehicle }?
remove-ends = { $service } end at once.
remove-bills = Tickets that were issued still have to be paid; the plate still finds them.
remove-yes = Remove { $plate }
remove-no = Keep it
claim-title = Your claim to { $vehicle } has been registered
claim-number = Claim number
claim-now-1 = Please write this number down, or take a picture of it.
claim-now-2 = Bring the vehicle’s registration certificate and your identity card to the counter, and quote the number.
claim-now-3 = The decision will be among your messages here.
claim-back = OK
and-one-more = { $some }, { $one }

## messages

messages-title = Messages
messages-none = There are no messages.
messages-back = Back
messages-at = { $at }
messages-read = Back
message-password-changed-title = Password changed
message-password-changed-body = Your password was changed. If that was not you, go to the counter at once.
message-password-reset-title = Password replaced
message-password-reset-body = Your password was replaced by way of a code by text. If that was not you, go to the counter at once.
message-mobile-changed-title = Mobile number changed
message-mobile-changed-body = Your number is { $mobile } now. If that was not you, go to the counter at once.
message-identity-linked-title = Account linked
message-identity-linked-body = Another account was linked to yours and can sign in to it now; the history says which. If that was not you, go to the counter at once.
message-number-waits-title = A new number was asked for at a counter
message-number-waits-body = Somebody showed an ID card and a vehicle licence at a counter and asked that your account use another mobile number, from { $due } at { $time }. If that was not you, sign out and in again, and stop it.
message-number-stopped-title = The new number was stopped
message-number-stopped-body = The new number that was asked for at a counter was stopped. Your number stays as it was.
message-number-ended-title = The new number did not take effect
message-number-ended-body = The new number that was asked for at a counter did not take effect, and nothing was changed by it. If you have questions, go to the counter.
message-readmitted-title = Codes by text are allowed again
message-readmitted-body = After too many wrong codes for your number, the counter has allowed codes again. If you were not there, go to the counter at once.
message-claim-against-title = Somebody claims { $plate }
message-claim-against-body = Somebody says that { $plate } is theirs (claim { $number }). It stays with you while the office decides. If it is yours, bring its registration certificate to the counter.
message-claim-lost-title = { $plate } was removed
message-claim-lost-body = The office has seen the registration certificate (claim { $number }): { $plate } is another owner’s, and was removed from your vehicles. The counter can answer questions.
message-claim-granted-title = { $plate } is yours
message-claim-granted-body = Your claim { $number } was granted: { $plate } is among your vehicles. Please choose its services under “Vehicles”.
message-claim-refused-title = Your claim to { $plate } was refused
message-claim-refused-body = The office has refused claim { $number } to { $plate }. The counter can answer questions.
message-claim-dismissed-title = { $plate } stays yours
message-claim-dismissed-body = Claim { $number } to { $plate } was refused. Nothing changes for you.
message-claim-undone-title = { $plate } went back
message-claim-undone-body = The office has undone its decision on claim { $number }: { $plate } is its former owner’s again, and was removed from your vehicles. The counter can answer questions.
message-claim-returned-title = { $plate } is yours again
message-claim-returned-body = The office has undone its decision on claim { $number }: { $plate } is among your vehicles again, with the services it had. Please check them under “Vehicles”.
message-objection-upheld-title = Objection upheld for { $plate }
message-objection-upheld-body = The objection to ticket { $number } was upheld: the ticket is withdrawn and need not be paid; what was paid goes back to the same account.
message-objection-rejected-title = Objection rejected for { $plate }
message-objection-rejected-body = The objection to ticket { $number } was rejected. If it is unpaid, please pay it in time. The counter can answer questions.
message-objection-taken-back-title = Objection withdrawn for { $plate }
message-objection-taken-back-body = The objection to ticket { $number } was withdrawn. If it is unpaid, please pay it in time. If it was not yours, ask at the counter.
message-ticket-issued-title = New ticket for { $plate }
message-ticket-issued-body = Paperless ticket { $number }: NT${ $amount }, due { $due }.
message-reminder-title = { $plate }: due soon
message-reminder-body = Unpaid tickets for { $plate }: { $count }, NT${ $amount } in all, due { $due }. You can pay them here, under “Bills to pay”.
message-flood-title = Flood alert: please move your vehicle
message-flood-body =
    Riverside car parks, { $area ->
        [tamsui] { area-of-tamsui }
        [keelung] { area-of-keelung }
        [xindian] { area-of-xindian }
        [jingmei] { area-of-jingmei }
        [shuangxi] { area-of-shuangxi }
       *[other] your area
    }: please move your vehicle by { $until }; the flood gates are closed after that. Your vehicles there: { $plates }
message-unknown-title = You have a message
message-unknown-body = This machine cannot show it yet. The counter can.

## records

records-title = Payment history
records-explanation = What was paid for your vehicles since you added them.
records-none = Nothing was paid since you added your vehicles.
records-open = Receipt ›
records-back = Back
records-more = { $provider } · { $count ->
    [one] { $count } bill
   *[other] { $count } bills
} · { $number }
records-pass = { $provider } · { $name } · { $number }
records-paid = { $when }  { $plates }

## history

history-title = History
history-explanation = Was something not you? Change your password at once and ask at the counter.
history-none = Nothing has happened yet.
history-back = Back
history-take = Take along
history-of = { $what }: { $subject }
history-from = { $place }
history-registered = Registered
history-signed-in = Signed in
history-name-changed = Name changed
history-email-changed = E-mail changed
history-password-changed = Password changed
history-password-reset = Forgotten password replaced
history-mobile-changed = Mobile number changed
history-vehicle-bound = Vehicle added
history-services-changed = Services changed
history-vehicle-unbound = Vehicle removed
history-claim-made = Vehicle claimed
history-identity-linked = Account linked
history-identity-unlinked = Account unlinked
history-from-why = { $place }, { $why }
history-staff-looked = Staff looked, details masked
history-staff-revealed-name = Staff saw your name
history-staff-revealed-mobile = Staff saw your mobile number
history-staff-revealed-email = Staff saw your e-mail address
history-staff-readmitted = Staff unblocked your codes
history-staff-number-asked = Staff took your wish for a new number
history-staff-number-decided = Staff approved a new number
history-staff-number-stopped = Staff stopped a new number
history-staff-claim-undone = Staff undid a claim to a vehicle
history-staff-objection-opened = Staff noted an objection to a ticket
history-staff-objection-rejected = Staff rejected an objection
history-staff-objection-upheld = Staff withdrew a ticket objected to
history-staff-other = Staff looked or changed a detail
history-why-compare-papers = checking papers
history-why-call-back = to reply to you
history-why-person-asks = as you asked
history-why-wrong-entry = typing slip
history-why-papers-seen = papers were seen
history-why-other-office = another office asked
history-why-our-mistake = our mistake

## identities

identities-title = Linked accounts
identities-explanation = You can sign in with a linked account, here and on the website.
identities-name = { $name }
identities-not-linked = Not linked
identities-linked = ✓ Linked on { $day }
identities-link = Link
identities-unlink = Unlink
identities-back = Back
link-title = Link { $provider }
link-scan = Scan this with your phone, sign in there and agree.
link-no-code = The window is too small for the QR code. Open this address on your phone.
link-or = Or open on your phone
link-address = { $address }
link-type = and type the code
link-left = Time left: { $time }
link-waiting = Waiting for your phone…
link-lost = Connection lost. It carries on automatically when the connection is back.
link-give-up = Cancel
unlink-title = Unlink { $provider }?
unlink-ends = You can no longer sign in with { $provider }, here or on the website.
unlink-kept = Your vehicles, services and records stay as they are.
unlink-yes = Unlink { $provider }
unlink-no = Keep it

## edit

edit-title = What would you like to change?
edit-value = { $value }
edit-none = Not given
edit-hidden = ●●●●●●
edit-name = Name
edit-mobile = Mobile number
edit-email = E-mail
edit-password = Password
edit-change = Change
edit-changed = ✓ Changed
edit-back = Back
edit-current-title = Please enter your present password first
edit-current-note = So that nobody else can change it.
edit-current-wrong = The present password is wrong
edit-current-paused = { $minutes ->
    [one] Too many wrong tries: wait { $minutes } minute
   *[other] Too many wrong tries: wait { $minutes } minutes
}
edit-save = Save
edit-mobile-title = What is your new mobile number?
edit-mobile-note = We send a code to the new number. From then on, you sign in with it.

## closing

new-number-title = Did you ask for a new mobile number?
new-number-asked = Somebody showed an ID card and a vehicle licence at a counter and asked that your account use { $mobile }.
new-number-effect = It takes effect on { $at }; a new password is then set with the new number.
new-number-password = You can sign in, so you can change the number yourself under your details, without waiting.
new-number-stop = This is not me, stop it
new-number-mine = I asked for it, go on
closing-title = Closing your account: what is deleted?
closing-deleted = Your name, mobile number, e-mail address and password are deleted. This cannot be undone.
closing-ended = Your vehicles, paperless tickets, text messages and linked accounts all end.
closing-tickets = Tickets that were issued still have to be paid; new ones will be on paper.
closing-kept = By law, payments and receipts are kept for 5 years. They name the plate, not you.
closing-go-on = Continue
closing-no = Keep my account
closing-sure-title = Do you really want to close it?
closing-sure = It cannot be undone. To come back, you would have to register again.
closing-yes = Yes, close my account
closing-password-title = Please enter your password, so that we know it is you
closing-password-note = After this, the account is closed.
closing-do = Close my account
closing-wrong = Wrong password; your account is not closed
closing-paused = { $minutes ->
    [one] Too many wrong tries: wait { $minutes } minute
   *[other] Too many wrong tries: wait { $minutes } minutes
}
goodbye-title = Your account is closed
goodbye-done = Your personal data was deleted. Thank you for using this service.
goodbye-tickets = Unpaid tickets can still be looked up and paid here by their plate.
goodbye-again = You are welcome to register again at any time.
goodbye-finish = Finish

## owner trouble

trouble-no-vehicles-title = You have no vehicles here yet
trouble-no-vehicles-body = Once you have added your vehicles, what they owe can be looked up all at once.
trouble-no-vehicles-now = You can add one now.
trouble-vehicles-full-title = Ten vehicles are the most
trouble-vehicles-full-body = Your vehicles and your open claims come to ten already.
trouble-vehicles-full-now = Please remove one before you add another.
trouble-vehicle-gone-title = This vehicle is not on your list any more
trouble-vehicle-gone-body = It was there a moment ago. It may have been removed elsewhere.
trouble-vehicle-gone-now = Please look at the list again.
trouble-nothing-owed-mine-title = { $count ->
    [one] Your vehicle owes nothing
   *[other] Your { $count } vehicles owe nothing
}
trouble-nothing-owed-mine-body = A ticket can take 15 to 60 minutes to appear after you park. What you paid at a store or a counter may take some days to be taken off.
trouble-nothing-owed-mine-now = There is nothing to pay now.
trouble-vehicle-taken-title = { $vehicle } is taken
trouble-vehicle-taken-body = A vehicle can belong to one account only. To protect personal data, we cannot say whose it is.
trouble-vehicle-taken-now = If it is yours, please claim it: you get a number to quote at the counter, together with the registration certificate.
trouble-vehicle-bound-title = { $vehicle } is already among your vehicles
trouble-vehicle-bound-body = It need not be added again.
trouble-vehicle-bound-now = To change its services, choose “Edit” among your vehicles.
trouble-link-denied-title = { $provider } was not linked
trouble-link-denied-body = It was not agreed to on the phone.
trouble-link-denied-now = To link it, please try again and agree on the phone.
trouble-link-expired-title = Time is up, { $provider } was not linked
trouble-link-expired-body = The phone did not confirm in time.
trouble-link-expired-now = Please try again; you will get a new code.
trouble-link-taken-title = This { $provider } account belongs to another owner
trouble-link-taken-body = An account can be linked to one owner only.
trouble-link-taken-now = Please use another account, or ask at the counter.
trouble-identity-down-title = { $provider } cannot be reached
trouble-identity-down-body = Their system did not answer, so nothing was linked.
trouble-identity-down-now = Please try again in a moment, or on another day.
trouble-pass-not-on-sale-title = This pass cannot be bought now
trouble-pass-not-on-sale-body = The sale has just changed. Nothing was charged.
trouble-pass-not-on-sale-now = Please look at what is on sale now.
trouble-pass-sold-out-title = This pass has just sold out
trouble-pass-sold-out-body = The last one was bought before you confirmed. Nothing was charged.
trouble-pass-sold-out-now = Please look at the other passes.
trouble-pass-price-title = The price has just changed
trouble-pass-price-body = It differs from what the screen showed, so nothing was charged.
trouble-pass-price-now = Please look at the new price.
trouble-pass-being-paid-title = This pass is being paid for elsewhere
trouble-pass-being-paid-body = Another machine or phone is paying for the same pass, so nothing is charged here.
trouble-pass-being-paid-now = Please look again; if it is cancelled there, you can buy it here.
trouble-pass-bought-title = This vehicle has its pass already
trouble-pass-bought-body = One pass for each vehicle and month is enough.
trouble-pass-bought-now = To buy one for another vehicle, enter its plate.
trouble-number-taken-title = This number is another owner’s
trouble-number-taken-body = A mobile number can belong to one owner only. Yours was not changed.
trouble-number-taken-now = Please use another number. If this phone is yours, ask at the counter.
trouble-sign-in-denied-title = You are not signed in
trouble-sign-in-denied-body = It was not agreed to on the phone; nothing has changed at { $provider }.
trouble-sign-in-denied-now = To sign in, please try again and agree on the phone.
trouble-sign-in-expired-title = Time is up, you are not signed in
trouble-sign-in-expired-body = { $provider } did not confirm in time.
trouble-sign-in-expired-now = Please try again; you will get a new code.
trouble-sign-in-down-title = { $provider } cannot be reached
trouble-sign-in-down-body = Their system did not answer, so you are not signed in.
trouble-sign-in-down-now = Please try again in a moment, or sign in with your number and password.
trouble-sign-in-unknown-title = This { $provider } account is not linked
trouble-sign-in-unknown-body = Nobody here is linked to this account.
trouble-sign-in-unknown-now = Sign in with your number and password, then link it under “Linked accounts”.
