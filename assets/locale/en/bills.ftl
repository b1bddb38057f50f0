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
stage-general = Tickets
stage-ordinary = First notice
stage-registered = Second notice
stage-recovery = Recovery
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
