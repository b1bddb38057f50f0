reconcile-nothing-read = The statement was not held against anything.
reconcile-unreadable = { $file }: cannot be read ({ $reason }).
reconcile-more = { $count ->
    [one] and one difference more: --json tells all of them.
   *[other] and { $count } differences more: --json tells all of them.
}
reconcile-matched = { $day }: { $matched } of { $lines } lines are kept here just so.
reconcile-open = { $count ->
    [one] One difference is open: kiosk difference list.
   *[other] { $count } differences are open: kiosk difference list.
}
reconcile-not-applied = { $count ->
    [one] There is one difference. Nothing was changed: --apply keeps it, and takes over what nothing speaks against.
   *[other] There are { $count } differences. Nothing was changed: --apply keeps them, and takes over what nothing speaks against.
}
reconcile-agrees = No difference is open.
money-number = No.
money-kind = Difference
money-provider = Provider
money-reference = Their number
money-order = Order
money-lines = Lines
money-theirs = Theirs
money-ours = Ours
money-theirs-in = In, theirs
money-ours-in = In, ours
money-theirs-out = Out, theirs
money-ours-out = Out, ours
money-state = State
money-age = Age
money-owner = With
difference-kind-theirs-only = on their statement only
difference-kind-ours-only = kept here only
difference-kind-differs = differs
difference-kind-register = paid, but not in the register
difference-kind-no-outcome = outcome unknown for a day
difference-open = open
difference-outcome-booked = taken over
difference-outcome-found = gone
difference-outcome-explained = explained
difference-outcome-provider-corrects = the provider corrects it
difference-outcome-passed-on = passed on
difference-outcome-refunded = refunded
difference-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
difference-none = No difference is open.
difference-not-staff = Difference { $number } stays as it is: nobody of the staff has that name (kiosk staff list).
difference-outcomes = Outcomes: { $names }.
difference-taken = Difference { $number } is with { $name } now.
difference-closed = Difference { $number } is closed.
difference-not-refunded = Difference { $number } stays open: no money of its order goes back. A refund is asked for at the desk, and somebody else decides.
difference-not-open = Difference { $number } is closed already.
difference-not-there = There is no difference { $number } (kiosk difference list).
books-subject = Order
books-rule = What is wrong
books-expected = Should be
books-found = Is
books-rule-balance = in, less out and due, is not what is paid
books-rule-given-back = what the provider gave back is not what is kept as given back
books-rule-refund-above = more goes back than was charged
books-rule-refund-astray = goes back from another order's charge
books-rule-no-order = money of no order
books-rule-register = paid, but not in the register
books-rule-history = its history leads to another state
books-rule-no-outcome = no outcome for a day, and in no list: kiosk reconcile --apply
books-more = { $count ->
    [one] and one more: --json tells of it.
   *[other] and { $count } more: --json tells of a thousand.
}
books-sums = { $orders ->
    [one] One order
   *[other] { $orders } orders
}, { $movements ->
    [one] one movement
   *[other] { $movements } movements
}: { $income } in, { $outgo } out, { $due } due to go back, { $paid } paid.
books-lying = { $count ->
    [one] One difference has been open for more than a day: { $numbers }. See kiosk difference list, or the desk.
   *[other] { $count } differences have been open for more than a day, the oldest first: { $numbers }. See kiosk difference list, or the desk.
}
books-agree = The books agree.
books-broken = { $count ->
    [one] The books do not agree, in one place. Keep the database as it is, and tell whoever looks after it.
   *[other] The books do not agree, in { $count } places. Keep the database as it is, and tell whoever looks after it.
}
money-office = Office
money-own-office = (none named)
money-all = All
money-in = In
money-out = Out
money-no-outcome = No outcome
money-due = To go back
day-close-nothing = No money moved on { $day }, and none is open.
day-close-one-form = Either --csv or --json, not both.
day-close-too-many = { $count } movements of that day are more than { $most }: nothing was exported. Add --office or --provider.
day-close-exported = { $count ->
    [one] One movement exported; that is on record in the audit.
   *[other] { $count } movements exported; that is on record in the audit.
}
