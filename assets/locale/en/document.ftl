# What is read, printed and kept: receipts, what is owed, bar codes. The same on a page, on paper and on a phone.

document-amount = NT${ $dollars }

## a receipt

document-receipt = Receipt for parking fees
document-sample-receipt = Sample data: not a real receipt
document-proof = Parking fees are public charges, so there is no uniform invoice. Keep this for 6 months as proof.
document-parked = Parked { $day } { $stay }
document-parked-under = Parked { $day } { $stay }  { $ticket }

## what is owed

document-owed = Parking fees to pay
document-as-of = As of
document-sum = Total
document-line = { $plate }  { $number }
document-partly = Some offices could not be asked. There may be more to pay.
document-link = Scan the QR code for current amounts and bar codes for stores. Keep this to yourself: whoever has it can look.
document-paid-now = Paid in this visit
document-paid-by = { $amount } (receipt { $receipt })
document-given-back = Given back (receipt { $receipt })
document-paid = Paid
document-visit = Parking fees paid and to pay
document-still = Still to pay
document-elsewhere = Other ways to pay: { $channels }.
document-bill = { $kind }  { $number }
document-kind-general = Parking ticket
document-kind-ordinary = First notice
document-kind-registered = Second notice
document-kind-recovery = Recovery notice
document-already-paid = ✓ Paid
document-gone = Nothing is owed under this number now; it may be part of a notice. Look up the plate at a machine.

## bar codes for a store

document-number = Bill
document-to-pay = Amount
document-pay-by = Pay by
document-show = Show this at the till. The three codes are scanned from top to bottom.
document-sample-codes = Sample data: nothing can be paid with these codes.
document-once = Pay once only. Stores pass payments on after one to five days; please do not pay again meanwhile.
document-later = Paying by phone at a service centre may cost less and counts at once.
document-untaken-not-offered = Pay by phone at a machine in a service centre.
document-untaken-overdue = Past its date, so stores no longer take it. Pay by phone at a machine in a service centre, or with the notice once it has come.
document-untaken-being-paid = Being paid elsewhere: please do not pay it twice. If that payment is cancelled, load this page again and the codes appear.
document-untaken-not-here = Past the date of its notice and passed on; stores do not take it. Please ask the parking office's counter.
document-untaken-too-much = More than the NT$20,000 that stores take for one bill. Pay by phone at a machine in a service centre.
document-untaken-nothing = Nothing to pay.
