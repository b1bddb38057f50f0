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
desk-key-cases = Cases { $count }
desk-key-reveal = Reveal
desk-key-again = Reload
desk-key-ask = Ask now
desk-key-lock = Lock
desk-key-tab = Next part
desk-key-back = Back
desk-key-choose = Choose
desk-key-close = Close case
desk-key-next = Next field
desk-key-clear = Clear
desk-key-quit = Quit
desk-does-help = Explains the part you are in, and every key
desk-does-box = To the search box; what you type replaces what is there
desk-does-cases = Cases open here, and your office's cases that are not closed
desk-does-reveal = One masked field in full: choose field and reason; masked again after 30 seconds
desk-does-again = Asks the provider about a payment without an outcome; reloads anything else
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
desk-sign-in-paused = Too many failures: sign in again in { $minutes } minutes.
desk-typed-cleared = Press Esc again to clear what you typed.
desk-locks-in = Locks in { $seconds } seconds: press any key to stay

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
desk-too-many = Taken for { $kinds }: more than 50 found. Type a more exact number.
desk-could-not-ask = Could not ask about { $missing }, so nobody knows. Try again later.
desk-partly = Taken for { $kinds }: { $count } found; could not ask about { $missing }, there may be more.
desk-nothing = Taken for { $kinds }: not found. Check the number again.
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
desk-loading = Loading…
desk-case-in-list = Press F3 to open your office's cases.
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
desk-trouble-case-needed = This needs an open case: press F3 and begin a new search.
desk-trouble-proof-needed = Record in the case first what proof was seen.
desk-trouble-approval-needed = Someone else has to approve this.
desk-trouble-own-request = You asked for this yourself: somebody else has to decide.
desk-trouble-approval-over = This request was decided, is more than a day old or was changed, and cannot be used any more. Ask again.
desk-trouble-factor-needed = Your code is needed again: lock with F12 and sign in once more.
desk-trouble-claim-settled = This claim has been decided already.
desk-trouble-claimant-left = Whoever made this claim has closed the account: it can only be refused.
desk-trouble-vehicles-full = The claimant has as many vehicles as an account may have, and must let one go first.
desk-trouble-secret-changed = The backend's secret is not the one your account was made with, so no code can be checked. Tell whoever runs it.
desk-trouble-not-there = There is nothing in this field.
desk-trouble-asked-just-now = The provider was asked just now: ask again in { $seconds } seconds.
desk-trouble-reveals-used-up = You have seen all the fields of this hour: again in { $minutes } minutes, or ask a senior clerk.
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
desk-text-trouble-refused = refused, the number may be wrong
desk-text-trouble-unreadable = its text could not be unsealed
desk-text-trouble-no-gateway = there is no company to send it
desk-text-trouble-theirs = the company says “{ $code }”
desk-support-title = Code { $code }
desk-support-at = When
desk-support-where = Terminal
desk-support-nobody = Not known
desk-support-what = Operation
desk-support-how = Outcome
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
desk-claim-made = Made
desk-claim-paid = Paid since
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
desk-inquiry-next = asked { $tries } times, next at { $at }
desk-inquiry-none = asked { $tries } times
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
desk-event-case-opened = A day unanswered
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
desk-refund-tried = { $amount } · { $reason } · tried { $tries } times
desk-refund-next = { $amount } · { $reason } · tried { $tries } times, next at { $at }
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
desk-revealed = Masked again in { $seconds } seconds. { $left } more this hour.

## cases

desk-cases-title = Cases
desk-cases-new = + New search
desk-cases-here = Open here
desk-cases-office = Your office's, not closed
desk-cases-now = Current
desk-cases-none = No case
desk-cases-empty = (nothing searched yet)
desk-cases-full = Nine are open: close one first.
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
desk-trial-hint = Type what the person has in their hand; or press Tab, choose what they say, and press Enter.
desk-trial-waits = Those digits have just been used; signing you in with the next ones in { $seconds } seconds…
desk-key-sign-in = Sign in
desk-trial-payment-unknown = I paid, but it still shows as unpaid
desk-trial-text-refused = My code never arrived
desk-trial-claim-open = Somebody else has bound my car
desk-trial-payment-second-transaction = I paid twice
desk-trial-ticket-disputed = The amount is wrong; I dispute this ticket
desk-trial-payment-at-kiosk = The kiosk took my money and gave no receipt
desk-trial-owner-lost-phone = I lost my phone and have a new number
