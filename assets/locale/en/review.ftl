# kiosk audit review: what an auditor asks the staff about each week
review-period = { $since } to { $until }: { $looks } looks by { $people } of the staff.
review-odd = { $count ->
    [one] One thing is out of the ordinary. It is a reason to ask, and no proof of anything.
   *[other] { $count } things are out of the ordinary. They are reasons to ask, and no proof of anything.
}
review-nothing-odd = Nothing is out of the ordinary.
review-sample = { $count ->
    [one] One look, drawn by chance. Ask what it was for.
   *[other] { $count } looks, drawn by chance. Ask what they were for.
}
review-no-hours = Not checked for office hours: { $office }, whose hours are not known (kiosk office list, or --hours).
review-no-vehicles = Not checked for the staff’s own vehicles: no --vehicles file was given.
review-oddity = Out of the ordinary
review-who = Who
review-count = Looks
review-rows = Rows of the audit
review-row = Row
review-at = When
review-operation = Looked at
review-subject = What
review-case = Case
review-reason = Reason
review-oddity-far-more-looks = far more looks than colleagues
review-oddity-without-a-case = without a case
review-oddity-outside-hours = outside office hours
review-oddity-one-vehicle-by-many = one vehicle, looked at by many
review-oddity-own-vehicle = their own vehicle
review-oddity-colleagues-vehicle = a colleague’s vehicle
review-operation-vehicle-see = a vehicle
review-operation-ticket-see = a ticket
review-operation-payment-see = a payment
review-operation-number-see = a mobile number
review-operation-claim-see = a claim
review-operation-support-see = a support code
review-operation-terminal-hour = a terminal’s hour
review-operation-person-reveal = a field in full
