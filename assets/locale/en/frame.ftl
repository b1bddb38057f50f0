## frame

service-name = Parking One-Stop Service
backend-starting = ○ Starting
backend-starting-share = ○ Starting { $percent }%
backend-reachable = ● In service
backend-unreachable = ▲ Connection lost
backend-closed = ○ Out of service
step = Step { $number } of { $of }
footer-back = ← Back
footer-home = ⌂ Home
footer-large = Large
footer-contrast = Contrast
footer-help = Ask for help
working = One moment…
wrong = ! { $what }
too-small-title = This window is too small
too-small-now = Please make it larger, or tell the staff.
too-small-kept = Everything you have entered is still there.
pager-before = ▲ Previous
pager-next = ▼ Next
pager-count = { $page } / { $pages }
scan-skipped = Scan skipped: this page takes no bar code

## form

choice-chosen = selected
field-too-long = { $most } characters at most
pad-clear = Clear
pad-rub-out = ⌫
pad-capital = ABC
pad-space = Space
pad-signs = #+=
pad-letters = abc
digits-fault-character = A code has digits only
digits-fault-too-many = Too many digits: please delete some
password-show = Show password
password-hide = Hide password
password-rule-upper = A capital letter
password-rule-lower = A small letter
password-rule-digit = A digit
password-rule-length = 6 characters or more
strength-weak = weak
strength-fair = fair
strength-strong = strong

## help

help-title = Would you like somebody to help?
help-kept = Everything you have entered is still there. You can go back and go on.
help-counter = Please go to the service counter. The staff will help you.
help-code = Please tell them this code: { $code }
help-phone = Or call
help-phone-from = Or call. This is machine “{ $terminal }”
help-hours = { $hours }
help-phone-now = At this hour, call the citizens’ hotline
help-phone-now-from = At this hour, call the citizens’ hotline. This is machine “{ $terminal }”
help-office-hours = The parking office ({ $phone }) answers { $hours }
help-any-time = At other times, call the citizens’ hotline 1999.
help-go-on = Back
how-title = Pay for parking in four steps
how-step-1 = Enter your plate and choose car or motorcycle.
how-step-2 = Select the tickets to pay. The total adds up.
how-step-3 = Choose a provider that you have on your phone.
how-step-4 = Scan the code and pay. The screen says “Paid”.
how-private = When you leave, nothing of yours stays on this screen.
how-understood = OK

## idle

idle-title = Are you still there?
idle-lost = When time runs out, this machine returns to the start and clears what you entered.
idle-remaining = { $seconds ->
    [one] { $seconds } second left
   *[other] { $seconds } seconds left
}
idle-stay = To go on, touch the screen or press any key.

## dates

day = { $day } { $month }
day-of-year = { $day } { $month } { $year }
month-of-year = { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
full-day = { $day } { $month ->
        [1] { short-month-1 }
        [2] { short-month-2 }
        [3] { short-month-3 }
        [4] { short-month-4 }
        [5] { short-month-5 }
        [6] { short-month-6 }
        [7] { short-month-7 }
        [8] { short-month-8 }
        [9] { short-month-9 }
        [10] { short-month-10 }
        [11] { short-month-11 }
       *[12] { short-month-12 }
    } { $year }
full-moment = { $day }, { $time }
short-day = { $day } { $month }
short-day-of-year = { $day } { $month } { $year }
short-month-1 = Jan
short-month-2 = Feb
short-month-3 = Mar
short-month-4 = Apr
short-month-5 = May
short-month-6 = Jun
short-month-7 = Jul
short-month-8 = Aug
short-month-9 = Sep
short-month-10 = Oct
short-month-11 = Nov
short-month-12 = Dec
stay = { $began }–{ $ended }
stay-began = { $began }
stay-overnight = { $began }–{ $day } { $ended }
day-and-stay = { $day }  { $stay }

## money

money = NT${ $dollars }
money-less = -NT${ $dollars }

## hours

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
hours-days = { $first } to { $last }
hours-two-days = { $first } and { $last }
hours-rule = { $days }, { $times }
hours-span = { $begins }–{ $ends }
hours-and-times = { $some } and { $span }
hours-and-days = { $some }; { $rule }

## closed

closed-title = This machine is out of service
closed-maintenance = It is being maintained and will be back by itself.
closed-repair = It is being repaired. We are sorry.
closed-network = It has no connection at the moment. We are sorry.
closed-office-closed = This office is closed today.
closed-nearest = The nearest other office is { $office }, telephone { $phone }.
closed-nearest-hours = It is open { $hours }.
closed-elsewhere = Parking can also be paid at convenience stores and with parking apps on your phone.
