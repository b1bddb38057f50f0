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
difference-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
difference-none = No difference is open.
difference-not-staff = Difference { $number } stays as it is: nobody of the staff has that name (kiosk staff list).
difference-outcomes = Outcomes: { $names }.
difference-taken = Difference { $number } is with { $name } now.
difference-closed = Difference { $number } is closed.
difference-not-open = Difference { $number } is closed already.
difference-not-there = There is no difference { $number } (kiosk difference list).
