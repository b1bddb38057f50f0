cities-one-or-file = Name a plate, or with --plates a file of plates; one of the two.
cities-type = Say with --type what the vehicle is: car, motorcycle (heavy ones with red or yellow plates too) or other, such as a trailer.
cities-line = Line { $line } of the file is not a plate with a type, like BKZ-5937,car. The type may be left out where --type says it.
cities-plates-count = The file should hold between one and { $most } plates, a line each.
cities-file = The file of plates cannot be read: { $reason }
cities-waiting = is being asked
cities-count = { $done } of { $all }, the latest: { $what }
cities-line-of-city = { $city }: { $what }
cities-line-of-plate = { $city }, { $plate }: { $what }
cities-nothing = nothing owed
cities-owed = { $count ->
    [one] one to pay, { $amount }
   *[other] { $count } to pay, { $amount }
}
cities-city = City
cities-plate = Plate
cities-ticket = Ticket
cities-overdue = Overdue ticket
cities-reminder = { $count ->
    [one] Reminder of one ticket, with { $extra } for the reminder
   *[other] Reminder of { $count } tickets, with { $extra } for the reminder
}
cities-separator = { ", " }
cities-with-reason = { $city } ({ $reason })
cities-none = { $plate }: no city could be asked, which does not mean that nothing is owed. Please try again later.
cities-missing = { $plate }: more may be owed than is shown, for { $count ->
    [one] one city
   *[other] { $count } cities
} could not be asked: { $cities }
cities-nothing-owed = { $plate }: no parking fees are owed in any of the { $count } cities.
cities-unlike = { $plate }: more may be owed than is shown, for the totals are not those of the list in { $cities }
cities-off = Not asked, because nobody knows where: { $cities }
cities-reason-silent = no answer in time
cities-reason-no-connection = no connection
cities-reason-no-such-host = its name is not known here
cities-reason-private-address = its name leads into our own network
cities-reason-certificate = its certificate is not in order
cities-reason-redirected = it sends us elsewhere
cities-reason-not-allowed = it does not let us ask
cities-reason-not-found = its query has moved
cities-reason-too-many = too many questions at once
cities-reason-server-failed = its server has failed
cities-reason-http = an answer that means nothing to us
cities-reason-too-long = an answer without end
cities-reason-empty = an empty answer
cities-reason-not-json = a page instead of an answer
cities-reason-no-plate = it says that no plate arrived
cities-reason-bad-plate = it does not take this plate
cities-reason-bad-type = it does not take this type of vehicle
cities-reason-failed = it could not look
cities-reason-shape = an answer that is not as agreed
cities-reason-other-vehicle = an answer about another vehicle
cities-reason-resting = it failed again and again and is left alone for a while
cities-reason-no-turn = this machine's disk takes no notes
cities-reason-busy = too many questions wait for it
cities-code = { $number }  { $amount }
cities-code-note = Scan with your phone and pay on the city's page, which has the last word on the amount: smart payment takes 5% off a ticket at present. What you paid elsewhere can take one to five days to show: please do not pay twice. From 05:15 to 06:15 each day the city updates its records and nothing can be looked up or paid.
cities-made-up = { $kind }: { $how }
