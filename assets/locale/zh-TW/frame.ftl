## frame

service-name = 停車一站式服務
backend-starting = ○ 服務啟動中
backend-starting-share = ○ 服務啟動中 { $percent }%
backend-reachable = ● 服務正常
backend-unreachable = ▲ 連線中斷
backend-closed = ○ 暫停服務
step = 第 { $number } 步，共 { $of } 步
footer-back = ← 返回
footer-home = ⌂ 首頁
footer-large = 大字
footer-contrast = 對比
footer-help = 請人協助
working = 請稍候…
wrong = ! { $what }
too-small-title = 視窗太小，畫面放不下
too-small-now = 請放大視窗，或通知服務人員。
too-small-kept = 您輸入的資料都還在。
pager-before = ▲ 上一頁
pager-next = ▼ 下一頁
pager-count = { $page } / { $pages }
scan-skipped = 已略過掃描：這一頁不接受條碼

## form

choice-chosen = 已選
field-too-long = 太長了，最多 { $most } 個字
pad-clear = 清除
pad-rub-out = ⌫
pad-capital = 大寫
pad-space = 空格
pad-signs = 符號
pad-letters = 英文
digits-fault-character = 驗證碼只有數字
digits-fault-too-many = 數字太多了，請刪掉再輸入
password-show = 顯示密碼
password-hide = 隱藏密碼
password-rule-upper = 大寫英文
password-rule-lower = 小寫英文
password-rule-digit = 數字
password-rule-length = 至少 6 個字
strength-weak = 弱
strength-fair = 中
strength-strong = 強

## help

help-title = 需要有人幫忙嗎？
help-kept = 您輸入的資料都還在，回去就能繼續。
help-counter = 請到服務櫃檯，服務人員會協助您。
help-code = 請告訴服務人員這個代碼：{ $code }
help-phone = 也可以打電話
help-phone-from = 也可以打電話，請說是機台「{ $terminal }」
help-hours = 服務時間：{ $hours }
help-phone-now = 現在請撥市民熱線
help-phone-now-from = 現在請撥市民熱線，請說是機台「{ $terminal }」
help-office-hours = 停管單位 { $phone } 的服務時間：{ $hours }
help-any-time = 服務時間以外，請撥市民熱線 1999。
help-go-on = 返回
how-title = 四個步驟就能繳停車費
how-step-1 = 輸入車牌號碼，選擇汽車或機車。
how-step-2 = 勾選要繳的停車單，畫面會算出合計。
how-step-3 = 選擇您手機裡有的支付業者，確認金額。
how-step-4 = 用手機掃描 QR Code 付款，畫面會自動顯示已繳。
how-private = 離開後，畫面上不會留下您的任何資料。
how-understood = 知道了

## idle

idle-title = 您還在嗎？
idle-lost = 時間到了會回到首頁，並清除您輸入的資料。
idle-remaining = 剩餘 { $seconds } 秒
idle-stay = 要繼續使用，請觸碰畫面或按任意鍵。

## dates

day = { $month } { $day } 日
day-of-year = { $year } 年 { $month } { $day } 日
month-of-year = { $year } 年 { $month }
month-1 = 1 月
month-2 = 2 月
month-3 = 3 月
month-4 = 4 月
month-5 = 5 月
month-6 = 6 月
month-7 = 7 月
month-8 = 8 月
month-9 = 9 月
month-10 = 10 月
month-11 = 11 月
month-12 = 12 月
full-day = { $year }/{ NUMBER($month, minimumIntegerDigits: 2) }/{ NUMBER($day, minimumIntegerDigits: 2) }
full-moment = { $day } { $time }
short-day = { $month }/{ $day }
short-day-of-year = { $year }/{ $month }/{ $day }
short-month-1 = 1
short-month-2 = 2
short-month-3 = 3
short-month-4 = 4
short-month-5 = 5
short-month-6 = 6
short-month-7 = 7
short-month-8 = 8
short-month-9 = 9
short-month-10 = 10
short-month-11 = 11
short-month-12 = 12
stay = { $began }–{ $ended }
stay-began = { $began }
stay-overnight = { $began }–{ $day } { $ended }
day-and-stay = { $day }  { $stay }

## money

money = ${ $dollars }
money-less = -${ $dollars }

## hours

weekday-1 = 星期一
weekday-2 = 星期二
weekday-3 = 星期三
weekday-4 = 星期四
weekday-5 = 星期五
weekday-6 = 星期六
weekday-7 = 星期日
hours-days = { $first }至{ $last }
hours-two-days = { $first }、{ $last }
hours-rule = { $days } { $times }
hours-span = { $begins }–{ $ends }
hours-and-times = { $some }、{ $span }
hours-and-days = { $some }；{ $rule }

## closed

closed-title = 這台機器暫停服務
closed-maintenance = 機器維護中，完成後會自動恢復服務。
closed-repair = 機器維修中，造成不便，敬請見諒。
closed-network = 目前無法連線，造成不便，敬請見諒。
closed-office-closed = 本服務中心今日不開放。
closed-nearest = 最近的服務中心：{ $office }，電話 { $phone }。
closed-nearest-hours = 服務時間：{ $hours }。
closed-elsewhere = 停車費也可以到便利商店，或用手機的停車 App 繳納。
