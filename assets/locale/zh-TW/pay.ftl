## plate

plate-title = 請輸入車牌號碼
plate-hint = 請照車牌輸入，例如 BKZ-5937。
plate-prefix = 前碼
plate-suffix = 後碼
plate-look-up-car = 查汽車
plate-look-up-motorcycle = 查機車
plate-look-up-with = { $what }（{ $more }）
plate-asking = 查詢中…
plate-meant = 改成 { $plate }
plate-meant-lookalike = 如果看錯了「O」和「0」或「I」和「1」，可以改。
plate-meant-split = 橫線的位置對嗎？
plate-vehicle-missing = 請選擇汽車或機車。
plate-look-up-missing = 請按「查汽車」或「查機車」。
plate-key-clear = 清除
plate-key-rub-out = ⌫
plate-key-more =
    軍車
    外交
plate-key-letters = ABC
plate-key-digits = 123
plate-fault-empty = 還沒有輸入車牌號碼。
plate-fault-prefix-missing = 請輸入前碼，例如 BKZ-5937 的 BKZ。
plate-fault-suffix-missing = 請輸入後碼，例如 BKZ-5937 的 5937。
plate-fault-too-long = 車牌沒有這麼長，請看一下車牌再輸入。
plate-fault-character = 車牌裡沒有「{ $character }」，請用英文字母和數字。
plate-fault-separator = 看不出橫線在哪裡，請分兩格輸入。
vehicle-car = 汽車
vehicle-car-short = 汽車
vehicle-motorcycle-short = 機車
vehicle-motorcycle-more = 含紅、黃牌
vehicle-car-plain = 汽車
vehicle-motorcycle-plain = 機車

## bills

bills-title = { $plate } { $vehicle }，有 { $count } 張單待繳
bills-title-partly = { $plate } { $vehicle }，目前查到 { $count } 張單
bills-title-mine = 您的 { $vehicles } 輛車，有 { $count } 張單待繳
bills-title-mine-partly = 您的 { $vehicles } 輛車，目前查到 { $count } 張單
bills-partly = ! 只查到一部分：{ $missing }暫時沒有回應，可能還有其他費用。
bills-notice = { $count } 張停車單＋工本費 { $surcharge }
bills-notice-number = 催繳單 { $number }
bills-sent = { $date } 寄發
bills-due = 繳費期限 { $date }
bills-details = 看明細 ›
bills-group = { $kind }　{ $count } 張
bills-group-surcharge = { $kind }　{ $count } 張（含工本費 { $surcharge }）
bills-tab-ticked = 已選 { $count } 張
bills-none-here = 沒有待繳的停車單。
bills-unknown-here = { $missing }暫時沒有回應，現在查不到，不代表沒有。
bills-none-payable = 沒有可以在本機繳的
bills-none-ticked = 還沒有勾選，請勾選要繳的單
bills-most = 已選 { $count } 張（一次最多），合計 { $amount }
bills-total = 已選 { $count } 張，合計 { $amount }
bills-all = 全選
bills-all-sum = 全選 { $count } 張 { $amount }
bills-none = 全不選
bills-pay = 繳費
bills-pay-sum = 繳費 { $amount }
bills-pay-elsewhere = 本機目前不收款，請到其他管道繳費。
bills-where = 哪裡可以繳
bills-pay-at-city = 這裡不收款：用手機掃市府的繳費碼，就能在市府網頁繳。催繳單沒有繳費碼，請照單上的方式繳。
bills-as-of = { $time } 的資料
bills-by-phone = 用手機繳
stage-general = 一般停車單
stage-ordinary = 平信催繳
stage-registered = 掛號催繳
stage-recovery = 追繳
one-general = 一般停車單
one-ordinary = 平信催繳
one-registered = 掛號催繳
one-recovery = 追繳
issued-paper = 紙本開單
issued-paperless = 無紙化開單
issued-smart-post = 智慧停車柱
state-due-today = ! 今天到期
state-days-left = 還有 { $days } 天
state-overdue = ! 逾期 { $days } 天
state-being-paid = 付款處理中
state-not-here = 請至監理機關繳納
source-tickets = 停車單資料
source-notices = 催繳資料

## bill

bill-title = { $stage }　{ $number }
bill-amount = 本機應繳金額
bill-pay-by = 繳費期限
bill-issued-on = 催繳單寄發日
bill-ticket = 停車單號
bill-parked = 停車時間
bill-rate = 費率
bill-issued = 開單方式
bill-back = 返回
bill-why-surcharge = 逾期未繳寄發催繳單的費用，每張催繳單只收一次。
bill-why-fine = 罰鍰由監理機關收取，不在這裡繳。
bill-why-not-here = 這張已逾催繳期限並移送，本機不能收。請帶催繳單到監理機關辦理，或洽停車管理工程處服務櫃檯。
bill-why-being-paid = 這張正在別的地方付款，請先不要重複繳；付款取消後就可以在這裡繳。
line-fee = 停車費
line-paperless-discount = 無紙化優惠
line-smart-payment-discount = 智慧支付優惠
line-surcharge = 催繳工本費
line-fine = 罰鍰（另繳）
bill-owed = 應繳金額（不在本機繳）
bill-fee-of = { $count } 張停車單的停車費，明細在下面
bill-ticket-fee = { $number }　{ $fee }
bill-state = 目前狀態
bill-objection = 申訴
bill-objection-open = 申訴中，還是可以繳
bill-objection-rejected = 不成立，照舊要繳
bills-objection-open = 申訴中
bills-objection-rejected = 申訴不成立
bill-why-paperless-discount = 選擇無紙化開單，減收停車費。
bill-why-smart-payment-discount = 用手機智慧支付，停車費打折。
# 打折：90% 說 9 折，95% 說 95 折
bill-share-paperless-discount = 選擇無紙化開單，打 { $percent ->
    [90] 9
    [80] 8
    [70] 7
    [60] 6
    [50] 5
   *[other] { $percent }
} 折，四捨五入到元。
bill-share-smart-payment-discount = 用手機智慧支付打 { $percent ->
    [90] 9
    [80] 8
    [70] 7
    [60] 6
    [50] 5
   *[other] { $percent }
} 折，四捨五入到元。
bill-store-codes = 繳費條碼
bill-take-along = 清單帶走

# 費率（assets/tariffs/rates.toml 的 id）
rate-car-hourly-20 = 汽車計時，每小時 20 元
rate-car-hourly-30 = 汽車計時，每小時 30 元
rate-car-hourly-50 = 汽車計時，每小時 50 元
rate-car-loading-30 = 裝卸貨專用，每 20 分鐘 30 元
rate-car-post-20 = 智慧停車柱，每小時 20 元，10 分鐘內免費
rate-car-visit-50 = 汽車計次，每日 50 元
rate-motorcycle-visit-20 = 機車計次，每日 20 元
fee-made-up = { $rate }：{ $how }
fee-worked-out = { $rate }，推算為 { $how }
fee-time = { $count } 個 { $minutes } 分鐘 × { $price }
fee-days = { $count } 天 × { $price }
fee-free = 在免費時間內，不收費
rate-national = 縣市的全國查詢系統提供的金額

## check

check-title = 請確認要繳的內容和金額
check-plate = 車牌
check-bills = { $count } 張單
check-provider = 支付業者
check-fee = 手續費
check-making = 處理中，請稍候…
check-confirm = 產生付款碼
check-change-bills = 修改勾選
check-change-provider = 改用其他支付
check-total = 合計
check-warning = 剛在別處繳過的，要一到五天才會更新，請不要重複繳。每天 05:15–06:15 資料更新，不能查也不能繳。智慧停車柱 10 分鐘內免費。
check-vehicles = { $plates } 等 { $count } 輛車
check-vehicle = { $plate }（{ $type }）
check-of = { $count } 張，{ $amount }
check-included = { $amount }（已含在合計內）

## providers

providers-title = 請選擇支付業者（{ $amount }）
providers-explanation = 選您手機裡已經有的就可以。
provider-unavailable = 暫停服務
provider-limit = 單筆上限 { $amount }
provider-why-not = ! { $name }：{ $reason }，請改用其他支付。
provider-wallet = 行動支付　{ $fee }
provider-bank = 銀行　{ $fee }
provider-parking-app = 停車 App　{ $fee }
provider-fee = 手續費 { $fee }
provider-no-fee = 免手續費
providers-more = 更多業者 { $leaf }/{ $of }

## payment

payment-scan = 請用手機掃描，在手機上付款
payment-scanned = 不用再掃描了
payment-open = 畫面放不下 QR Code，請用手機瀏覽器開啟：
payment-due = 應繳金額
payment-what = { $provider }・{ $what }
payment-payee = 收款單位　{ $payee }
payment-number = 訂單編號　{ $number }
payment-left = 剩餘時間　{ $time }
payment-waiting = 等待手機確認中…
payment-at-wallet = 請在手機上完成付款…
payment-processing = 手機已確認，處理中…
payment-unknown = 付款結果確認中，請勿重複付款。（訂單 { $number }）
payment-time-over = 時間到了，正在確認付款結果…
payment-link-lost = 連線中斷，付款結果仍會保留，恢復後會自動更新。請勿重複付款。
payment-cannot-scan = 掃不到？
payment-another-way = 改用其他支付
payment-help-title = 掃不到嗎？請試試看
payment-help-distance = 1. 手機離螢幕約 30 公分，對準整個 QR Code。
payment-help-distance-gaps = 1. 手機離螢幕約 80 公分，對準整個 QR Code。
payment-help-app = 2. 用手機相機，或支付 App 裡的「掃碼」。
payment-help-link = 3. 還是掃不到，請用手機瀏覽器開啟：
payment-link = { $link }
payment-larger = 放大
payment-help-back = 返回
payment-cancel-title = 要取消這筆付款嗎？
payment-cancel-what = 取消後 QR Code 會失效，{ $what }（{ $amount }）不會扣款，之後還可以再繳。
payment-cancel-no = 繼續付款
payment-cancel-yes = 取消付款
payment-leave-title = 手機已經確認，不能取消
payment-leave-what = 付款結果會保留，請勿重複付款。要先離開的話，請記下訂單編號 { $number }，稍後可以再查一次車牌。
payment-leave-no = 留在這裡等
payment-leave-yes = 先離開
payment-cover-confirmed = ✓ 手機已確認
payment-cover-at-wallet = 請在手機上完成付款
payment-cover-processing = 處理中，請稍候
payment-cover-unknown = 付款結果確認中
payment-cover-over = 時間到了
payment-cover-hold = 請勿重複付款
payment-alone = { $amount }　請用手機掃描。點一下看說明
payment-show-code = 看 QR Code

## paid

paid-title = ✓ 已繳 { $amount }，謝謝您
paid-when = 付款時間
paid-by = 支付業者
paid-what = 項目
paid-receipt = 收據號碼
paid-ends = { $seconds } 秒後自動回到首頁
paid-show-receipt = 看收據
paid-more = 繼續繳其他停車單
paid-finish = 結束
paid-still = 還有 { $count } 張 { $amount } 沒繳
paid-go-on = 繼續繳
paid-take-along = 掃描帶走收據
paid-take-list = 帶走這次的明細

## receipt

receipt-title = 這是您的繳費收據
receipt-explanation = 可以用手機拍下來保存。停車費是規費，不開立統一發票。
receipt-number = 收據號碼
receipt-payee = 收款單位
receipt-office = 繳費地點
receipt-when = 付款時間
receipt-provider = 支付業者
receipt-reference = 交易序號
receipt-order = 訂單編號
receipt-line = { $plate }　{ $number }
receipt-pass = { $plate }　{ $name }（{ $month }）
receipt-total = 合計
receipt-note = 請保存 6 個月，作為繳費證明。
receipt-back = 返回
receipt-paid = 實付金額
receipt-plates = 車牌
receipt-take = 帶走收據

## take

take-back = 返回
take-link = 請用手機開啟：{ $link }
take-days = 網址 30 天內有效；知道網址的人都看得到，請自己保管。
take-receipt = 用手機掃描，帶走收據
take-receipt-how = 在手機上可以存檔，或印在自己的印表機。
take-owed = 用手機掃描，帶走這份清單
take-owed-how = 每張單的金額、期限和超商條碼都在上面，隨時打開都是最新的。
take-paid = 用手機掃描，帶走這次的繳費明細
take-paid-how = 這次每張收據的號碼和金額都在上面。
take-visit = 用手機掃描，帶走這次辦理的事項
take-visit-how = 上面是您這次登入後辦理的事項，沒有姓名和電話。
store-title = 超商繳費條碼
store-amount = { $amount }　請在 { $day } 前到超商繳
store-sample-amount = 示範：這些條碼不能繳費　{ $amount }　{ $day } 前
store-sample = 示範：這些條碼不能繳費。
store-show = 掃描後，把手機給店員，由上而下依序刷三條。
store-no-room = 這個畫面放不下條碼，請洽服務櫃檯。
store-once = 超商代收要隔日到四、五日才會入帳，期間請勿重複繳。
store-next = 下一條
store-on-phone = 改用手機
store-as-bars = 顯示條碼

## passes

passes-title = 要買哪一種 { $month }的月票？
passes-on-sale = 選一種，輸入車牌，再用手機付款就完成了。
passes-not-yet-title = 下個月的月票還沒開賣
passes-not-yet = 自 { $day }起可以在這裡購買。
passes-none = 目前沒有月票。
passes-choose = 選這種 ›
passes-product = { $vehicle }・{ $left }
passes-left = 還有 { $count } 張
passes-unlimited = 不限張數
passes-sold-out = 已售完
passes-choose-another = 「{ $name }」已經售完，請選別種。
pass-plate-title = { $type ->
    [car] 這張月票要給哪一輛汽車？
   *[motorcycle] 這張月票要給哪一輛機車？
}
pass-plate-next = 下一步
pass-change = 改選月票
pass-name = 月票
pass-month = 月份
pass-bought = { $name }（{ $month }）

## city-payment

city-title = { $count ->
    [1] 用手機掃描，到市府網頁繳
   *[other] 用手機掃描，到市府網頁繳（第 { $place } 張，共 { $count } 張）
}
city-bill = 停車單 { $number }，{ $amount }，{ $day } 前繳
city-amount = 金額以市府網頁為準：一般停車單用智慧支付，目前打 95 折。
city-paid = 我繳好了
city-next = 下一張
pay-warning = 剛在別處繳過的，一到五天才會更新，請不要重複繳。每天 05:15–06:15 市府更新資料，不能查也不能繳。智慧停車柱前 10 分鐘免費。
bill-why-settling = 您說這張剛繳過，市府還沒更新。請不要重複繳；過幾天再查一次就知道。

bills-elsewhere = 其他縣市
elsewhere-title = { $vehicle }在其他縣市
elsewhere-city = { $city }
elsewhere-asking = 查詢中，已回覆 { $done }／{ $all } 個縣市{ $count ->
    [0] { "" }
   *[other] ，待繳 { $count } 張，共 { $amount }
}
elsewhere-done = { $all } 個縣市都查過了，{ $count ->
    [0] 沒有待繳的停車費。
   *[other] 待繳 { $count } 張，共 { $amount }。
}
elsewhere-done-partly = { $answered } 個縣市已回覆，{ $count ->
    [0] 沒有待繳
   *[other] 待繳 { $count } 張，共 { $amount }
}；另有 { $lacking } 個縣市還不清楚，列在下面。
elsewhere-none-answered = 所有縣市目前都無法查詢，不代表沒有欠費。請稍後再試。
elsewhere-nothing-yet = 有待繳的縣市會列在這裡，大約要等 8 秒。
elsewhere-owed = 待繳 { $count } 張
elsewhere-owed-here = 待繳 { $count } 張，可在這裡繳
elsewhere-unknown = 查不到結果：{ $reason }
elsewhere-reason-service = 本機的服務沒有回應
elsewhere-incomplete = 這個縣市給的總數與明細不符，可能不只這些。
elsewhere-unsecured = 這個縣市的查詢沒有加密，內容可能遭更動，請以該縣市的資料為準。
elsewhere-other-type = 改查{ $type }
elsewhere-again = 再問一次
elsewhere-bills-title = { $city }：{ $vehicle }
elsewhere-where = 共 { $count } 張，{ $amount }。請到便利商店、該縣市的停車繳費網站或 App 繳納，本機無法代收。
elsewhere-ticket = { $day } 停車，繳費期限 { $pay_by }
elsewhere-pay-by = 繳費期限 { $pay_by }
elsewhere-reminder = 催繳單（{ $count } 張，工本費 { $surcharge }），期限 { $pay_by }
elsewhere-back = 返回

city-choice-group = 待繳單　{ $count } 張
city-choice-ticket = 停車單
city-choice-parked = { $day } 停車
city-choice-paid-here = 已付款，等候確認
city-choice-not-here = 本機無法代收
city-choice-note = 在這裡付款後，本機會通知{ $city }銷帳。
city-check = 縣市
city-check-bills = 停車單、催繳單
city-check-note = 付款後由本機通知{ $city }銷帳，確認前請不要到別處重複繳。{ $city }如果不受理，款項會自動退回。
city-bought = { $city } { $count } 張單
city-standing-waiting = 已付款，等候{ $city }確認
city-standing-confirmed = 已付款，{ $city }已確認銷帳
city-standing-unclear = 已付款，{ $city }尚未回覆，由本處向該縣市查詢中
receipt-city = 開單縣市
receipt-city-says = 銷帳情形
