day = { $month } 月 { $day } 日
day-of-year = { $year } 年 { $month } 月 { $day } 日
month-of-year = { $year } 年 { $month } 月
