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
