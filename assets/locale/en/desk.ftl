## desk

desk-name = Parking desk
desk-line-reachable = ● Online
desk-line-starting = ○ Connecting
desk-line-unreachable = ▲ Offline
desk-comma = {", "}
desk-moment = { $day } { $time }
desk-role-viewer = Viewer
desk-role-clerk = Clerk
desk-role-senior = Senior clerk
desk-role-finance = Finance
desk-role-operator = Operator
desk-role-auditor = Auditor

## keys

desk-key-help = Help
desk-key-box = Find
desk-key-cases = Searches { $count }
desk-key-reveal = Show
desk-key-again = Reload
desk-key-ask = Ask now
desk-key-figures = Figures
desk-key-differences = Differences
desk-key-more = More
desk-key-terminal-hour = Terminal
desk-key-day-close = Day close
desk-key-day-before = Day before
desk-key-day-after = Day after
desk-key-hour = Terminal
desk-key-report = Report
desk-key-lock = Lock
desk-key-tab = Next
desk-key-back = Back
desk-key-choose = Choose
desk-key-close = Close case
desk-key-next = Next field
desk-key-clear = Clear
desk-key-quit = Quit
desk-does-help = Explains the part you are in, and every key
desk-does-box = To the search box; what you type replaces what is there
desk-does-cases = Searches open here, requests that wait, your office's open cases
desk-does-reveal = One masked field in full: choose field and reason; masked again after 30 seconds
desk-does-again = Asks the provider about a payment without an outcome; reloads anything else
desk-does-more = A terminal’s hour, figures, differences, day close: whichever your role has
desk-does-lock = Locks at once and hides everything; you return to the same case after signing in
desk-does-sign-out = Signs out and puts away what is open
desk-does-arrows = Choose from a list, or scroll
desk-does-enter = Search, unfold, or go to what is shown
desk-does-tab = From the box to the list to what is shown
desk-does-back = Back; asks first if something you typed would be lost

## sign-in

desk-sign-in-title = Sign in to the desk
desk-sign-in-body = Everyone uses their own account. Press F12 when you leave your seat; the desk locks after 5 minutes without a key.
desk-locked-title = The desk is locked
desk-locked-body = Sign in to return to your case. Anyone else begins with an empty desk.
desk-locked-idle = Locked after 5 minutes without a key.
desk-session-over = Your session has ended: please sign in again. Your cases are still here.
desk-sign-in-name = Account
desk-sign-in-password = Password
desk-sign-in-code = Code
desk-sign-in-code-from = six digits from your authenticator app
desk-name-wrong = Lower-case letters and digits, such as lin.yl; switch the input method off
desk-password-empty = Enter your password
desk-code-wrong = The code is six digits; switch the input method off
desk-signing-in = Signing in…
desk-sign-in-refused = Account, password or code is wrong. Wait for the next code before you try again.
desk-sign-in-paused = { $minutes ->
    [one] Too many failures: sign in again in { $minutes } minute.
   *[other] Too many failures: sign in again in { $minutes } minutes.
}
desk-typed-cleared = Press Esc again to clear what you typed.
desk-locks-in = { $seconds ->
    [one] Locks in { $seconds } second: press any key to stay
   *[other] Locks in { $seconds } seconds: press any key to stay
}

## search

desk-box = Find
desk-box-takes = plate, ticket, order, receipt, transaction, code, claim, mobile
desk-box-hint = Type what the person has in their hand, and press Enter.
desk-box-empty = Enter what to look for
desk-box-signs = There are invisible characters in this: please type it again
desk-searching = Searching…
desk-not-asked = No answer: nobody could be asked, so nobody knows.
desk-kept = Back where you were.
desk-typed-lost = Not searched yet: Enter searches, Esc again brings back your last search.
desk-no-key = This is no kind of number. Type it in full as it stands; names, addresses and partial numbers find nothing.
desk-too-many = More than 50 found as { $kinds }: type a more exact number.
desk-could-not-ask = Could not ask about { $missing }, so nobody knows. Try again later.
desk-partly = Could not ask about { $missing }, there may be more; as { $kinds }: { $count } found.
desk-nothing = Not found as { $kinds }: check it.
desk-hits = { $kinds }: { $count } found
desk-in-case = Case { $number }
desk-key-plate = plate
desk-key-ticket = ticket
desk-key-notice = notice
desk-key-order = order
desk-key-receipt = receipt
desk-key-transaction = transaction
desk-key-support-code = support code
desk-key-claim = claim
desk-key-case = case
desk-key-mobile = mobile number
desk-kind-vehicle = Vehicle
desk-kind-ticket = Tickets
desk-kind-payment = Payments
desk-kind-support-code = Support code
desk-kind-claim = Claims
desk-kind-case = Case
desk-kind-number = Mobile number
desk-kind-hour = An hour of a terminal
desk-loading = Loading…
desk-loaded-anew = Reloaded.
desk-nothing-chosen = Nothing is chosen yet.
desk-more = There are more: search for a more exact number.
desk-as-of = As of { $at }

## troubles

desk-trouble-could-not-ask = Could not ask, so nobody knows. Try again later.
desk-trouble-not-found = Not found; it may be older than what is kept.
desk-trouble-invalid = The backend cannot read this number: check it again.
desk-trouble-has-outcome = This payment has an outcome by now: press F5 to reload.
desk-trouble-busy = The backend is busy, nothing was done. Try again later.
desk-trouble-not-permitted = Your role does not allow this; ask a senior clerk if it is needed.
desk-trouble-city-waiting = The other city has not said yet whether it has this as paid: nothing can go back before it has. Press F5 later.
desk-trouble-case-needed = This needs an open case: press F3 and begin a new search.
desk-trouble-proof-needed = Record in the case first what proof was seen.
desk-trouble-approval-needed = Someone else has to approve this.
desk-trouble-own-request = You asked for this yourself: somebody else has to decide.
desk-trouble-approval-over = This request was decided, is more than a day old or was changed, and cannot be used any more. Ask again.
desk-trouble-case-waits = A request in this case still waits to be decided on or done: press F3. Close the case once it is.
desk-trouble-request-waits = A request about this is waiting for a second person already: press F3. To ask for something else, have that person turn it down first.
desk-trouble-factor-needed = Your code is needed again: lock with F12 and sign in once more.
desk-trouble-claim-settled = This claim has been decided already.
desk-trouble-undo-refused = This claim cannot be undone.
desk-trouble-undo-late = It was granted more than 7 days ago and cannot be undone; the former owner can claim the vehicle.
desk-trouble-undo-undone = This claim was undone already.
desk-trouble-undo-moved = Somebody else has bound this vehicle since, so it cannot be undone.
desk-trouble-undo-left = The former owner has closed the account, so it cannot be undone.
desk-trouble-undo-full = The former owner has as many vehicles as an account may have, and must let one go first.
desk-trouble-number-unbound = This vehicle is not bound to the account now, so its number cannot change. The person registers anew and claims the vehicle.
desk-trouble-number-same = The account has this number already.
desk-trouble-number-waits = Another new number waits to take effect: stop that one first.
desk-trouble-number-no-phones = Phones cannot reach our pages, so no number can be changed. Tell whoever runs this.
desk-trouble-number-unproved = The new phone has not confirmed yet, so this cannot be approved. The person opens the link in the text message.
desk-trouble-number-taken = The new number is another account's, so it cannot be this one's.
desk-trouble-number-state = This change of number has ended.
desk-trouble-messages-down = No text can be sent now, so nothing was asked for. Try again later.
desk-trouble-send-later = { $minutes ->
    [one] Too many requests for this number or account today: again in { $minutes } minute.
   *[other] Too many requests for this number or account today: again in { $minutes } minutes.
}
desk-trouble-code-blocked = Wrong codes hold the new number back: search for that number and lift the block with F8 first.
desk-trouble-claimant-left = Whoever made this claim has closed the account: it can only be refused.
desk-trouble-vehicles-full = The claimant has as many vehicles as an account may have, and must let one go first.
desk-trouble-secret-changed = The backend's secret is not the one your account was made with, so no code can be checked. Tell whoever runs it.
desk-trouble-not-there = There is nothing in this field.
desk-trouble-asked-just-now = { $seconds ->
    [one] The provider was asked just now: ask again in { $seconds } second.
   *[other] The provider was asked just now: ask again in { $seconds } seconds.
}
desk-trouble-reveals-used-up = { $minutes ->
    [one] You have seen all the fields of this hour: again in { $minutes } minute, or ask a senior clerk.
   *[other] You have seen all the fields of this hour: again in { $minutes } minutes, or ask a senior clerk.
}
desk-trouble-unreachable = The backend cannot be reached, so nobody knows. Try again later.
desk-trouble-timed-out = The backend did not answer in time, so nobody knows. Try again later.
desk-trouble-not-ours = What answers is not our backend: tell the operators ({ $code }).
desk-trouble-broken = The backend failed: tell the operators ({ $code }).

## things

desk-vehicle-car = Car
desk-vehicle-motorcycle = Motorcycle
desk-owes = Owes { $count ->
    [one] 1 bill
   *[other] { $count } bills
 }, { $amount }
desk-owes-nothing = Nothing owed at present.
desk-owes-not-asked = ! A register could not be asked: more may be owed than is shown.
desk-bill-open = Owed
desk-bill-overdue = ! Overdue
desk-bill-being-paid = ? Being paid
desk-bill-not-here = At the motor vehicles office
desk-not-bound = Not bound by anyone
desk-bound = Bound since
desk-person = Owner
desk-person-closed = Account closed
desk-field-name = Name
desk-field-mobile = Mobile
desk-field-email = E-mail
desk-services = Services
desk-services-none = None on
desk-service-paperless = Paperless
desk-service-reminder = Payment reminder
desk-service-flood = Floodgate alert
desk-vehicle-counts = Payments { $payments }, tickets { $tickets }, claims { $claims } (in the list)
desk-ticket = Ticket
desk-ticket-title = No. { $number }
desk-ticket-owed = ! Owed
desk-ticket-being-paid = ? Being paid
desk-ticket-paid = ✓ Paid
desk-ticket-withdrawn = – Withdrawn
desk-ticket-ordinary = ! First notice
desk-ticket-registered = ! Second notice
desk-ticket-recovery = ! Recovery
desk-ticket-general = ! Owed
desk-ticket-elsewhere = Not in our register
desk-ticket-payments = { $count ->
    [one] 1 payment
   *[other] { $count } payments
 } for this (Enter unfolds)
desk-rate = Rate
desk-issued = Issued
desk-issued-paper = On paper
desk-issued-paperless = Paperless
desk-issued-smart-post = Smart post
desk-left = Left at
desk-line-of-fee = Parking fee
desk-line-of-paperless-discount = Paperless discount
desk-line-of-smart-payment-discount = Smart payment discount
desk-line-of-surcharge = Notice surcharge
desk-line-of-fine = Fine (paid elsewhere)
desk-line-of-all = Owed
desk-number-title = Mobile { $number }
desk-number-nobody = No account uses this number.
desk-gateways-down = ! No text message company takes messages at present: ask the person to try later.
desk-limit-none = No limit in force.
desk-limit-send-later = ! { $about }: another one from { $until }
desk-limit-send-later-open = ! { $about }: no other one yet
desk-limit-paused = ! { $about }: too many wrong ones, again from { $until }
desk-limit-paused-open = ! { $about }: too many wrong ones, paused
desk-limit-counter = ! { $about }: too many wrong ones this month, only the counter can lift it until { $until }
desk-limit-counter-open = ! { $about }: too many wrong ones this month, only the counter can lift it
desk-code-short = Five-digit codes
desk-code-long = Eight-digit codes (new password, new number)
desk-texts-none = No messages in the last 30 days.
desk-text-from = { $kind } · { $terminal }
desk-text-why = { $state }: { $why }
desk-text-waiting = ? Waiting
desk-text-taken = ? Taken by the company
desk-text-delivered = ✓ Delivered
desk-text-failed = ! Not delivered
desk-text-expired = ! Too late, not sent
desk-text-kind-code = Code
desk-text-kind-reminder = Payment reminder
desk-text-kind-flood = Floodgate alert
desk-text-kind-notice = Notice
desk-text-trouble-down = company unreachable
desk-text-trouble-unsure = company did not answer
desk-text-trouble-account = company does not serve us
desk-text-trouble-refused = refused; wrong number?
desk-text-trouble-unreadable = its text could not be unsealed
desk-text-trouble-no-gateway = there is no company to send it
desk-text-trouble-theirs = the company says “{ $code }”
desk-support-title = Code { $code }
desk-support-at = When
desk-support-where = Terminal
desk-support-nobody = Not known
desk-support-what = Operation
desk-support-how = Outcome
desk-route-articles = reading articles
desk-route-bills = looking up bills
desk-route-cities = looking up in other cities
desk-route-code-flows = codes by text message
desk-route-demo = the demo
desk-route-desk = the desk
desk-route-enrolments = enrolling the terminal
desk-route-identities = linked identities
desk-route-identity-links = linking an identity
desk-route-owner = the owner's area
desk-route-passes = monthly passes
desk-route-password-resets = a new password
desk-route-payments = paying
desk-route-phone-entries = typing on a phone
desk-route-phone-sign-ins = signing in by phone
desk-route-picture-codes = picture codes
desk-route-providers = payment providers
desk-route-registrations = registering
desk-route-service = service information
desk-route-session = an owner being signed in
desk-route-sessions = signing in
desk-route-sign-in-offers = ways to sign in
desk-route-sign-in-providers = ways to sign in
desk-route-and = { $words } ({ $route })
desk-route-terminal = reporting how the terminal is
desk-support-hour = F8 shows what was paid at this terminal about then; with a plate or an order number, type that instead.
desk-support-next = To see the payment itself, type the plate or the order number next.
desk-problem-could-not-ask = no register could be asked
desk-problem-unavailable = backend could not work
desk-problem-busy = backend busy
desk-problem-provider-unavailable = provider unavailable
desk-problem-messages-down = no company took messages
desk-problem-internal = fault of the program
desk-claim-title = Claim { $number }
desk-claim-open = ? Waiting
desk-claim-granted = ✓ Granted
desk-claim-refused = – Refused
desk-claim-undone = – Undone
desk-claim-made = Made
desk-claim-settled = Decided
desk-claim-undo-until = Undo until
desk-claim-paid = Paid since
desk-claim-payments = { $count ->
    [one] 1 payment
   *[other] { $count } payments
}
desk-claim-no-others = No other claims.

## payment

desk-payment-waiting = ? Waiting
desk-payment-at-wallet = ? On the phone
desk-payment-processing = ? Processing
desk-payment-unknown = ? Not known
desk-payment-paid = ✓ Paid
desk-payment-failed = ! Failed
desk-payment-cancelled = – Cancelled
desk-payment-expired = – Expired
desk-payment-refund-due = ! Refund due
desk-payment-refunded = – Refunded
desk-story-title = Payment { $number }
desk-story-what = { $amount } · { $what } · { $provider } · fee { $fee }
desk-story-bills = { $count ->
    [one] 1 bill
   *[other] { $count } bills
 }
desk-story-where = Terminal
desk-story-reference = Transaction
desk-story-receipt = Receipt
desk-story-declined = Declined
desk-story-inquiry = Provider
desk-story-related = Other payments for the same tickets: { $count } (Enter unfolds)
desk-story-bill = { $plate }  { $amount }  { $state }
desk-inquiry-next = { $tries ->
    [one] asked once, next at { $at }
   *[other] asked { $tries } times, next at { $at }
}
desk-inquiry-none = { $tries ->
    [one] asked once
   *[other] asked { $tries } times
}
desk-decline-insufficient = Not enough money
desk-decline-refused = Refused by the provider
desk-decline-provider-down = Provider out of service
desk-tell = Tell the person: { $words }
desk-tell-waiting = The code can be scanned until { $until }; nothing has been charged.
desk-tell-processing = The provider is working on it: please wait a moment, and do not pay again.
desk-tell-unknown = The provider has not answered yet; we keep asking until it does. Please do not pay again.
desk-tell-unknown-long = The provider has not answered for more than a day; our people look into it and the case stays open. Please do not pay again.
desk-tell-paid = It is paid; any kiosk has the receipt.
desk-tell-paid-and-charged-twice = It is paid; the second charge goes back by itself, you need not apply.
desk-tell-failed = The provider declined; nothing was charged. Please pay again.
desk-tell-not-charged = It never reached the provider; nothing was charged. Please pay again.
desk-tell-cancelled = It was cancelled; nothing was charged. Please begin again to pay.
desk-tell-expired = It was not paid in time; nothing was charged. Please begin again to pay.
desk-tell-refund-due = The money goes back to the account it came from by itself; you need not apply.
desk-tell-refunded = The money has gone back to the account it came from.
desk-tell-refund-stopped = The money is to go back, and the provider has not taken the refund yet; we try again, you need not apply.
desk-teller-kiosk = Kiosk
desk-teller-payer = Payer
desk-teller-system = System
desk-teller-provider = Provider
desk-teller-staff = Desk
desk-event-created = Created
desk-event-payer-confirmed = Confirmed
desk-event-cancelled = Cancelled
desk-event-expired = Expired
desk-event-sent-to-wallet = Sent to the wallet
desk-event-payer-returned = Came back
desk-event-payer-agreed = Payer agreed
desk-event-accepted = Accepted
desk-event-no-answer = No answer
desk-event-declined = Declined
desk-event-never-arrived = Never arrived
desk-event-money-confirmed = Money confirmed
desk-event-money-unusable = Money not usable
desk-event-refund-ordered = Refund decided
desk-event-refunded = Refunded
desk-event-part-refund-ordered = Part refund decided
desk-event-part-refunded = Part refunded
desk-event-case-opened = A day unanswered
desk-event-city-confirmed = City has it as paid
desk-event-city-refused = City refused it
desk-event-city-silent = No word from the city
desk-event-looked-at = Looked at
desk-event-asked = Provider asked
desk-movement = { $amount } · { $reference } · { $heard }
desk-movement-charge = Charged
desk-movement-refund = Given back
desk-heard-answer = by its answer
desk-heard-inquiry = by asking
desk-heard-message = by its message
desk-heard-reconciliation = by reconciliation
desk-heard-earlier = earlier record
desk-refund-of = { $amount } · { $reason }
desk-refund-tried = { $tries ->
    [one] { $amount } · { $reason } · tried once
   *[other] { $amount } · { $reason } · tried { $tries } times
}
desk-refund-next = { $tries ->
    [one] { $amount } · { $reason } · tried once, next at { $at }
   *[other] { $amount } · { $reason } · tried { $tries } times, next at { $at }
}
desk-refund-due = Refund due
desk-refund-refunded = Refunded
desk-refund-late = money came late
desk-refund-amount-differs = another amount
desk-refund-tickets-changed = tickets changed
desk-refund-double = paid by other means
desk-refund-second-charge = charged twice
desk-refund-paid-elsewhere = paid elsewhere
desk-refund-objection-upheld = objection upheld
desk-refund-wrong-ticket = somebody else's ticket
desk-refund-pass-not-used = pass not used
desk-has-outcome = This payment has an outcome by now; it is shown above.
desk-asking = Asking the provider…
desk-answer-paid = The provider says: paid.
desk-answer-declined = The provider says: declined, nothing charged.
desk-answer-pending = The provider says: still working on it.
desk-answer-missing = The provider says: no such order so far.
desk-answer-silent = The provider did not answer: nobody knows, and nothing has changed.

## reveal

desk-nothing-masked = Nothing here is masked.
desk-reveal-title = Show one field in full
desk-reveal-which = Which field?
desk-reveal-why = { $field } in full: why? The reason is recorded.
desk-reason-compare-papers = To compare with papers shown
desk-reason-call-back = To contact the person about this case
desk-reason-person-asks = The person has proved who they are and asks for their data
desk-reason-wrong-entry = To find a typing slip made at a kiosk
desk-revealed = { $seconds ->
    [one] Masked again in { $seconds } second. { $left } more this hour.
   *[other] Masked again in { $seconds } seconds. { $left } more this hour.
}

## cases

desk-cases-title = Searches and cases
desk-cases-new = + New search
desk-cases-here = Searches open here
desk-cases-office = Your office's cases that are not closed
desk-cases-now = Current
desk-cases-none = No case
desk-cases-empty = (nothing searched yet)
desk-cases-full = Nine searches are open: close a case first.
desk-cases-none-chosen = There is no case here to close.
desk-close-which = How did case { $number } end? Nothing can be written in it afterwards.
desk-close-keep = Do not close, go back
desk-closed = Case { $number } is closed.
desk-outcome-explained = Explained
desk-outcome-paid-after-all = Paid after all
desk-outcome-not-charged = Not charged
desk-outcome-put-right = Put right
desk-outcome-passed-on = Passed on
desk-outcome-left = The person left
desk-case-open = Open
desk-case-waiting = Waiting
desk-case-closed = Closed
desk-topic-paid-still-shown = Paid, still shown
desk-topic-code-not-arrived = Code did not arrive
desk-topic-vehicle-bound-by-other = Bound by someone else
desk-topic-paid-twice = Paid twice
desk-topic-wrong-ticket = Ticket disputed
desk-topic-kiosk-took-money = Kiosk took money
desk-topic-new-number = New mobile number
desk-topic-other = General

## help

desk-help-title = Help for the desk
desk-help-box = The box: type the whole number as it stands, and press Enter. Its shape tells what kind it is.
desk-help-list = The list: ↑ ↓ choose, and what is shown follows at once. Enter unfolds what belongs to it, Esc goes back.
desk-help-thing = What is shown: ↑ ↓ scroll. The sentence in bold is for the person: read it aloud as it stands.
desk-help-zhuyin = All keys work with the input method on; only numbers are typed with it off.

## trial

desk-trial-title = Demo: who would you like to be?
desk-trial-body = These three people and their cases are made up and exist in the demo only, so no password is needed. The real desk asks for your own account, password and six digits.
desk-trial-hint = Type what the person has; or Tab, choose what they say, and Enter.
desk-trial-waits = { $seconds ->
    [one] Those digits have just been used; signing you in with the next ones in { $seconds } second…
   *[other] Those digits have just been used; signing you in with the next ones in { $seconds } seconds…
}
desk-key-sign-in = Sign in
desk-trial-payment-unknown = I paid, but it still shows as unpaid
desk-trial-text-refused = My code never arrived
desk-trial-claim-open = Somebody else has bound my car
desk-trial-payment-second-transaction = I paid twice
desk-trial-ticket-disputed = The amount is wrong; I dispute this ticket
desk-trial-payment-at-kiosk = The kiosk took my money and gave no receipt
desk-trial-owner-lost-phone = I lost my phone and have a new number
desk-trial-owner-new-number = I asked for a new number: when is it mine
desk-trial-objection-open = I objected to a ticket; what came of it?

## one case

desk-case-topic = About
desk-case-begun = Opened
desk-case-ended = Closed
desk-case-outcome = Outcome
desk-case-proof = Proof seen
desk-case-seen-by = { $what }  { $by }
desk-case-go-on = Press Enter to go on in this case; F8 closes it.
desk-case-goes-on = Case { $number }: go on and type what the person has in their hand.
desk-case-closed-meanwhile = A colleague has closed case { $number } meanwhile. Search again: that begins a new case.
desk-case-is-closed = This case is closed and nothing can be written in it; begin another search to go on.
desk-case-more = The last 100 only
desk-case-nothing = Nothing was looked up so far.
desk-did-search = searched
desk-did-vehicle-see = vehicle seen
desk-did-ticket-see = ticket seen
desk-did-payment-see = payment seen
desk-did-payment-ask = provider asked
desk-did-payment-refund = refunded
desk-did-number-see = mobile number seen
desk-did-support-see = support code seen
desk-did-terminal-hour = terminal’s hour seen
desk-did-terminal-report = terminal reported
desk-did-claim-see = claim seen
desk-did-claim-grant = vehicle given to the claimant
desk-did-claim-refuse = binding left as it was
desk-did-claim-undo = change of binding undone
desk-did-person-reveal = a field seen in full
desk-did-owner-readmit = codes let through again
desk-did-number-begin = new number asked for
desk-did-number-change = new number approved
desk-did-number-stop = new number stopped
desk-did-objection-open = objection taken down
desk-did-objection-inquire = street office asked
desk-did-objection-take-back = objection taken back
desk-did-objection-reject = objection rejected
desk-did-objection-uphold = objection upheld, ticket withdrawn

## forms

desk-key-decide = Decide
desk-key-undo = Undo
desk-does-act = Decides on a claim; asks for a refund; lifts the block of a number; objects to a ticket, and ends that
desk-nothing-to-do = Nothing to do here: F8 is for bound vehicles, claims, payments, tickets, blocked numbers and cases.
desk-form-keep = Not now, go back
desk-form-do = Yes, do it now
desk-form-ask = Ask somebody else to approve it
desk-claim-form = Claim { $number }  { $plate }
desk-claim-which-outcome = Whose is this vehicle to be?
desk-claim-which-proof = What proof was seen in this case? Its kind alone, never a document's number.
desk-claim-which-reason = Why somebody else is asked:
desk-claim-grant = The claimant's
desk-claim-leave = Leave it with whoever has bound it
desk-claim-will-grant = { $plate } will be the claimant's; the present binding and its services end, and both are told.
desk-claim-will-leave = { $plate } stays with whoever has bound it; the claim is refused, and both are told.
desk-claim-will-undo = The decision is undone: { $plate } goes back to its former owner with the services it had, the claimant’s binding ends, and both are told.
desk-claim-done-undone = Undone; both were told.
desk-claim-done-granted = The vehicle is the claimant's now; both were told.
desk-claim-done-left = The vehicle stays where it was; both were told.
desk-claim-asked = Asked: somebody else has to approve it within 24 hours.
desk-proof-none = None yet, go back
desk-proof-code-to-number = A code sent to the number on record
desk-proof-id-and-licence = ID card, and the licence of a bound vehicle
desk-proof-taipei-pass = Taipei Pass on the person's own phone
desk-asked-papers-seen = The papers were seen
desk-asked-person-asks = The person asks for it
desk-asked-other-office = Another office asks for it
desk-asked-our-mistake = It was our mistake
desk-approvals = Waiting for approval
desk-waits = Requested
desk-waits-since = { $at }, not done yet
desk-approval-title = Approval
desk-approval-case = Case
desk-approval-by = Asked by
desk-approval-why = Why
desk-approval-at = Asked
desk-approval-until = Until
desk-approval-state = State
desk-approval-asked = ? Waiting
desk-approval-own = ? Yours, waits
desk-approval-executed = ✓ Done
desk-approval-approve = Approve it and do it now
desk-approval-refuse = Turn it down
desk-approval-execute = Do it
desk-approval-expired = – Expired
desk-approval-approved = ✓ Approved
desk-approval-refused = – Turned down
desk-operation-claim-grant = To the claimant
desk-operation-claim-refuse = Leave as it is
desk-operation-claim-undo = Undo a granted claim
desk-argument-owner = Account
desk-argument-shown = Mobile
desk-operation-owner-readmit = Lift the block on codes
desk-operation-number-change = Give the account a new number
desk-operation-payment-refund = Refund
desk-argument-number = Claim
desk-claim-not-seen = The claim is not here yet, so nobody can decide; wait, or go back and try again.
desk-refund-form = Refund  order { $number }
desk-refund-which-bills = Which go back? Enter adds one or takes it out.
desk-refund-which-ground = Why does it go back? The reason decides what becomes of the tickets or the pass.
desk-refund-on = Go on, give back { $amount }
desk-refund-none-chosen = None is chosen: choose one at least.
desk-refund-bill = { $number }  { $plate }  { $amount }
desk-refund-bill-goes = ✓ Goes back  { $bill }
desk-refund-bill-stays = – Stays paid  { $bill }
desk-refund-will = Once somebody else has approved, { $amount } goes back through { $provider } to the account it came from. This only asks; no money moves yet.
desk-refund-will-part = Once somebody else has approved, { $amount } goes back through { $provider } to the account it came from; the fee does not. This only asks; no money moves yet.
desk-refund-then-paid-elsewhere = The tickets that go back stay paid.
desk-refund-then-objection-upheld = The tickets that go back are withdrawn.
desk-refund-then-wrong-ticket = The tickets that go back are owed again.
desk-refund-then-pass-not-used = The pass ends, and its place is free again.
desk-refund-asked = Asked for { $amount } to go back: somebody else has to decide within 24 hours.
desk-refund-changed = Not sent: the amount that can go back is { $amount } now. Check it again.
desk-refund-nothing = There is no money of this payment that could go back now.
desk-refund-finance = Not approved: a refund over the limit is for finance to decide. The request stays in the list.
desk-refund-not-seen = The figures of this payment have not been seen yet, so nothing can be decided.
desk-refund-order = Order
desk-refund-amount = Goes back
desk-refund-seen = At most
desk-refund-what = Pass
desk-key-refund = Refund
desk-trouble-amount-changed = The amount that can go back is not what was asked for, so nothing went back. Look at the payment again, and ask anew.
desk-key-readmit = Lift
desk-readmit-nothing = No wrong codes hold this number back, so there is nothing to lift; limits on sending end by themselves.
desk-readmit-form = Lift the block on codes  { $number }
desk-readmit-will = The wrong codes of { $number } are forgotten and its pauses end, so codes can be typed again; what was sent still counts. If it has an account, its owner is told.
desk-readmit-done = Codes can be typed again for { $number }.
desk-readmit-no-account = Not asked: no account has this number, whose block was lifted 3 times within 30 days. The limit ends by itself.

## figures

desk-figures-title = Today in figures
desk-figures-since = { $time }: payments begun since midnight. Visits are not counted, only what was begun.
desk-figures-legend = █ paid   ░ begun and not paid, by the hour
desk-figures-asking = Counting…
desk-figures-loaded = Counted anew.
desk-figures-payments = Payments
desk-figures-begun = Begun
desk-figures-paid = Paid
desk-figures-under-way = Open
desk-figures-unknown = Unknown
desk-figures-ended = Ended
desk-figures-refunds = Refunds
desk-figures-all = All offices
desk-figures-no-office = No office named
desk-figures-no-payments = No payment was begun today.
desk-figures-codes = Codes by text
desk-figures-no-gateway = Not sent
desk-figures-made = Made
desk-figures-no-codes = No code was made today.
desk-figures-code-delivered = Arrived
desk-figures-code-taken = No word
desk-figures-code-failed = Refused
desk-figures-code-expired = Late
desk-figures-code-waiting = Waiting
desk-figures-terminals = Terminals now
desk-figures-no-terminals = No terminal is enrolled.
desk-figures-pair = { $what } { $count }
desk-key-object = Object
desk-key-objection = Outcome
desk-objection-form = Objection  No. { $number }
desk-objection-which-reason = Why does the person object to it?
desk-objected-wrong-vehicle = Not this vehicle
desk-objected-wrong-time = Wrong time
desk-objected-wrong-amount = Wrong amount
desk-objected-not-parked = Was not parked there
desk-objected-other = Something else
desk-note-words = What the person says (optional; Enter goes on)
desk-note-asked = What the street office was asked
desk-note-hint = No names, no ID, card or mobile numbers, please. Enter goes on, Esc goes back.
desk-note-empty = write down what was asked
desk-note-id = there is an ID number in it; take it out
desk-note-card = there is a card number in it; take it out
desk-note-mobile = there is a mobile number in it; take it out
desk-objection-will = An objection to no. { $number }: { $reason }. Kiosks say "Under objection"; it can still be paid, and the dates stay as they are.
desk-objection-will-saying = An objection to no. { $number }: { $reason }. Kiosks say "Under objection"; it can still be paid, and the dates stay as they are. The person says: "{ $words }"
desk-objection-done = No. { $number } is under objection now.
desk-objection-what = This ticket is under objection. What is to be written down?
desk-objection-what-paid = This ticket was paid, and the objection has no outcome yet. If it is upheld, ask for a refund with F8 on that payment, because of "objection upheld".
desk-objection-inquire = What the street office was asked
desk-objection-uphold = Upheld: have somebody else approve that the ticket is withdrawn
desk-objection-reject = Rejected: the ticket stays
desk-objection-take-back = The person takes it back
desk-objection-will-inquire = The street office was asked about no. { $number } just now: "{ $asked }". This replaces what was written down before.
desk-objection-will-uphold = Once somebody else has approved it, no. { $number } is withdrawn and nobody has to pay it; files of tickets taken in later leave it so.
desk-objection-will-reject = The objection to no. { $number } is rejected, and the ticket has to be paid; kiosks say "Objection rejected".
desk-objection-will-take-back = The person takes back the objection to no. { $number }; kiosks no longer say "Under objection".
desk-objection-did-inquire = What was asked about no. { $number } has been written down.
desk-objection-did-reject = The objection to no. { $number } has been rejected.
desk-objection-did-take-back = The objection to no. { $number } has been taken back.
desk-objection-by-ticket = A notice is objected to ticket by ticket: Enter, choose a ticket, then F8.
desk-objection-not-owed = This ticket is not owed; for one that is paid, press F8 on its payment.
desk-objection = Objection  { $reason }  { $at }  { $by }  { $case }
desk-objection-words = The person says: "{ $words }"
desk-objection-asked = Asked: "{ $asked }"  { $at }  { $by }
desk-objection-unreadable = What the person said cannot be read: the backend's secret was changed. Tell whoever runs it.
desk-objection-ended = { $how }  { $at }  { $by }
desk-objection-outcome-upheld = Upheld, ticket withdrawn
desk-objection-outcome-rejected = Rejected
desk-objection-outcome-taken-back = Taken back
desk-objection-not-seen = The ticket and its objection are not here yet, so nobody can decide; wait, or go back and try again.
desk-operation-objection-uphold = Withdraw a ticket
desk-operation-objection-reject = Reject an objection
desk-trouble-objection-state = Not done: the ticket or objection has changed. Press F5 to load it anew.
desk-trouble-objection-being-paid = Not withdrawn: somebody is paying it. Wait for the outcome of that payment.
desk-trouble-objection-paid = Not withdrawn: it was paid. F8 on its payment, because of objection upheld.
desk-trouble-objection-refused = Not withdrawn: the register takes none from here. Ask the street office.
desk-trouble-objection-not-asked = Not withdrawn, nothing changed: the register is silent. Do it again later.
desk-bill-objection-open = under objection
desk-bill-objection-rejected = objection rejected

## more

desk-more-title = What else there is
desk-more-figures = Today in figures
desk-more-differences = Differences between ledgers: find out why, and close them
desk-more-day-close = Day close: what came in, went out and is open, by office and provider
desk-more-terminal-hour = An hour of a terminal: somebody says it took their money

## differences

desk-differences-title = Differences between ledgers
desk-differences-asking = Looking…
desk-differences-open = { $count ->
    [one] One is open
   *[other] { $count } are open, the oldest first
}
desk-differences-closed = { $count ->
    [one] Closed ones, the newest first (one is still open)
   *[other] Closed ones, the newest first ({ $count } are still open)
}
desk-differences-none = No difference is open.
desk-differences-next = ▼ next page
desk-differences-before = ▲ page before
desk-differences-age = Age
desk-differences-order = Order
desk-differences-amounts = Ours / theirs $
desk-differences-kind = Difference
desk-differences-with = With
desk-differs-theirs-only = theirs only
desk-differs-ours-only = ours only
desk-differs-differs = not the same
desk-differs-register = not settled
desk-differs-no-outcome = no outcome
desk-difference-title = Difference { $number }
desk-difference-payment = Payment
desk-difference-no-payment = no such order
desk-difference-provider = Provider
desk-difference-ours = Our amount
desk-difference-theirs = Their amount
desk-difference-nothing = —
desk-difference-found = Found
desk-difference-found-at = { $at } ({ $age })
desk-difference-closed = Closed
desk-difference-closed-by = { $at }  { $name }
desk-difference-by-itself = by itself
desk-difference-age = { $days ->
    [one] 1 day
   *[other] { $days } days
}
desk-difference-age-none = today
desk-difference-state-free = nobody
desk-difference-state-refund-asked = refund asked
desk-difference-state-goes-back = going back
desk-difference-outcome-booked = taken over
desk-difference-outcome-found = gone
desk-difference-outcome-explained = explained
desk-difference-outcome-provider-corrects = provider corrects it
desk-difference-outcome-passed-on = passed on
desk-difference-outcome-refunded = refunded
desk-difference-next-theirs-only = Look the payment up first. What was charged twice has to go back; where they mixed up the order, they correct it.
desk-difference-next-ours-only = Ask the provider which day's statement has it. Where they never had the money, they correct it.
desk-difference-next-differs = Compare amount and order with the provider. Where they are wrong, they correct it; what was taken too much has to go back.
desk-difference-next-register = The money is in, and the ticket is not settled. Give the order's number to whoever looks after the register of tickets.
desk-difference-next-no-outcome = Look the payment up and press F5 to ask the provider. Once there is an outcome, this closes by itself.
desk-difference-next-other = Look the payment up first, then compare with the provider.
desk-difference-next-refund-asked = A refund has been asked for, and somebody else decides. Close this once the money goes back.
desk-difference-next-goes-back = The money is going back, or has gone back: this can be closed.
desk-difference-to-payment = Look this payment up
desk-difference-to-refund = Look this payment up; to give money back, press F8 there: somebody else decides
desk-difference-take = I look after it
desk-difference-take-from = I look after it from now on ({ $name } does at present)
desk-difference-close-explained = Close: explained, nothing to be done
desk-difference-close-provider-corrects = Close: the provider corrects it
desk-difference-close-passed-on = Close: passed on to another office
desk-difference-close-refunded = Close: the money went back
desk-difference-back = Back
desk-difference-will = Difference { $number } will be closed: { $reason }. No money moves by it, and it cannot be changed afterwards.
desk-difference-do = Yes, close it
desk-difference-done = Closed.
desk-difference-taken = You look after this one now.
desk-difference-not-open = Nothing was changed: somebody else has closed it.
desk-difference-not-free = Nothing was changed: somebody else has just taken it.
desk-trouble-refund-first = Not closed: no money has gone back. Look the payment up and ask for a refund with F8; somebody else decides.
desk-key-closed = Closed/open

## remarks

desk-remark = Note
desk-remark-body = Not needed: just press Enter. No names, telephone numbers, identity papers or cards.
desk-remark-is = Note: { $note }

## a terminal's hour

desk-hour-form = An hour of a terminal
desk-hour-which-office = Which office?
desk-hour-which-terminal = Which terminal?
desk-hour-which-day = Which day?
desk-hour-which-hour = At about what time?
desk-hour-which-amount = If they know the amount, only payments of that amount are listed; if not, just press Enter.
desk-hour-which-reason = Why do you need to see what was paid at this terminal? The reason is recorded.
desk-hour-today = { $day } (today)
desk-hour-amount = Amount (optional)
desk-hour-amount-wrong = Digits only, such as 55
desk-hour-no-terminal = It is not known at which terminal this failed; type the plate or the order number instead.
desk-hour-more-terminals = Only the first 500 terminals are listed.
desk-hour-reason-took-money = It took the money, and the ticket is still owed
desk-hour-reason-no-receipt = They paid, and no receipt or page came
desk-hour-reason-stopped = It stopped or restarted in the middle of paying
desk-hour-reason-fleet-asks = Operations asked us to look
desk-hour-found = What was paid at this terminal in that hour.
desk-hour-office = Office
desk-hour-span = Time
desk-hour-heard = Last heard
desk-hour-started = Restarted
desk-hour-told = Reported
desk-hour-revoked = no longer used
desk-hour-next = Ask for the amount and the time, choose the one that fits in the list, and press Enter.
desk-hour-no-payments = No payment fits in this hour. Ask again which terminal, about when, and how much.
desk-hour-more-payments = Only the first 50 are listed; ask for the amount and look again.
desk-hour-others = { $count ->
    [one] One more of another amount is not listed.
   *[other] { $count } more of other amounts are not listed.
}
desk-hour-failed = { $what }  { $how }
desk-hour-more-failures = Only the first 20 failures are listed.
desk-hour-no-failures = No failure on record (kept for 30 days).
desk-veiled = Press Enter to see this payment; that is recorded.
desk-report-form = Report a terminal: { $terminal }
desk-report-will = Operations will be told: { $terminal }, { $reason }, case { $case }. The terminal stays in service.
desk-report-do = Yes, report it
desk-report-done = { $terminal } has been reported.
desk-report-told = This terminal has been reported in this case already.

## a day's close

desk-day-close-title = Day close  { $day }
desk-day-close-as-of = Money counts on the day on which the provider told of it; what is open is as of { $at }.
desk-day-close-nothing = No money moved on that day, and none is open.
desk-day-close-provider = Provider
desk-day-close-together = Subtotal
desk-day-close-in = In
desk-day-close-out = Out
desk-day-close-open = No outcome
desk-day-close-due = To go back
desk-day-close-sum = { $count } · { $dollars }
desk-day-close-more = Only the first 500 lines are shown; kiosk day-close has all.
desk-day-close-note = How many, and New Taiwan dollars. Finance exports every movement on the backend’s machine with kiosk day-close --csv; each export is on record.
desk-day-close-future = That day has not come yet.

## a new number for who has lost phone and password

desk-key-number = Number
desk-key-stop = Stop
desk-number-form = New mobile number  { $plate }
desk-number-which = Does the person know the password?
desk-number-knows = Yes: they sign in at a machine and change it there
desk-number-lost = No, and the old phone gets no texts
desk-number-tell-kiosk = They sign in at a machine and change the number under their details; there is nothing to do here.
desk-number-which-proof = See the ID card and the vehicle licence here, both with the account's name ({ $name }); the telephone or being told does not count. No match: they register anew and claim the vehicle.
desk-number-proof = Seen: ID card and licence of { $plate }, same name
desk-number-new = New mobile number
desk-number-hint = The person types the new number. It gets a text with a link, which they confirm on the new phone; nothing is read out to you.
desk-number-wrong = Ten digits that begin with 09.
desk-number-will = { $hours ->
    [one] { $shown } gets a link to confirm. Once a senior who has seen the papers approves, { $old } is told, and the number changes after { $hours } hour; until then it can be stopped.
   *[other] { $shown } gets a link to confirm. Once a senior who has seen the papers approves, { $old } is told, and the number changes after { $hours } hours; until then it can be stopped.
}
desk-number-asked = Asked for. The person confirms in the text to { $shown }; then a senior looks at the papers and decides.
desk-number-will-stop = The change to { $shown } stops, the account stays as it is, and the new number is told.
desk-number-stopped = The change of number was stopped.
desk-new-number = New number
desk-new-number-by = By whom
desk-new-number-effect = Takes effect
desk-new-number-ended = Ended
desk-number-is-begun = ? New phone to confirm
desk-number-is-proved = ? To be approved
desk-number-is-waiting = ! Waits to take effect
desk-number-is-done = ✓ Changed
desk-number-is-stopped = - Stopped
desk-number-is-ended = - No effect
desk-new-number-tell-begun = The person opens the link in the text on the new phone and confirms.
desk-new-number-tell-proved = The new phone has confirmed. A senior looks at the papers and decides (F3).
desk-new-number-tell-waiting = The old contacts were told. Within five minutes of that time the new phone is sent a text; then the person chooses "Forgot password" at a machine.
desk-number-end-phone = Somebody who was told stopped it on the old phone.
desk-number-end-kiosk = Somebody signed in at a machine with the password and stopped it.
desk-number-end-desk = A counter stopped it.
desk-number-end-changed = The owner has changed the number at a machine.
desk-number-end-closed = The account was closed.
desk-number-end-taken = The new number is another account's.
desk-number-end-unbound = The vehicle on the licence is no longer the account's.
desk-number-end-late = Nobody decided within a day.
desk-number-end-replaced = Another number was asked for instead.
desk-new-number-compare = Look at the ID card and the licence of { $plate } yourself: person, name and plate have to match.
desk-new-number-approve = I have seen them too: approve, tell the old contacts, change after the wait
desk-argument-plate = Plate
desk-argument-new-number = New number
