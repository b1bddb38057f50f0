fleet-id = Id
fleet-name = Terminal
fleet-embedded = This machine
fleet-office = Office
fleet-state = State
fleet-heard = Last heard
fleet-up = Running for
fleet-version = Version
fleet-reported = Last report
fleet-started = Running since
fleet-device = Printer
fleet-enrolled = Enrolled
fleet-separator = ,{ " " }
fleet-trouble-lost = silent for over 10 minutes
fleet-trouble-late = late
fleet-trouble-no-paper = out of paper
fleet-trouble-printer = printer out of order
fleet-trouble-complaint = reported by a counter
fleet-trouble-old-version = old version
fleet-trouble-no-reports = sends no reports (older version)
fleet-trouble-never-heard = never heard of
fleet-trouble-paper-low = paper running low
fleet-trouble-none = well
fleet-printer-ok = ready
fleet-printer-low = prints; paper running low
fleet-printer-out = out of paper
fleet-printer-jam = jammed, or another fault
fleet-printer-cover-open = cover open
fleet-printer-off = does not answer
fleet-printer-unknown = there; does not say how it is
fleet-printer-none = has none
fleet-ago = { $span } ago
fleet-minutes = { $count } min
fleet-hours = { $count } h
fleet-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
fleet-count = { $count ->
    [one] One terminal
   *[other] { $count } terminals
}; { $ill ->
    [0] none needs anybody.
    [one] one needs somebody.
   *[other] { $ill } need somebody.
}
fleet-none = No terminal may use this backend yet: kiosk terminal add.
fleet-not-there = No terminal of that id may use this backend; see: kiosk terminal list
fleet-trouble-closed = out of service
fleet-closed = Out of service
fleet-closed-maintenance = maintenance
fleet-closed-repair = repair
fleet-closed-network = no connection
fleet-closed-office-closed = office closed
fleet-closed-by = Closed by
fleet-closes = It takes nobody new within a minute or two; whoever stands there goes on to the end. kiosk fleet open ends it.
fleet-opens = It serves again within a minute or two, by itself.
fleet-no-such-reason = Reasons: { $reasons }.
fleet-none-such = No terminal is like that.
fleet-watch-where = kiosk fleet watch draws on a terminal, and there is none; see: kiosk fleet list --json
fleet-watch-more = { $count } more below.
fleet-watch-end = Ctrl+C ends
fleet-watch-stale = The database does not answer: this is how it was at { $at }.
enrol-ask = Code from the office:{ " " }
enrol-not-a-code = That is not an enrolment code: it has 12 letters and digits, such as 7KQM-3W9P-X2AB.
enrol-wrong = The code is wrong. Check it and type it again; after five wrong tries it is worth nothing.
enrol-late = This code is over ten minutes old. Ask the office for a new one.
enrol-used = This code has been used already. If it was not this terminal, tell the office, which can shut that terminal out; ask for a new code.
enrol-too-often = This code was typed wrongly five times and is worth nothing any more. Ask the office for a new one.
enrol-rate = Too many codes have been tried from here. Wait a minute and try again.
enrol-refused = The backend refused. (Code { $code })
enrol-could-not-ask = The backend could not be asked. If the code is said to be used next time, ask the office for a new one. (Code { $code })
enrol-no-keyring = This machine has no keyring, so the code was not used. Use --print, and keep the token as the systemd credential kiosk-device-token.
enrol-not-kept = The code is used up and the token could not be kept. Have the office shut terminal { $id } out and make a new code.
enrol-done = This terminal is enrolled as { $name }.
fleet-complaint = Counter says
fleet-complaint-took-money = took the money, the ticket is still owed
fleet-complaint-no-receipt = paid, and no receipt or page came
fleet-complaint-stopped = stopped or restarted in the middle of paying
fleet-complaint-fleet-asks = asked for by operations
fleet-settled = { $count ->
    [0] No counter has reported this terminal.
    [one] One report of a counter is dealt with; its case stays as it is.
   *[other] { $count } reports of counters are dealt with; their cases stay as they are.
}
